"""各校数字雷同: two schools typed the same numbers into one form, more of them than chance allows.

A number counts with its significant digits but one. Parameters: `digits`, how many the equal numbers must make
together; `numbers`, how many there must be.
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, finding
from zhibao.check.slips import evidence
from zhibao.terms.finding import Finding


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per form and pair of schools; it stands with the later one."""
    schools = context.schools.get(context.years[1], ())
    saying: dict[tuple[CellName, Fraction], list[int]] = defaultdict(list)
    for place, handed in enumerate(schools):
        for cell, number in handed.typed.items():
            if not cell.key and evidence(number):
                saying[cell, number].append(place)
    equal: dict[tuple[int, int, str], list[CellName]] = defaultdict(list)
    for (cell, _), places in saying.items():
        for one, other in combinations(places, 2):
            equal[one, other, cell.register].append(cell)
    for (one, other, register), cells in equal.items():
        strength = sum(evidence(schools[other].typed[cell]) for cell in cells)
        if len(cells) >= check.number("numbers") and strength >= check.number("digits"):
            yield _finding(check, context, register, cells, (schools[one], schools[other]))


def _finding(
    check: Check, context: Context, register: str, cells: list[CellName], pair: tuple[Handed, Handed]
) -> Finding:
    labels = "、".join(context.catalog.field_label(register, cell.field) for cell in cells)
    one, other = pair
    label = context.catalog.registers[register].label
    return finding(
        check,
        other.where(context.catalog, register, ""),
        check.message.format(label=label, other=one.place.name, count=len(cells), labels=labels),
        said=f"{len(cells)}个数相同",
        expected="本校自己的数",
        reason=next(filter(None, map(other.confirmed, cells)), ""),
        related=tuple(other.where(context.catalog, register, cell.field) for cell in cells),
    )
