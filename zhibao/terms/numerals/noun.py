"""数词: one numeral as it stands on the paper, and what it can mean."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhibao.terms.interval import Interval


class Sort(StrEnum):
    """数的种类: what a numeral measures; only equal sorts and units are added or compared."""

    COUNT = "count"
    MEASURE = "measure"
    MONEY = "money"
    RATE = "rate"
    POINTS = "points"
    FACTOR = "factor"
    DOUBLING = "doubling"
    RATIO = "ratio"
    SPLIT = "split"
    RANK = "rank"
    RANGE = "range"
    PLAIN = "plain"
    EXCLUDED = "excluded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Numeral:
    """数词: [start, end) are its digits with point, commas, sign and Chinese numerals; [end, stop) scale and unit.

    `value` is exact and in `unit`, the scale word multiplied in (3.4 万人 is 34000 人; 86.5 万元 is 865000 元);
    rates and points are in per cent; None for what is excluded, unknown, a range or a split.
    `interval` is what the printed form can stand for, in `unit`, the qualifier taken into account.
    `step` is the unit of the last printed digit, in `unit` (0.01 for 95.48 %, 1000 for 3.4 万 with one decimal: 1000).
    `parts` are the members of a range, ratio or split; `reason` says in Chinese why a numeral is no quantity.
    Two numerals may be compared when sort and unit are equal; 人 名 位 are given as 人, 家 个 所 each as printed.
    """

    start: int
    end: int
    stop: int
    printed: str
    sort: Sort
    value: Fraction | None = None
    interval: Interval | None = None
    unit: str = ""
    step: Fraction = Fraction(1)
    scale: int = 1
    decimals: int = 0
    qualifier: str = ""
    parts: tuple[Fraction, ...] = ()
    reason: str = ""

    @property
    def is_quantity(self) -> bool:
        """Say whether it has one value that can be computed with."""
        return self.value is not None and self.sort not in (Sort.EXCLUDED, Sort.UNKNOWN, Sort.RANK)

    @property
    def factor(self) -> Fraction:
        """Return what the printed digits are multiplied by to give the value in `unit` (10000 for 万元)."""
        return self.step * Fraction(10) ** self.decimals

    @property
    def is_exact(self) -> bool:
        """Say whether it is a whole count without scale word or qualifier."""
        return self.sort in (Sort.COUNT, Sort.PLAIN) and self.decimals == 0 and self.scale == 1 and not self.qualifier
