"""计量单位: the units that the reports print, and how they convert."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Dimension(StrEnum):
    """量纲: what a unit measures; only equal dimensions convert into each other."""

    COUNT = "count"
    MONEY = "money"
    AREA = "area"
    SHARE = "share"
    POINTS = "points"
    RATIO = "ratio"
    SPLIT = "split"
    BANDWIDTH = "bandwidth"


@dataclass(frozen=True, slots=True)
class Unit:
    """单位: label as printed, dimension, and the factor to the dimension's base unit.

    Two counts convert only into themselves: 人 is not 人次.
    """

    label: str
    dimension: Dimension
    factor: Fraction = Fraction(1)

    def converts_to(self, other: "Unit") -> bool:
        """Say whether a quantity in this unit can be stated in the other."""
        if self.dimension is Dimension.COUNT or other.dimension is Dimension.COUNT:
            return self.label == other.label
        return self.dimension is other.dimension

    @property
    def is_rate(self) -> bool:
        """Say whether differences of this unit are percentage points."""
        return self.dimension is Dimension.SHARE


_COUNTS = tuple("人,人次,所,个,家,项,本,册,台,套,门,名,场,次,期,节,份,批次,学时,小时,米,天,支,条,分".split(","))

UNITS: dict[str, Unit] = {label: Unit(label, Dimension.COUNT) for label in _COUNTS} | {
    "元": Unit("元", Dimension.MONEY),
    "万元": Unit("万元", Dimension.MONEY, Fraction(10_000)),
    "亿元": Unit("亿元", Dimension.MONEY, Fraction(100_000_000)),
    "平方米": Unit("平方米", Dimension.AREA),
    "亩": Unit("亩", Dimension.AREA, Fraction(2000, 3)),
    "%": Unit("%", Dimension.SHARE, Fraction(1, 100)),
    "百分点": Unit("百分点", Dimension.POINTS, Fraction(1, 100)),
    "x:1": Unit("x:1", Dimension.RATIO),
    "a:b": Unit("a:b", Dimension.SPLIT),
    "Mbps": Unit("Mbps", Dimension.BANDWIDTH),
}


def convert(value: Fraction, from_unit: Unit, to_unit: Unit) -> Fraction:
    """Return the same quantity stated in another unit.

    Raises: ValueError, when the units measure different things.
    """
    if not from_unit.converts_to(to_unit):
        raise ValueError(f"{from_unit.label} does not convert to {to_unit.label}")
    return value * from_unit.factor / to_unit.factor
