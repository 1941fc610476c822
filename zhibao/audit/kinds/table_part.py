"""表中其中项: parts are not more than their whole; the parts of a closed series add up to it."""

from collections.abc import Iterator
from dataclasses import replace

from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.audit.tables.families import children, unsure_parents
from zhibao.audit.tables.formulas import ADDED, adds_up, rough, sum_relation
from zhibao.audit.tables.head import Head
from zhibao.audit.tables.table import View, alike, compatible
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.finding import Severity

_WHOLE_SERIES = {"gender": 2, "ownership": 2, "prizes": 3, "quarters": 4, "halves": 2, "industries": 3, "medals": 3}


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield bounds between each part and its whole, and sums where the parts are a closed series."""
    for table in facts.tables:
        if table.is_split:
            continue
        for view in table.views():
            unsure = unsure_parents(view.lines)
            for parent, members in children(view.lines).items():
                mates = [one for one in members if compatible(one, parent)]
                if mates:
                    yield from _family(view, parent, mates, rule, is_sure=parent.index not in unsure)


def _family(view: View, parent: Head, members: list[Head], rule: AuditRule, *, is_sure: bool) -> Iterator[Relation]:
    firm = Reading.FORCED if is_sure else Reading.SEARCHED
    sums = [found for place in view.places if (found := _added(view, parent, members, place)) is not None]
    held = sum(adds_up(parts, whole) and rough(whole) > 0 for parts, whole in sums)
    closed = _is_closed(members)
    for place in view.places:
        whole = view.at(parent, place)
        if whole is None or not place.is_additive or whole.numeral.sort not in ADDED:
            continue
        for member in members:
            part = view.at(member, place)
            if part is not None and alike([part, whole]) and part.numeral.sort in ADDED:
                yield from filter(None, [bound(rule.name, part, whole, firm)])
    for parts, whole in sums:
        if adds_up(parts, whole) or closed or held:
            reading = firm if closed or held else Reading.ONE_OF
            if (relation := sum_relation(rule.name, parts, whole, reading, prior=0.9)) is not None:
                yield relation
        elif (
            rough(whole) < sum(map(rough, parts))
            and len({frozenset(one.series) for one in members}) == 1
            and members[0].series
        ):
            yield from filter(None, [sum_relation(rule.name, parts, whole, firm, prior=0.9)])


def _is_closed(members: list[Head]) -> bool:
    common = frozenset.intersection(*(one.series for one in members))
    return any(len(members) >= _WHOLE_SERIES.get(name, 99) for name in common)


def _added(view: View, parent: Head, members: list[Head], place: Head) -> tuple[list[Claim], Claim] | None:
    whole = view.at(parent, place)
    parts = [claim for one in members if (claim := view.at(one, place)) is not None]
    if whole is None or len(parts) < 2 or len(parts) < len(members) or not place.is_additive:
        return None
    if not alike([*parts, whole]) or any(one.numeral.sort not in ADDED for one in [*parts, whole]):
        return None
    return parts, whole


def bound(
    rule: str,
    part: Claim,
    whole: Claim,
    reading: Reading,
    severity: Severity | None = None,
    words: str = "",
    *,
    blames_whole: bool = False,
) -> Relation | None:
    """Return the relation "the part is not more than the whole"; it is worth one bit."""
    low, high = part.numeral.interval, whole.numeral.interval
    if low is None or high is None or low.low is None or high.high is None:
        return None
    outcome = Outcome.HOLDS if low.low <= high.high else Outcome.FAILS
    sign = "≤" if outcome is Outcome.HOLDS else ">"
    computation = f"{words}{part.numeral.printed} {sign} {whole.numeral.printed}"
    result, other, word = (whole, part, "不小于") if blames_whole else (part, whole, "不大于")
    repairs = (Repair(result, other.numeral.printed),) if outcome is Outcome.FAILS else ()
    relation = Relation(
        rule, (other, result), result, outcome, reading, 1.0, f"{word}{other.numeral.printed}", computation, repairs
    )
    return relation if severity is None else replace(relation, severity=severity)
