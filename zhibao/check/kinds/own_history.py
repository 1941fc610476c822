"""与本校历年相比: this year's number leaves the school's own trend of at least three years.

The trend is Theil and Sen's through the logarithms of the years before; how far the school strayed from it then is the
measure. Parameters: `years`, fewer of which prove nothing; `deviations`, how many times the largest stray of those
years is far; `percent`, what is never far; `silent_below`, for counts that are small in every year.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import exp, log
from statistics import median

from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, digits, finding
from zhibao.check.reach import Reach
from zhibao.terms.finding import Finding

VAGUE = True
REACH = Reach.PLACE
_Series = list[tuple[int, float]]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per number off its own trend; silent where too few years are known."""
    least, widest = check.number("silent_below"), log(1 + float(check.number("percent")) / 100)
    for handed in context.schools.get(context.years[1], ()):
        for cell, series in _series(check, context, handed):
            now = handed.typed[cell]
            if max(now, *(Fraction(exp(one)) for _, one in series)) < least:
                continue
            expected, stray = _trend(series, context.years[1])
            if abs(log(float(now)) - expected) > max(float(check.number("deviations")) * stray, widest):
                yield _finding(check, context, handed, cell, (exp(expected), len(series)))


def touched(check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
    """Yield place and cell of every number that has enough years before it."""
    for handed in context.schools.get(context.years[1], ()):
        yield from ((handed.place.code, cell) for cell, _ in _series(check, context, handed))


def _series(check: Check, context: Context, handed: Handed) -> Iterator[tuple[CellName, _Series]]:
    years = [year for year in sorted(context.schools) if year < context.years[1]]
    if len(years) < check.number("years"):
        return
    earlier = [(year, context.typed.get((handed.place.code, year), {})) for year in years]
    for cell, now in handed.typed.items():
        series = [(year, log(float(typed[cell]))) for year, typed in earlier if typed.get(cell, 0) > 0]
        if now > 0 and len(series) >= check.number("years"):
            yield cell, series


def _trend(series: _Series, year: int) -> tuple[float, float]:
    """Return what the trend gives for a year, and how far the known years strayed from it at most."""
    slope = median((then[1] - now[1]) / (then[0] - now[0]) for now, then in combinations(series, 2))
    level = median(value - slope * at for at, value in series)
    return level + slope * year, max(abs(value - level - slope * at) for at, value in series)


def _finding(check: Check, context: Context, handed: Handed, cell: CellName, usual: tuple[float, int]) -> Finding:
    label, said = context.catalog.field_label(cell.register, cell.field), digits(handed.typed[cell])
    expected = f"{usual[0]:.0f}"
    return finding(
        check,
        handed.where(context.catalog, cell.register, cell.field, cell.key),
        check.message.format(label=label, said=said, expected=expected, years=usual[1]),
        said=said,
        expected=f"约{expected}",
        reason=handed.reason_for(*cell),
    )
