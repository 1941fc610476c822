"""区间算术: closed intervals of exact fractions, by which a generator proves a sentence right or wrong.

Written apart from the audit's own arithmetic on purpose: the two must agree, not share their mistakes. Ends are
closed, so that nothing is called broken that holds at the very end of an interval.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Span:
    """闭区间: every value from low to high."""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Span") -> "Span":
        """Return the interval of the sums."""
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Span") -> "Span":
        """Return the interval of the differences."""
        return Span(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Span") -> "Span":
        """Return the interval of the products of values that are not negative."""
        return Span(self.low * other.low, self.high * other.high)

    def __truediv__(self, other: "Span") -> "Span":
        """Return the interval of the quotients; the divisor is positive, the dividend may not be."""
        low = self.low / (other.high if self.low >= 0 else other.low)
        return Span(low, self.high / (other.low if self.high >= 0 else other.high))

    def times(self, factor: Fraction | int) -> "Span":
        """Return the interval times a positive factor."""
        return Span(self.low * factor, self.high * factor)

    def plus(self, shift: Fraction | int) -> "Span":
        """Return the interval moved."""
        return Span(self.low + shift, self.high + shift)

    def negative(self) -> "Span":
        """Return the interval of the opposite values."""
        return Span(-self.high, -self.low)

    def meets(self, other: "Span") -> bool:
        """Say whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


def total(spans: Iterable[Span]) -> Span:
    """Return the interval of the sum."""
    return sum(spans, Span(Fraction(0), Fraction(0)))
