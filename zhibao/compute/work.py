"""做了多少: what a computation worked out anew, counted, beside what it took from last time."""

from collections.abc import Collection
from dataclasses import dataclass, field

from zhibao.compute.tree import Leaf, Role


@dataclass(slots=True)
class Work:
    """做了多少: counts of what was done; `read` are the places whose rows were read, `there` all that count."""

    read: set[Leaf] = field(default_factory=set)
    there: Collection[Leaf] = ()
    aggregates: int = 0
    """Aggregates asked of rows, one per place and year."""
    joined: int = 0
    """Nodes of the tree that were put together from their parts."""
    parts: int = 0
    """The parts that went into them."""
    again: int = 0
    """Aggregates over too many different texts, asked of all rows."""

    @property
    def said(self) -> str:
        """Return one Chinese line: how many schools were computed anew, and how many were taken from last time."""
        schools = {one.place for one in self.there if one.role is Role.SCHOOL}
        read = {one.place for one in self.read if one.role is Role.SCHOOL}
        cities = {one.place for one in self.read if one.role is not Role.SCHOOL}
        own = "和市级填报的数据" if cities and read else "市级填报的数据" if cities else ""
        if not read and not cities:
            return f"没有变化：{len(schools)} 所学校都取自上次。"
        if read >= schools:
            return f"重新计算：全部 {len(schools)} 所学校{own}。"
        anew = f"{len(read)} 所学校" if read else ""
        return f"重新计算：{anew}{own}，其余 {len(schools) - len(read)} 所取自上次。"
