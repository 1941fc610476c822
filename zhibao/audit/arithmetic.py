"""区间运算: sums, differences and quotients of printed numbers, at the corners, so that nothing widens twice."""

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor, log, log2

from zhibao.audit.claim import Claim
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_RATIO_TO_ONE = re.compile("[:/]1$|^1:")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def total(intervals: Iterable[Interval]) -> Interval:
    """Return the sum; unbounded where a member is."""
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    low_closed = high_closed = True
    for one in intervals:
        low = None if low is None or one.low is None else low + one.low
        high = None if high is None or one.high is None else high + one.high
        low_closed, high_closed = low_closed and one.low_closed, high_closed and one.high_closed
    return Interval(low, high, low_closed, high_closed)


def negative(one: Interval) -> Interval:
    """Return the interval with its sign turned."""
    low = None if one.high is None else -one.high
    high = None if one.low is None else -one.low
    return Interval(low, high, one.high_closed, one.low_closed)


def difference(left: Interval, right: Interval) -> Interval:
    """Return left − right."""
    return total((left, negative(right)))


def corners(function: Callable[..., Fraction | None], *intervals: Interval) -> Interval | None:
    """Return the range of a function that is monotone in each argument; None where it is not defined or unbounded."""
    lows: list[tuple[Fraction, bool]] = []
    sides = []
    for one in intervals:
        if one.low is None or one.high is None:
            return None
        sides.append(((one.low, one.low_closed), (one.high, one.high_closed)))
    for chosen in product(*sides):
        value = function(*(number for number, _ in chosen))
        if value is None:
            return None
        lows.append((value, all(closed for _, closed in chosen)))
    low, high = min(value for value, _ in lows), max(value for value, _ in lows)
    return Interval(low, high, any(c for v, c in lows if v == low), any(c for v, c in lows if v == high))


def quotient(left: Interval, right: Interval, factor: Fraction | int = 1) -> Interval | None:
    """Return factor × left / right; None where the divisor may be zero."""
    if right.low is None or right.low <= 0:
        return None
    return corners(lambda a, b: factor * a / b if b else None, left, right)


def growth(now: Interval, before: Interval) -> Interval | None:
    """Return the growth from before to now in per cent, as one division."""
    if before.low is None or before.low <= 0:
        return None
    return corners(lambda c, p: 100 * (c - p) / p if p else None, now, before)


def growth_of_difference(change: Interval, now: Interval) -> Interval | None:
    """Return the growth in per cent when `change` (signed) led to `now`."""
    return corners(lambda n, c: 100 * n / (c - n) if c - n > 0 else None, change, now)


def meets(left: Interval, right: Interval) -> bool:
    """Say whether two intervals have a number in common."""
    return not (_ends_before(left, right) or _ends_before(right, left))


def _ends_before(left: Interval, right: Interval) -> bool:
    if left.high is None or right.low is None:
        return False
    return left.high < right.low or (left.high == right.low and not (left.high_closed and right.low_closed))


def closed(one: Interval) -> Interval:
    """Return the interval with both ends included: a tie may have been rounded either way."""
    return Interval(one.low, one.high)


def cut_off(claim: Claim) -> Interval:
    """Return what the printed result stands for if its last digit was cut off (or rounded up)."""
    value, step = claim.numeral.value or Fraction(0), claim.numeral.step
    return Interval(value, value + step, True, False) if value >= 0 else Interval(value - step, value, False, True)


def bits(claim: Claim, expected: Interval) -> float:
    """Return how many bits a fitting result is worth: −log₂ of the chance that a random number would fit.

    Rates are drawn from 0 to 100, other numbers log-uniformly over two decades around the expected one.
    """
    if expected.low is None or expected.high is None:
        return 0.0
    width = float(expected.high - expected.low + claim.numeral.step)
    if claim.numeral.qualifier and claim.numeral.interval and claim.numeral.interval.high is not None:
        own = claim.numeral.interval
        width += float((own.high or 0) - (own.low or 0))
    if claim.numeral.sort in (Sort.RATE, Sort.POINTS):
        chance = width / max(100.0, abs(float(expected.low)), abs(float(expected.high)))
    else:
        middle = max(abs(float(expected.low + expected.high)) / 2, abs(float(claim.numeral.value or 0)))
        chance = width / (middle * log(100)) if middle else 1.0
    return max(0.0, -log2(min(1.0, max(chance, 1e-9))))


