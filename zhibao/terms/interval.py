"""区间: what a printed number, with its words, can mean."""

from dataclasses import dataclass
from fractions import Fraction

from zhibao.terms.rounding import Rounding


@dataclass(frozen=True, slots=True)
class Interval:
    """区间: bounds with their closedness; None is unbounded."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    def __contains__(self, value: Fraction) -> bool:
        """Say whether an exact value lies inside."""
        if self.low is not None and (value < self.low or (value == self.low and not self.low_closed)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_closed)

    def scaled(self, factor: Fraction) -> "Interval":
        """Return the interval times a positive factor."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_closed, self.high_closed)


QUALIFIERS = {
    "约": "about", "大约": "about", "左右": "about", "上下": "about",
    "近": "nearly", "将近": "nearly", "接近": "nearly",
    "余": "and_some", "多": "and_some", "几": "and_some",
    "超过": "above", "超": "above", "逾": "above", "突破": "above", "高于": "above",
    "不足": "below", "低于": "below",
    "以上": "at_least", "至少": "at_least", "不少于": "at_least",
    "以下": "at_most", "至多": "at_most", "不超过": "at_most",
}  # fmt: skip


def printed_interval(
    digits: str,
    qualifier: str = "",
    policy: Rounding = Rounding.HALF_UP,
    *,
    scale: Fraction = Fraction(1),
    exact: bool = False,
) -> Interval:
    """Return the interval that a printed number stands for.

    `digits` is plain (no separators); `exact` is for counts printed in whole units without a scale word.
    Source: design of the audit, chapter 4 (numeral grammar), after statcheck's bounds for rounded values.
    Raises: ValueError, when the digits are no number or the qualifier is unknown.
    """
    value = Fraction(digits)
    decimals = len(digits.partition(".")[2])
    unit = Fraction(1, 10**decimals)
    if qualifier:
        return _qualified(value, unit, digits, _meaning_of(qualifier)).scaled(scale)
    if exact and scale == 1:
        return Interval(value, value)
    return _rounded(value, unit, policy).scaled(scale)


def _meaning_of(qualifier: str) -> str:
    """Return the meaning of a qualifying word; raises ValueError for an unknown one."""
    try:
        return QUALIFIERS[qualifier]
    except KeyError:
        raise ValueError(f"unknown qualifier {qualifier!r}") from None


def _rounded(value: Fraction, unit: Fraction, policy: Rounding) -> Interval:
    half = unit / 2
    match policy:
        case Rounding.TRUNCATE if value < 0:
            return Interval(value - unit, value, False, True)
        case Rounding.TRUNCATE:
            return Interval(value, value + unit, True, False)
        case Rounding.HALF_EVEN:
            even = (value / unit).numerator % 2 == 0
            return Interval(value - half, value + half, even, even)
        case _ if value < 0:
            return Interval(value - half, value + half, False, True)
        case _:
            return Interval(value - half, value + half, True, False)


def _qualified(value: Fraction, unit: Fraction, digits: str, meaning: str) -> Interval:
    match meaning:
        case "about":
            width = max(unit, abs(value) / 50)
            return Interval(value - width, value + width)
        case "nearly":
            return Interval(value * Fraction(9, 10), value, True, False)
        case "and_some":
            return Interval(value, value + _last_nonzero_place(digits), True, False)
        case "above":
            return Interval(value, value * Fraction(3, 2), False, True)
        case "below":
            return Interval(value * Fraction(4, 5), value, True, False)
        case "at_least":
            return Interval(value, None)
        case _:
            return Interval(None, value)


def _last_nonzero_place(digits: str) -> Fraction:
    whole, _, decimals = digits.lstrip("+-").partition(".")
    if decimals.strip("0"):
        return Fraction(1, 10 ** len(decimals.rstrip("0")))
    return Fraction(10 ** (len(whole) - len(whole.rstrip("0")))) if whole.strip("0") else Fraction(1)
