"""计算: snapshots × indicators → values, at every level from the rows."""

from zhibao.compute.values import compute

__all__ = ["compute"]
