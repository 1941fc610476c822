"""附表界限: what the registers say is a part of what, between the rows of an annex: parts, groups, splits, checks."""

from collections.abc import Iterator
from dataclasses import replace

from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.kinds.annex_formula import keys_of
from zhibao.audit.kinds.table_part import bound
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.audit.tables.formulas import sum_relation
from zhibao.audit.tables.names import LabelNames, label_names
from zhibao.audit.tables.rows import ANNEX, IndicatorRows, Period, catalog_keys, indicator_rows
from zhibao.catalog.rulebook import AuditRule, NamedQuantity, RuleBook
from zhibao.terms.finding import Severity

_LOOSE = frozenset({"全日制在校生数"})
"""Those who left are not among the students of a later day: such bounds hold for whole annexes only."""


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the bounds and sums between rows that the catalog knows; parameter `of`: "bounds", "checks" or "sums"."""
    if not facts.tables:
        return
    names, wanted = label_names(facts.book), rule.parameters.get("of", "bounds")
    known = catalog_keys(facts.book, names)
    for table in facts.tables:
        rows = indicator_rows(table, names)
        if not rows.of:
            continue
        if wanted == "sums":
            yield from _sums(rule, rows, names, facts.book)
            continue
        is_annex = rows.known(known) >= ANNEX
        if wanted == "checks" and not is_annex:
            continue
        for quantity in facts.book.quantities.values():
            for period, claim in rows.every(names.keys(quantity.labels)):
                others = quantity.within if wanted == "bounds" else quantity.not_below
                for other in others:
                    if other in _LOOSE and not is_annex:
                        continue
                    if (found := rows.at(keys_of(other, names, facts.book), period)) is not None and found is not claim:
                        yield from _bound(rule, quantity, other, claim, found, is_check=wanted == "checks")


def _bound(
    rule: AuditRule, quantity: NamedQuantity, other: str, claim: Claim, found: Claim, *, is_check: bool
) -> Iterator[Relation]:
    part, whole = (found, claim) if is_check else (claim, found)
    small, large = (other, quantity.label) if is_check else (quantity.label, other)
    if not part.is_like(whole):
        return
    severity = Severity.WARNING if is_check else None
    relation = bound(rule.name, part, whole, Reading.FORCED, severity, f"{small}与{large}：", blames_whole=is_check)
    if relation is not None:
        yield replace(relation, values={"part": small, "whole": large}, prior=0.8 if is_check else 0.95)


def _sums(rule: AuditRule, rows: IndicatorRows, names: LabelNames, book: RuleBook) -> Iterator[Relation]:
    for quantity in book.quantities.values():
        for period, whole in rows.every(names.keys(quantity.labels)):
            for parts in quantity.splits.values():
                if (relation := _sum(rule, rows, names, book, parts, whole, period)) is not None:
                    yield relation
            for parts in quantity.groups.values():
                relation = _sum(rule, rows, names, book, parts, whole, period)
                if relation is not None and _is_above(relation, whole):
                    yield relation
    for indicator in book.indicators.values():
        for parts in indicator.parts.values():
            for period, whole in rows.every(names.keys(indicator.labels)):
                if (relation := _sum(rule, rows, names, book, parts, whole, period)) is not None:
                    yield relation


def _is_above(relation: Relation, whole: Claim) -> bool:
    """Say whether parts that may not exceed the whole do."""
    parts = sum(claim.numeral.value or 0 for claim in relation.claims if claim is not whole)
    return relation.outcome is Outcome.FAILS and parts > (whole.numeral.value or 0)


def _sum(
    rule: AuditRule,
    rows: IndicatorRows,
    names: LabelNames,
    book: RuleBook,
    parts: tuple[str, ...],
    whole: Claim,
    period: Period,
) -> Relation | None:
    found = [rows.at(keys_of(part, names, book), period) for part in parts]
    claims = [claim for claim in found if claim is not None]
    if len(claims) < len(parts) or any(not claim.is_like(whole) for claim in claims):
        return None
    relation = sum_relation(rule.name, claims, whole, Reading.FORCED, prior=0.8)
    return (
        replace(relation, severity=Severity.WARNING) if relation and relation.outcome is not Outcome.HOLDS else relation
    )
