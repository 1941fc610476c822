"""填反: two numbers of one form or row stand in each other's place, as last year's show.

Parameters: `percent`, how near the exchanged numbers come to last year's, and how far the typed ones must lie from
them; `silent_below`, for numbers too small to tell. Only a 说明 that says the numbers were checked (核实) closes it.
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, Numbers, digits, finding
from zhibao.check.reach import Reach
from zhibao.terms.finding import Finding

REACH = Reach.PLACE
_Pair = tuple[CellName, CellName]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per pair of cells that agree with last year only when they change places."""
    for last, this in context.pairs():
        before = context.typed[last.place.code, last.year]
        now = context.typed[this.place.code, this.year]
        for pair in _pairs(check, context, now, before):
            if _are_swapped(check, pair, now, before):
                yield _finding(check, context, this, pair, now)


def _pairs(check: Check, context: Context, now: Numbers, before: Numbers) -> Iterator[_Pair]:
    """Yield pairs of cells that could be mistaken for each other and that both moved."""
    rows: dict[tuple[str, str, str], list[CellName]] = defaultdict(list)
    near, least = 1 + check.number("percent") / 100, check.number("silent_below")
    for cell, number in now.items():
        then = before.get(cell, Fraction(0))
        if min(number, then) < least or _apart(number, then) <= near:
            continue
        unit = context.catalog.registers[cell.register].fields[cell.field].unit
        rows[cell.register, cell.key, unit].append(cell)
    for cells in rows.values():
        yield from combinations(cells, 2)


def _are_swapped(check: Check, pair: _Pair, now: Numbers, before: Numbers) -> bool:
    (one, other), near = pair, 1 + check.number("percent") / 100
    return _apart(now[one], before[other]) <= near and _apart(now[other], before[one]) <= near


def _apart(one: Fraction, other: Fraction) -> Fraction:
    """Return how many times the larger of two positive numbers is the smaller."""
    return max(one, other) / min(one, other)


def _finding(check: Check, context: Context, this: Handed, pair: _Pair, now: Numbers) -> Finding:
    labels = [context.catalog.field_label(cell.register, cell.field) for cell in pair]
    said = [digits(now[cell]) for cell in pair]
    where, other = (this.where(context.catalog, cell.register, cell.field, cell.key) for cell in pair)
    message = check.message.format(first=labels[0], second=labels[1], said=said[0], other=said[1])
    reason = this.confirmed(pair[0]) or this.confirmed(pair[1])
    return finding(
        check, where, message, said="、".join(said), expected="、".join(reversed(said)), reason=reason, related=(other,)
    )
