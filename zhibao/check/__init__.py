"""校验: submitted rows × checks → findings; a finding is returned, never raised."""

from zhibao.check.run import check

__all__ = ["check"]
