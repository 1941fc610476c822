"""关系: the numbers that a condition compares in one submission, added up field by field."""

from collections.abc import Mapping
from fractions import Fraction

from zhibao.catalog.expression import Condition, FieldName
from zhibao.catalog.model import Check
from zhibao.check.context import Handed, cell
from zhibao.terms import arithmetic
from zhibao.terms.value import Known, Meaning, Missing, Value

_NOTHING = Known(Fraction(0))


def totals(check: Check, condition: Condition, handed: Handed) -> Mapping[FieldName, Value] | None:
    """Return the sum of every field that a condition names; None where the place is not asked for what it takes.

    Parts that the outline does not ask for are left out of a generated bound; a total or bound not asked for is none.
    Missing: a sum over a gap is Missing, a cell that does not apply counts as nothing.
    """
    if check.generated and condition.fields[-1].register not in handed.rows:
        return None
    if handed.rows.keys().isdisjoint(name.register for name in condition.fields):
        return None
    asked = [name for name in condition.fields if handed.asks(name.register, name.field)]
    if check.generated:
        whole = condition.fields[-1]
        if whole not in asked or len(asked) < 2 or (condition.comparison == "=" and len(asked) < len(condition.fields)):
            return None
    elif len(asked) < len(condition.fields):
        return None
    return {name: _sum(handed, name) if name in asked else _NOTHING for name in condition.fields}


def _sum(handed: Handed, name: FieldName) -> Value:
    rows = handed.rows.get(name.register)
    if rows is None:
        return Missing(Meaning.NOT_SUBMITTED)
    total: Value = _NOTHING
    known: dict[int, int] = {}
    estimated = False
    for row in rows:
        value = cell(row, name.field) or Missing(Meaning.NOT_COLLECTED)
        if isinstance(value, Known):
            # Numerators of one denominator are added as they are; a fraction for every row would take long.
            number = value.number
            known[number.denominator] = known.get(number.denominator, 0) + number.numerator
            estimated = estimated or value.estimated
        elif not isinstance(value, Missing) or value.meaning.leaves_a_gap:
            total = arithmetic.combine("+", total, value)
    added = sum((Fraction(number, denominator) for denominator, number in known.items()), Fraction(0))
    return arithmetic.combine("+", total, Known(added, estimated=estimated))
