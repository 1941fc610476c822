"""What a self-made report knows of itself: where each number stands, which equation it takes part in.

The arithmetic here is the proof that a seeded error is one, so it is written apart from the audit's own and kept wider:
intervals are closed at both ends, and an equation is broken only if they do not even touch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Span = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Print:
    """印出的数: `key` names the quantity, line from 0, [start, end) its digits; `digits` plain, with sign if printed.

    `signed` says that no sign means a rise (as in a column of changes), else a change word tells the direction.
    `labelled` says that the quantity's label stands before it, so that a reader can recognise the same quantity again.
    """

    key: str
    line: int
    start: int
    end: int
    digits: str
    scale: int = 1
    exact: bool = False
    table: int = 0
    labelled: bool = False
    signed: bool = False

    def span(self, digits: str | None = None, scale: int | None = None) -> Span:
        """Return the closed interval that the digits, or other digits in their place, can stand for."""
        written = self.digits if digits is None else digits
        factor = self.scale if scale is None else scale
        value = Fraction(written)
        half = Fraction(0) if self.exact and factor == 1 else Fraction(1, 2 * 10 ** len(written.partition(".")[2]))
        return (value - half) * factor, (value + half) * factor


@dataclass(frozen=True, slots=True)
class Word:
    """印出的变化词: `pair` is the word for a rise and for a fall, `later` and `earlier` the quantities compared."""

    line: int
    start: int
    end: int
    rises: bool
    pair: tuple[str, str]
    later: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Bond:
    """等式: `result` follows from `operands` by `kind`; `extra` is the number of years of an average growth."""

    kind: str
    result: Print
    operands: tuple[Print, ...]
    extra: int = 0

    @property
    def prints(self) -> tuple[Print, ...]:
        """Return all the numbers that take part."""
        return (self.result, *self.operands)

    def holds(self, spans: Sequence[Span]) -> bool:
        """Say whether the equation can be true; `spans` are those of `prints`, in that order."""
        return keeps(self.kind, spans[0], spans[1:], self.extra, signed=self.result.signed)


@dataclass(frozen=True, slots=True)
class Mark:
    """编号: a number of a heading, caption, contents line or enumeration; `series` are all of its kind, in order."""

    kind: str
    line: int
    start: int
    end: int
    place: int
    series: tuple[int, ...]

    @property
    def number(self) -> int:
        """Return the number that stands here."""
        return self.series[self.place]

    def breaks(self, number: int) -> bool:
        """Say whether another number in its place breaks the series: a gap, a duplicate, a page that runs back."""
        changed = [*self.series[: self.place], number, *self.series[self.place + 1 :]]
        if self.kind == "page":
            return any(one > other for one, other in pairwise(changed))
        return changed != list(range(1, len(changed) + 1))


def keeps(kind: str, result: Span, operands: Sequence[Span], extra: int = 0, *, signed: bool = False) -> bool:
    """Say whether result and operands can stand in the relation."""
    if kind == "average growth":
        return _average_growth_fits(result, operands[0], operands[1], extra)
    if kind == "growth by difference":
        return _growth_by_difference_fits(result, operands[0], operands[1])
    expected = _EXPECTED[kind](operands)
    if kind in ("difference", "growth") and not signed:
        return _meet(expected, result) or _meet((-expected[1], -expected[0]), result)
    return _meet(expected, result)


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _quotient(one: Span, other: Span) -> Span:
    corners = [a / b for a in one for b in other]
    return min(corners), max(corners)


def _sum(spans: Sequence[Span]) -> Span:
    return sum((one[0] for one in spans), Fraction(0)), sum((one[1] for one in spans), Fraction(0))


def _difference(spans: Sequence[Span]) -> Span:
    return spans[0][0] - spans[1][1], spans[0][1] - spans[1][0]


def _growth(spans: Sequence[Span]) -> Span:
    low, high = _quotient(spans[0], spans[1])
    return 100 * (low - 1), 100 * (high - 1)


def _share(spans: Sequence[Span]) -> Span:
    low, high = _quotient(spans[0], spans[1])
    return 100 * low, 100 * high


def _margin(spans: Sequence[Span]) -> Span:
    low, high = _quotient(spans[1], spans[0])
    return 100 * (1 - high), 100 * (1 - low)


def _product(spans: Sequence[Span]) -> Span:
    return spans[0][0] * spans[1][0], spans[0][1] * spans[1][1]


def _same(spans: Sequence[Span]) -> Span:
    return spans[0]


def _growth_by_difference_fits(result: Span, later: Span, change: Span) -> bool:
    """Say whether a rise, or a fall, by this much leaves this growth."""
    for low, high in (change, (-change[1], -change[0])):
        rates = [100 * one / (now - one) for one in (low, high) for now in later if now != one]
        if _meet((min(rates), max(rates)), result) or _meet((min(rates), max(rates)), (-result[1], -result[0])):
            return True
    return False


def _average_growth_fits(result: Span, later: Span, earlier: Span, years: int) -> bool:
    low, high = _quotient(later, earlier)
    return (1 + result[0] / 100) ** years <= high and (1 + result[1] / 100) ** years >= low


_EXPECTED: dict[str, Callable[[Sequence[Span]], Span]] = {
    "sum": _sum,
    "difference": _difference,
    "growth": _growth,
    "share": _share,
    "ratio": lambda spans: _quotient(spans[0], spans[1]),
    "product": _product,
    "margin": _margin,
    "all of it": lambda spans: (100 - _sum(spans)[1], 100 - _sum(spans)[0]),
    "so much on ten": lambda spans: (spans[0][0] * spans[1][0] / 10, spans[0][1] * spans[1][1] / 10),
    "repeat": _same,
    "count": _same,
}
