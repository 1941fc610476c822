"""计算: snapshots × indicators → values, at every level from the rows."""

from zhibao.compute.kept_compute import compute_kept, compute_places
from zhibao.compute.values import compute

__all__ = ["compute", "compute_kept", "compute_places"]
