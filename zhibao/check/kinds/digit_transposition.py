"""数字颠倒: two neighbouring digits changed places, and another relation speaks for it.

Either undoing the exchange mends every broken sum that the number takes part in, and no other number of them can
be mended so; or it gives exactly last year's number, of at least `digits` digits, and the typed one is more than
`percent` away; or the typed one moved otherwise than in the other schools and undoing the exchange makes it move as
there, where at least `schools` can be compared. Only a 说明 that says the number was checked (核实) closes the finding.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import log

from zhibao.catalog.expression import Condition, FieldName
from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, Numbers, digits, finding
from zhibao.check.reach import Reach
from zhibao.check.relations import totals
from zhibao.check.slips import exchanged
from zhibao.terms import arithmetic
from zhibao.terms.finding import Finding
from zhibao.terms.value import Known, Value

REACH = Reach.PLACE
_LEAST = 100
_DEVIATIONS = 3
_Sums = dict[FieldName, Value]
_Relation = tuple[Condition, _Sums]
_Slips = dict[CellName, tuple[Fraction, str]]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per number that reads right with two digits exchanged."""
    last = {one.place.code: one for one in context.handed if one.year == context.years[0]}
    for handed in context.spoken_of:
        typed = context.typed[handed.place.code, handed.year]
        before: Numbers = {}
        if handed.year == context.years[1] and handed.place.code in last:
            before = context.typed[handed.place.code, context.years[0]]
        mended = _mended(context, handed, typed, before)
        guessed = _as_last_year(check, typed, before) | _as_peers(check, context, handed, before)
        for cell, (number, ground) in (guessed | mended).items():
            label, said = context.catalog.field_label(cell.register, cell.field), digits(typed[cell])
            yield finding(
                check,
                handed.where(context.catalog, cell.register, cell.field, cell.key),
                check.message.format(label=label, said=said, expected=digits(number), ground=ground),
                said=said,
                expected=digits(number),
                reason=handed.confirmed(cell),
            )


def _as_last_year(check: Check, typed: Numbers, before: Numbers) -> _Slips:
    found: _Slips = {}
    least, percent = 10 ** (check.number("digits") - 1), check.number("percent")
    for cell, number in typed.items():
        then = before.get(cell)
        if then is None or number < least or number == then:
            continue
        if abs(number - then) * 100 > percent * then and then in exchanged(number):
            found[cell] = then, "就正好是上年的数"
    return found


def _as_peers(check: Check, context: Context, handed: Handed, before: Numbers) -> _Slips:
    """Return the numbers of at least three digits that would have moved as in other schools."""
    found: _Slips = {}
    far, near = log(1 + float(check.number("percent")) / 100), log(1 + float(check.number("percent")) / 400)
    schools = check.number("schools")
    for cell, then in before.items():
        growth = context.growths.get(cell, {}).get(handed.place.code)
        if growth is None or handed.typed[cell] < _LEAST:
            continue
        usual = context.usual_growths.get(cell)
        if usual is None or usual.schools < schools:
            continue
        centre, spread = usual.centre, usual.spread
        if abs(growth - centre) <= max(far, _DEVIATIONS * spread):
            continue
        fitting = [one for one in exchanged(handed.typed[cell]) if abs(log(one / then) - centre) <= near]
        if len(fitting) == 1:
            found[cell] = fitting[0], "变化就与各校相近"
    return found


def _mended(context: Context, handed: Handed, typed: Numbers, before: Numbers) -> _Slips:
    """Return the one cell whose exchanged digits explain what is broken, when there is exactly one."""
    # A bound would be kept by too many numbers to speak for any of them.
    sums = _relations(context, handed, "=")
    broken = [one for one in sums if one[0].evaluate(one[1]).holds is False]
    if not broken:
        return {}
    relations = sums + _relations(context, handed, "<=")
    suspects = [cell for cell in typed if any(_takes_part(cell, one) for one in broken)]
    found = [
        (cell, number)
        for cell in suspects
        for number in exchanged(typed[cell])
        if _mends(cell, number - typed[cell], relations)
    ]
    if len(found) > 1:
        found = [(cell, number) for cell, number in found if _is_nearer(number, typed[cell], before.get(cell))]
    return {cell: (number, "合计与分项就相符") for cell, number in found} if len(found) == 1 else {}


def _relations(context: Context, handed: Handed, comparison: str) -> list[_Relation]:
    rules = ((rule, context.condition(rule)) for rule in context.rules.values() if rule.generated and rule.must)
    sums = ((one, totals(rule, one, handed)) for rule, one in rules if one.comparison == comparison)
    return [(one, dict(values)) for one, values in sums if values is not None]


def _takes_part(cell: CellName, relation: _Relation) -> bool:
    return FieldName(cell.register, cell.field) in relation[1]


def _mends(cell: CellName, by: Fraction, relations: list[_Relation]) -> bool:
    """Say whether every relation that a cell takes part in holds, and nothing else is broken, once it is changed."""
    name = FieldName(cell.register, cell.field)
    for condition, sums in relations:
        changed = sums | {name: arithmetic.combine("+", sums[name], Known(by))} if name in sums else sums
        if condition.evaluate(changed).holds is False:
            return False
    return True


def _is_nearer(number: Fraction, said: Fraction, then: Fraction | None) -> bool:
    return then is not None and abs(number - then) < abs(said - then)
