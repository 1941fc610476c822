"""附表算式: the catalog's own indicator formulas as equations between the rows of an annex or table."""

from collections.abc import Iterator
from dataclasses import replace

from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.audit.tables.formulas import quotient_relation
from zhibao.audit.tables.names import LabelNames, label_names
from zhibao.audit.tables.rows import IndicatorRows, Period, indicator_rows
from zhibao.catalog.rulebook import AuditRule, NamedIndicator, RuleBook
from zhibao.terms.finding import Severity
from zhibao.terms.numerals.noun import Sort


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield each quotient that an indicator row names whose two rows stand in the same table."""
    if not facts.tables:
        return
    names = label_names(facts.book)
    quotients = [(one, names.keys(one.labels)) for one in facts.book.indicators.values() if one.numerator]
    for table in facts.tables:
        rows = indicator_rows(table, names)
        for one, keys in quotients:
            for period, result in rows.every(keys):
                if (relation := _relation(rule, one, result, period, rows, names, facts.book)) is not None:
                    yield relation


def _relation(
    rule: AuditRule,
    one: NamedIndicator,
    result: Claim,
    period: Period,
    rows: IndicatorRows,
    names: LabelNames,
    book: RuleBook,
) -> Relation | None:
    part = rows.at(keys_of(one.numerator, names, book), period)
    base = rows.at(keys_of(one.denominator, names, book), period)
    if part is None or base is None or result in (part, base) or not _is_of_kind(result, one):
        return None
    if result.numeral.sort is Sort.RATIO and result.numeral.unit == "1:N":
        part, base = base, part
    relation = quotient_relation(rule.name, part, base, result, one.factor, Reading.FORCED, prior=0.9)
    if relation is None or relation.outcome is Outcome.HOLDS:
        return relation
    return replace(relation, severity=Severity.WARNING, values={"formula": f"{one.numerator} ÷ {one.denominator}"})


def _is_of_kind(result: Claim, one: NamedIndicator) -> bool:
    sort = result.numeral.sort
    if one.unit == "%":
        return sort is Sort.RATE
    if one.unit == "x:1":
        return sort in (Sort.RATIO, Sort.PLAIN)
    return sort not in (Sort.RATE, Sort.POINTS, Sort.RATIO)


def keys_of(label: str, names: LabelNames, book: RuleBook) -> frozenset[str]:
    """Return the comparable names of a quantity."""
    quantity = book.quantities.get(label)
    return names.keys(quantity.labels if quantity is not None else (label,))
