"""预测的画法: the year to come in a trend: dashed, an open point, its interval, and the word for it."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

_CAP = 5


@dataclass(frozen=True)
class Ahead:
    """预测的一点: the year to come, its number and the two ends of the interval, and how the number is printed."""

    year: int
    middle: Fraction
    low: Fraction
    high: Fraction
    text: str

    @property
    def numbers(self) -> tuple[Fraction, Fraction, Fraction]:
        """Return what a scale must have room for."""
        return self.low, self.middle, self.high

    @property
    def said(self) -> str:
        """Return the point as it is named beside it."""
        return gettext("预测 {number}").format(number=self.text)


def mark(begins: tuple[float, float] | None, x: float, middle: float, low: float, high: float) -> SafeString:
    """Return the way from the latest point to the one to come, with the interval that it may lie in."""
    way = (
        format_html('<path class="fc" d="M{} {}L{} {}"/>', *(f"{one:.1f}" for one in (*begins, x, middle)))
        if begins is not None
        else ""
    )
    whisker = format_html(
        '<path class="iv" d="M{left} {low}H{right}M{x} {low}V{high}M{left} {high}H{right}"/>',
        left=f"{x - _CAP:.1f}",
        right=f"{x + _CAP:.1f}",
        x=f"{x:.1f}",
        low=f"{low:.1f}",
        high=f"{high:.1f}",
    )
    return format_html('{}{}<circle class="f-fc" cx="{}" cy="{}" r="4"/>', way, whisker, f"{x:.1f}", f"{middle:.1f}")
