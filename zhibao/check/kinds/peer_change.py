"""与各校相比的变化: a number moved since last year far otherwise than the same number of most schools.

Parameters: `schools`, fewer of which prove nothing; `deviations`, how many robust deviations from the median of the
logarithms are far; `percent`, what is never far; `silent_below`, for counts that are small in both years.
"""

from collections.abc import Iterator
from math import exp, log
from typing import NamedTuple

from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, digits, finding
from zhibao.check.reach import Reach
from zhibao.check.robust import centre_and_spread, noise_of_counts
from zhibao.terms.finding import Finding
from zhibao.terms.unit import UNITS, Dimension

VAGUE = True
REACH = Reach.REGISTER
_CHANCE = 3


class _Moved(NamedTuple):
    handed: Handed
    growth: float
    noise: float


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per number that moved far otherwise; silent where too few schools can be compared."""
    for cell, moved in _comparable(check, context).items():
        centre, spread = centre_and_spread([one.growth for one in moved])
        far = max(float(check.number("deviations")) * spread, log(1 + float(check.number("percent")) / 100))
        for one in moved:
            if abs(one.growth - centre) > max(far, _CHANCE * one.noise):
                yield _finding(check, context, cell, one, centre, len(moved))


def touched(check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
    """Yield place and cell of every number that enough schools can be compared in."""
    for cell, moved in _comparable(check, context).items():
        yield from ((one.handed.place.code, cell) for one in moved)


def _comparable(check: Check, context: Context) -> dict[CellName, list[_Moved]]:
    found: dict[CellName, list[_Moved]] = {}
    last, least = context.years[0], check.number("silent_below")
    schools = {one.place.code: one for one in context.schools.get(context.years[1], ())}
    for cell, growths in context.growths.items():
        counted = UNITS[context.catalog.registers[cell.register].fields[cell.field].unit].dimension is Dimension.COUNT
        moved = []
        for code, growth in growths.items():
            then, now = context.typed[code, last][cell], schools[code].typed[cell]
            if counted and max(then, now) < least:
                continue
            noise = noise_of_counts(float(then), float(now)) if counted else 0.0
            moved.append(_Moved(schools[code], growth, noise))
        if len(moved) >= check.number("schools"):
            found[cell] = moved
    return found


def _finding(check: Check, context: Context, cell: CellName, one: _Moved, centre: float, schools: int) -> Finding:
    label = context.catalog.field_label(cell.register, cell.field)
    change, usual = _percent(one.growth), _percent(centre)
    message = check.message.format(label=label, change=change, usual=usual, schools=schools)
    return finding(
        check,
        one.handed.where(context.catalog, cell.register, cell.field, cell.key),
        message,
        said=digits(one.handed.typed[cell]),
        expected=f"变化与各校相近（中位数 {usual}）",
        computation=f"本校 {change}，{schools}所学校的中位数 {usual}",
        reason=one.handed.confirmed(cell),
    )


def _percent(logarithm: float) -> str:
    return f"{(exp(logarithm) - 1) * 100:+.1f}%"
