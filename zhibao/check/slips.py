"""笔误: what happens to a number on its way into a cell, and how one says so."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from zhibao.terms.unit import UNITS, Dimension

POWERS = (10, 100, 1000, 10_000)
_TEN_THOUSAND = 10_000


def factor_name(factor: Fraction, unit: str) -> str:
    """Return how a power of ten is called: 10倍, 百分之一; of money by 10 000 also as what it comes from."""
    power = factor if factor >= 1 else 1 / factor
    name = f"{power}倍" if factor >= 1 else f"{power}分之一"
    if power == _TEN_THOUSAND and UNITS[unit].dimension is Dimension.MONEY:
        return f"{name}，疑似{'多乘了一万' if factor >= 1 else '按万元填写'}"
    return name


def exchanged(number: Fraction) -> Iterator[Fraction]:
    """Yield the whole numbers that differ from a whole number by two neighbouring digits changing places."""
    digits = str(number)
    if number.denominator != 1 or number < 0:
        return
    for place, (left, right) in enumerate(pairwise(digits)):
        other = digits[:place] + right + left + digits[place + 2 :]
        if left != right and other[0] != "0":
            yield Fraction(other)


def evidence(number: Fraction) -> int:
    """Return how many digits of a number are more than its first, without the zeros that end or begin it."""
    digits = str(number.numerator if number.denominator == 1 else f"{float(number):.6f}".replace(".", ""))
    return max(len(digits.strip("-0")) - 1, 0)
