"""跨级: what all schools typed adds up to what the city typed for itself.

`of` names the schools' field and the city's. Parameter `tolerance`: how far the two may lie apart, in the fields' unit,
as where the city's number is kept in 万元; 0 when left out.
"""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, digits, finding
from zhibao.check.reach import Reach
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level

REACH = Reach.CELLS


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every year whose sum over the schools is not the city's; silent while a school is missing."""
    theirs, own = (qualified("", name) for name in check.of)
    for handed in context.handed:
        if handed.place.level is Level.SCHOOL:
            continue
        cell = CellName(own[0], "", own[1])
        said = context.typed[handed.place.code, handed.year].get(cell)
        total = _sum(context, theirs, handed)
        if said is None or total is None or abs(total - said) <= Fraction(str(check.parameters.get("tolerance", 0))):
            continue
        yield _finding(check, context, handed, cell, said, total)


def _finding(
    check: Check, context: Context, handed: Handed, cell: CellName, said: Fraction, total: Fraction
) -> Finding:
    label = context.catalog.field_label(cell.register, cell.field)
    return finding(
        check,
        handed.where(context.catalog, cell.register, cell.field),
        check.message.format(label=label, said=digits(said), total=digits(total), difference=digits(said - total)),
        said=digits(said),
        expected=digits(total),
        computation=f"各校合计 {digits(total)}，相差 {digits(said - total)}",
        reason=handed.reason_for(*cell),
    )


def _sum(context: Context, name: tuple[str, str], handed: Handed) -> Fraction | None:
    """Return the sum of the schools of whoever handed in; None while one of them has no number."""
    total, register = Fraction(0), name[0]
    schools = context.schools_of(handed.place, handed.year)
    for school in schools:
        typed = context.typed.get((school.code, handed.year), {})
        found = [number for cell, number in typed.items() if (cell.register, cell.field) == (register, name[1])]
        if not found:
            return None
        total += sum(found, Fraction(0))
    return total if schools else None
