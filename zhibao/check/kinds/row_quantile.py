"""与同栏各行相比: a number of a list lies far outside what the same column says in all rows of the city.

Parameters: `rows`, fewer of which prove nothing; `ranges`, by how many interquartile ranges of the logarithms beyond
the quartiles a number is far; `times`, what is never far.
"""

from collections import defaultdict
from collections.abc import Iterator
from math import exp, log

from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, digits, finding
from zhibao.check.reach import Reach
from zhibao.check.robust import fences
from zhibao.terms.finding import Finding

REACH = Reach.REGISTER
_Column = tuple[str, str]
_Places = list[tuple[Handed, CellName]]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per number of this year beyond the fences; silent where a column has too few rows."""
    for column, places in _columns(check, context).items():
        typed = [float(handed.typed[cell]) for handed, cell in places]
        low, high = fences([log(one) for one in typed], float(check.number("ranges")))
        widest = log(float(check.number("times")))
        middle = sorted(map(log, typed))[len(typed) // 2]
        low, high = min(low, middle - widest), max(high, middle + widest)
        label = context.catalog.field_label(*column)
        for (handed, cell), number in zip(places, typed, strict=True):
            if not low <= log(number) <= high:
                said = digits(handed.typed[cell])
                bounds = f"{exp(low):.0f}至{exp(high):.0f}"
                message = check.message.format(label=label, said=said, rows=len(places), bounds=bounds)
                where = handed.where(context.catalog, cell.register, cell.field, cell.key)
                yield finding(check, where, message, said=said, expected=bounds, reason=handed.confirmed(cell))


def touched(check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
    """Yield place and cell of every number in a column that has enough rows."""
    for places in _columns(check, context).values():
        yield from ((handed.place.code, cell) for handed, cell in places)


def _columns(check: Check, context: Context) -> dict[_Column, _Places]:
    found: dict[_Column, _Places] = defaultdict(list)
    for handed in context.handed:
        if handed.year == context.years[1]:
            for cell, number in handed.typed.items():
                if cell.key and number > 0:
                    found[cell.register, cell.field].append((handed, cell))
    return {column: places for column, places in found.items() if len(places) >= check.number("rows")}
