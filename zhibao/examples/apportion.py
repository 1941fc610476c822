"""分摊: cuts a city's total into whole numbers for its schools, within bounds, exactly and always in the same way."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

TINY = Fraction(1, 10**9)
"""A weight that stands for none where a positive one is needed."""


class InfeasibleError(ValueError):
    """No whole numbers within the bounds add up to the total."""


def apportion(total: int, weight: Sequence[Fraction], low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Return one whole number per weight, within its bounds, that add up to the total and follow the weights.

    One water level is raised until the clipped shares reach the total; floors are taken and the rest is given by
    largest remainder, the first one first. Weights are positive.
    Raises: InfeasibleError, when the total lies outside the sums of the bounds.
    """
    if not sum(low) <= total <= sum(high) or any(a > b for a, b in zip(low, high, strict=True)):
        raise InfeasibleError(f"{total} is not between {sum(low)} and {sum(high)}")
    quota = _quotas(total, weight, low, high)
    whole = [floor(share) for share in quota]
    order = sorted(range(len(quota)), key=lambda place: (whole[place] - quota[place], place))
    for place in order[: total - sum(whole)]:
        whole[place] += 1
    return whole


def split(
    parts: Mapping[str, int], room: Sequence[int], weight: Mapping[str, Sequence[Fraction]]
) -> dict[str, list[int]]:
    """Return a row per part such that the parts of every school fill its room exactly.

    Small parts are cut first, each within the room left; the largest takes what is left. The totals of the parts
    add up to the sum of the rooms. A weight says how much of a school's room a part tends to take.
    Raises: InfeasibleError, when the totals and the rooms do not add up to the same.
    """
    if sum(parts.values()) != sum(room):
        raise InfeasibleError(f"parts add up to {sum(parts.values())}, rooms to {sum(room)}")
    left = list(room)
    *small, last = sorted(parts, key=lambda name: parts[name])
    rows: dict[str, list[int]] = {}
    for name in small:
        share = [max(part * rest, TINY) for part, rest in zip(weight[name], left, strict=True)]
        rows[name] = apportion(parts[name], share, [0] * len(left), left)
        left = [rest - taken for rest, taken in zip(left, rows[name], strict=True)]
    rows[last] = left
    return {name: rows[name] for name in parts}


def _quotas(total: int, weight: Sequence[Fraction], low: Sequence[int], high: Sequence[int]) -> list[Fraction]:
    """Return the clipped shares at the water level at which they add up to the total."""

    def fill(level: Fraction) -> list[Fraction]:
        return [min(max(level * w, Fraction(a)), Fraction(b)) for w, a, b in zip(weight, low, high, strict=True)]

    # The sum is piecewise linear in the level; it is solved on the last piece that starts below the total.
    bends = sorted({Fraction(bound) / w for w, a, b in zip(weight, low, high, strict=True) for bound in (a, b)})
    level = max(bend for bend in bends if sum(fill(bend)) <= total)
    slope = sum((w for w, a, b in zip(weight, low, high, strict=True) if a <= level * w < b), Fraction(0))
    return fill(level + (total - sum(fill(level))) / slope) if slope else fill(level)