def printed(value: Fraction, like: Claim) -> str:
    """Return the digits of a value as the claim would print it: its scale, its decimals, rounded half up."""
    one = like.numeral
    factor = one.factor
    scaled = abs(value) / factor * 10**one.decimals
    whole = int(scaled + Fraction(1, 2))
    text = str(whole).zfill(one.decimals + 1)
    digits = f"{text[: -one.decimals]}.{text[-one.decimals :]}" if one.decimals else text
    return f"-{digits}" if value < 0 and whole else digits


def shown(value: Fraction, decimals: int = 4) -> str:
    """Return a number for a computation: at most so many decimals, … where digits are left out."""
    scaled = abs(value) * 10**decimals
    whole = scaled.numerator // scaled.denominator
    exact = whole == scaled
    text = str(whole).zfill(decimals + 1)
    digits = (text[:-decimals] + "." + text[-decimals:]).rstrip("0").rstrip(".") if decimals else text
    return ("-" if value < 0 and whole else "") + digits + ("" if exact else "…")


def is_one_slip(said: str, wanted: str) -> bool:
    """Say whether one slip of a typist turns one printed number into the other.

    A digit changed, two neighbours swapped, a digit dropped or doubled, the point moved.
    """
    if said == wanted:
        return False
    a, b = (_RATIO_TO_ONE.sub("", text.replace(",", "")) for text in (said, wanted))
    if len(a) == len(b):
        differing = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differing) == 1:
            return a[differing[0]].isdigit() and b[differing[0]].isdigit()
        if len(differing) == 2 and differing[1] == differing[0] + 1:
            i = differing[0]
            return a[i] == b[i + 1] and a[i + 1] == b[i]
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if len(longer) == len(shorter) + 1 and longer.replace(".", "") != shorter:
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)) if longer[i].isdigit())
    return a.replace(".", "").strip("0") == b.replace(".", "").strip("0") and a.replace(".", "") != ""


def slipped_into(claim: Claim, wanted: Interval) -> Fraction | None:
    """Return the value in an interval that one wrong digit may have turned into the printed one; else its middle."""
    if wanted.low is None or wanted.high is None:
        return None
    digits, factor = claim.numeral.printed.replace(",", ""), claim.numeral.factor
    if _PLAIN.fullmatch(digits):
        # In units of the last digit, so that every digit is tried in whole numbers.
        unit = factor * Fraction(1, 10 ** len(digits.partition(".")[2]))
        first, last = wanted.low / unit, wanted.high / unit
        least = ceil(first) if wanted.low_closed else floor(first) + 1
        most = floor(last) if wanted.high_closed else ceil(last) - 1
        plain = digits.replace(".", "")
        own, weight = int(plain), int(10 ** len(plain))
        for old in map(int, plain):
            weight //= 10
            for new in range(10):
                if new != old and least <= own + (new - old) * weight <= most:
                    return (own + (new - old) * weight) * unit
    return (wanted.low + wanted.high) / 2


def is_unit_slip(left: Claim, right: Claim) -> bool:
    """Say whether two values are the same digits under units a thousand, ten thousand or a hundred million apart."""
    one, other = left.numeral.interval, right.numeral.interval
    if one is None or other is None:
        return False
    return any(
        meets(closed(one.scaled(Fraction(factor))), closed(other))
        or meets(closed(one), closed(other.scaled(Fraction(factor))))
        for factor in (1000, 10_000, 100_000_000)
    )


_SCALES = {1: "", 10_000: "万", 10**8: "亿"}


def in_other_scale(claim: Claim, wanted: Fraction) -> str:
    """Return the number with the scale word (万, 亿 or none) that makes it what it should be; empty where none does."""
    one = claim.numeral
    ratio = wanted / one.value if one.value else Fraction(0)
    for scale, word in _SCALES.items():
        factor = Fraction(scale, one.scale)
        if factor != 1 and abs(ratio / factor - 1) < Fraction(1, 200):
            unit = claim.block.text[one.end : one.stop].lstrip("万亿")
            return f"{one.printed}{word}{unit}"
    return ""


def spoken(claims: Sequence[Claim], sign: str) -> str:
    """Return printed numbers joined by a sign, for a computation: 6 + 14 + 26."""
    return f" {sign} ".join(claim.numeral.printed for claim in claims)
