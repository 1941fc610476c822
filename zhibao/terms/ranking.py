"""名次与分位: competition ranks with ties, and quantiles that are always one of the values; all exact."""

from collections.abc import Sequence
from fractions import Fraction


def ranks(numbers: Sequence[Fraction | None], *, largest_first: bool) -> tuple[int | None, ...]:
    """Return the place of each number: 1, 2, 2, 4 where two are equal.

    Missing: what has no number has no rank, and takes nobody's place.
    """
    known = sorted((one for one in numbers if one is not None), reverse=largest_first)
    first: dict[Fraction, int] = {}
    for place, number in enumerate(known, 1):
        first.setdefault(number, place)
    return tuple(None if one is None else first[one] for one in numbers)


def quantile(numbers: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return the smallest of the numbers that at least the given share of them do not exceed.

    Nothing is interpolated: of four numbers the median is the second, and one number is every quantile.
    Raises: ValueError, without a number, or for a share outside 0 to 1.
    """
    if not numbers or not 0 <= share <= 1:
        raise ValueError("a quantile needs numbers and a share from 0 to 1")
    needed = -(-len(numbers) * share.numerator // share.denominator)
    return sorted(numbers)[max(needed, 1) - 1]
