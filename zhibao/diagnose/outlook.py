"""走势外推: where a series would stand next year if it went on as it did, with an interval; exact, without floats.

A random walk with drift: the latest number and the mean of the changes from year to year. The interval is that of
prediction, by Student's distribution over the changes: of five years to come, four would lie within, if the changes to
come are like those that were. Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2 and 5.5.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt

LEAST = 3
"""So many years in a row: of one change alone nobody knows how changes differ."""
PER_CENT = 80
_MOST = 10
_QUANTILES = ("3.0777", "1.8856", "1.6377", "1.5332", "1.4759", "1.4398", "1.4149", "1.3968")
"""Student's distribution at 0.9, from one degree of freedom on."""
_FINE = 10**12


@dataclass(frozen=True, slots=True)
class Outlook:
    """外推: a year to come, its number with the two ends of the interval, and the years that it rests on."""

    year: int
    middle: Fraction
    low: Fraction
    high: Fraction
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoOutlook:
    """不外推: how many years in a row there are; `broken` is the year from which the series means something else."""

    years: int
    broken: int = 0


def outlook(
    numbers: Mapping[int, Fraction], last: int, *, breaks: Collection[int] = (), most: Fraction | None = None
) -> Outlook | NoOutlook:
    """Return the number to be expected for the year after `last`, or why there is none.

    `breaks` are years from which on the series means something else: what was before says nothing of what comes.
    `most` is the highest that it can be; what was never below nothing is not expected to be.
    Missing: a year without a number ends the row, and without that of `last` there is no outlook.
    """
    begins = max((one for one in breaks if one <= last + 1), default=0)
    years: list[int] = []
    while (year := last - len(years)) in numbers and year >= begins and len(years) < _MOST:
        years.insert(0, year)
    if len(years) < LEAST:
        return NoOutlook(len(years), begins)
    row = [numbers[one] for one in years]
    changes = [after - before for before, after in pairwise(row)]
    count = len(changes)
    mean = sum(changes, Fraction(0)) / count
    variance = sum(((one - mean) ** 2 for one in changes), Fraction(0)) / (count - 1)
    reach = Fraction(_QUANTILES[count - 2]) * _root(variance * (1 + Fraction(1, count)))
    least = Fraction(0) if min(row) >= 0 else None
    ends = (_within(row[-1] + mean + one, least, most) for one in (-reach, Fraction(0), reach))
    low, middle, high = ends
    return Outlook(last + 1, middle, low, high, tuple(years))


def _within(number: Fraction, least: Fraction | None, most: Fraction | None) -> Fraction:
    number = number if least is None else max(number, least)
    return number if most is None else min(number, most)


def _root(square: Fraction) -> Fraction:
    """Return a square root, exact to twelve decimals."""
    return Fraction(isqrt(square.numerator * _FINE**2 // square.denominator), _FINE)
