"""表中比率: rates, per-head values and A/B rows or columns against the two lines that their label divides."""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.audit.arithmetic import corners, shown
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.judge import judge
from zhibao.audit.model import Reading, Relation
from zhibao.audit.tables.formulas import divides_to, doubted, quotient_relation, rough
from zhibao.audit.tables.head import Head, Sense
from zhibao.audit.tables.names import LabelNames, label_names
from zhibao.audit.tables.quotients import Division, divisions
from zhibao.audit.tables.table import View
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_DIVIDED = frozenset({Sense.RATE, Sense.SHARE, Sense.PER_HEAD, Sense.VALUE})
_NUMBERS = frozenset({Sort.COUNT, Sort.PLAIN, Sort.MONEY, Sort.MEASURE})


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the quotients that labels announce, along columns and rows."""
    names = label_names(facts.book)
    for table in facts.tables:
        if table.is_split:
            continue
        for view in table.views():
            for line in view.lines:
                if line.sense in _DIVIDED:
                    yield from _of_line(view, line, names, rule)


def _of_line(view: View, line: Head, names: LabelNames, rule: AuditRule) -> Iterator[Relation]:
    options = list(divisions(view, line, names))
    chosen: tuple[Division, int, int] | None = None
    for one in options:
        found = list(_cells(view, line, one))
        held = sum(_holds(one, *cells) for cells in found)
        if found and (chosen is None or held / len(found) > chosen[2] / chosen[1]):
            chosen = (one, len(found), held)
            if held == len(found):
                break
    if chosen is None:
        return
    one, tried, held = chosen
    if not one.is_named and held < max(1, 0.6 * tried):
        return
    reading = Reading.FORCED if held >= max(2, 0.6 * tried) or one.is_named else Reading.ONE_OF
    yield from doubted(_relations(view, line, one, reading, max(2, len(options)), rule), held)


def _relations(
    view: View, line: Head, one: Division, reading: Reading, options: int, rule: AuditRule
) -> Iterator[Relation]:
    for top, bottom, less, result in _cells(view, line, one):
        tries = 1 if one.is_named else options
        if less is not None:
            relation = _margin(rule.name, top, less, result, reading)
        else:
            relation = quotient_relation(rule.name, top, bottom, result, one.factor, reading, tried=tries)
        if relation is not None:
            yield relation


def _cells(view: View, line: Head, one: Division) -> Iterator[tuple[Claim, Claim, Claim | None, Claim]]:
    for place in view.places:
        if place.sense in (Sense.CHANGE, Sense.SHARE):
            continue
        if place.unit is not None and line.unit is None and not line.is_rate:
            continue  # what is counted in one unit with its parts, as schools that meet a line, is no quotient of them
        top, bottom, result = view.at(one.top, place), view.at(one.bottom, place), view.at(line, place)
        less = view.at(one.less, place) if one.less is not None else None
        if top is None or bottom is None or result is None or (one.less is not None and less is None):
            continue
        if line.is_rate != (result.numeral.sort is Sort.RATE):
            continue
        if top.numeral.sort in _NUMBERS and bottom.numeral.sort in _NUMBERS and bottom.numeral.value:
            yield top, bottom, less, result


def _holds(one: Division, top: Claim, bottom: Claim, less: Claim | None, result: Claim) -> bool:
    if less is not None:
        income = rough(top)
        value = 100 * (income - rough(less)) / income if income else 0.0
        return abs(value - rough(result)) <= float(result.numeral.step) * 1.01
    return divides_to(top, bottom, result, one.factor)


def _margin(rule: str, income: Claim, cost: Claim, result: Claim, reading: Reading) -> Relation | None:
    """Return the relation "the margin is income less cost over income"."""
    if income.numeral.interval is None or cost.numeral.interval is None or not income.numeral.value:
        return None
    expected = corners(
        lambda top, less: 100 * (top - less) / top if top else None, income.numeral.interval, cost.numeral.interval
    )
    exact = 100 * (income.numeral.value - (cost.numeral.value or Fraction(0))) / income.numeral.value
    words = f"({income.numeral.printed} − {cost.numeral.printed}) ÷ {income.numeral.printed} = {shown(exact)}%"
    return judge(rule, (income, cost), result, expected, reading=reading, computation=words)
