"""稳健统计: what is usual among schools, so that the one that is not does not decide what usual is."""

from collections.abc import Sequence
from math import sqrt
from statistics import median, quantiles

MAD_TO_DEVIATION = 1.4826
"""A median absolute deviation times this is the standard deviation of a normal distribution."""


def centre_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the median, and the spread that a normal distribution of this median absolute deviation has."""
    centre = median(values)
    return centre, MAD_TO_DEVIATION * median(abs(one - centre) for one in values)


def fences(values: Sequence[float], times: float) -> tuple[float, float]:
    """Return the quartiles, each moved outwards by so many interquartile ranges."""
    low, _, high = quantiles(values, n=4, method="inclusive")
    reach = times * (high - low)
    return low - reach, high + reach


def noise_of_counts(one: float, other: float) -> float:
    """Return the deviation of the logarithm of the ratio of two counts that differ by chance alone."""
    return sqrt(1 / one + 1 / other)
