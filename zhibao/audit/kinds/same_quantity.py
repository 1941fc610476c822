"""同一个数: one quantity stated in several places (text, table, caption, annex) must have one value."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import log2

from zhibao.audit.arithmetic import closed, is_one_slip, is_unit_slip, meets, printed
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.index import aliases, subject_of
from zhibao.audit.facts import Facts
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.audit.ties.mentions import mentions
from zhibao.audit.ties.repeated import may_meet, repeated
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the equality of neighbouring mentions of one key, subject, year, unit and scope."""
    told = {one.claim.index: one for one in mentions(facts)}
    for found in (*_of_keys(facts, rule), *_of_tails(facts, rule)):
        one, other = found.claims
        if (
            found.outcome is Outcome.HOLDS
            or "cell" in (one.block.kind, other.block.kind)
            or may_meet(told.get(one.index), told.get(other.index), facts)
        ):
            yield found
    yield from repeated(facts, rule, told.values())


def _of_keys(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    for key, claims in facts.values.items():
        if len(claims) < 2 or len(claims) > 60:
            continue
        for group in _comparable(facts, claims):
            yield from _within(facts, rule, key, group)


_TAIL = 5


def _of_tails(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the equality of quantities whose names end alike (与龙头企业共建产业学院, 共建产业学院)."""
    tails: dict[str, list[str]] = defaultdict(list)
    for key in facts.values:
        if len(key) >= _TAIL:
            tails[key[-_TAIL:]].append(key)
    for keys in tails.values():
        if not 1 < len(keys) <= 12:
            continue
        for short in keys:
            for long in keys:
                if short != long and long.endswith(short):
                    both = [*facts.values[short][:6], *facts.values[long][:6]]
                    for group in _comparable(facts, both):
                        if {one.label for one in group} != {group[0].label}:
                            yield from (
                                one
                                for one in _within(facts, rule, short, group)
                                if one.outcome is Outcome.HOLDS or one.prior >= 0.85
                            )


def _comparable(facts: Facts, claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    def sort_key(claim: Claim) -> tuple[str, str, int, str, str]:
        year = claim.year if claim.year is not None else (facts.year or 0)
        if claim.previous and claim.year is None:
            year -= 1
        if claim.role is Role.BEFORE and claim.year is None and not claim.previous:
            year = -1
        scope = "".join(sorted(one for one in claim.scope if claim.block.kind != "cell" and one not in claim.label))
        return (claim.numeral.sort.value, claim.numeral.unit, year, _subject(claim), scope)

    for _, group in groupby(sorted(claims, key=sort_key), key=sort_key):
        found = sorted(group, key=lambda claim: claim.index)
        if len(found) > 1:
            yield found


def _subject(claim: Claim) -> str:
    return claim.subject if claim.block.kind == "cell" else subject_of(claim)


def _within(facts: Facts, rule: AuditRule, key: str, group: Sequence[Claim]) -> Iterator[Relation]:
    cells = [one for one in group if one.block.kind == "cell"]
    texts = [one for one in group if one.block.kind != "cell"]
    anchors = cells or texts[:1]
    for one in texts if cells else texts[1:]:
        anchor = next((other for other in anchors if _equal(other, one)), anchors[0])
        relation = _relation(facts, rule, key, anchor, one, group)
        if relation is not None:
            yield relation
    for other in cells[1:]:
        if (other.block.table != cells[0].block.table and _equal(cells[0], other)) or (
            other.block.table != cells[0].block.table and _same_rows(facts, key, cells[0], other)
        ):
            relation = _relation(facts, rule, key, cells[0], other, group)
            if relation is not None:
                yield relation


def _same_rows(facts: Facts, key: str, one: Claim, other: Claim) -> bool:
    """Say whether the same rows of two tables agree in another year, with enough digits to mean it."""
    mine = {
        cell.year: cell
        for cell in facts.values.get(key, ())
        if cell.block.table == one.block.table and cell.block.row == one.block.row
    }
    its = {
        cell.year: cell
        for cell in facts.values.get(key, ())
        if cell.block.table == other.block.table and cell.block.row == other.block.row
    }
    return any(
        year != one.year and year in its and _equal(cell, its[year]) and len(cell.numeral.printed) >= 3
        for year, cell in mine.items()
    )


def _equal(one: Claim, other: Claim) -> bool:
    mine, its = one.numeral.interval, other.numeral.interval
    return mine is not None and its is not None and meets(closed(mine), closed(its))


def _relation(
    facts: Facts, rule: AuditRule, key: str, anchor: Claim, one: Claim, group: Sequence[Claim]
) -> Relation | None:
    if one.block is anchor.block and one.sentence == anchor.sentence:
        return None
    holds = _equal(anchor, one)
    bits = worth(one, key)
    computation = f"{key}：{anchor.quote} 与 {one.quote}"
    if holds:
        reading = Reading.FORCED if len(key) >= 4 or anchor.block.kind == "cell" else Reading.ONE_OF
        return Relation(
            rule.name,
            (anchor, one),
            one,
            Outcome.HOLDS,
            reading,
            bits,
            one.numeral.printed,
            computation,
            tried=len(group),
        )
    if one.numeral.qualifier or anchor.numeral.qualifier or not _may_contradict(facts, key, anchor, one, group):
        return None
    wanted = printed(anchor.numeral.value, one) if anchor.numeral.value is not None else ""
    other = printed(one.numeral.value, anchor) if one.numeral.value is not None else ""
    slip = (
        is_unit_slip(one, anchor)
        or is_one_slip(one.numeral.printed, wanted)
        or is_one_slip(anchor.numeral.printed, other)
    )
    prior = _prior(key, anchor, one, group, slip)
    if prior < 0.5:
        return None
    repairs = (Repair(one, wanted), Repair(anchor, other))
    return Relation(
        rule.name,
        (anchor, one),
        one,
        Outcome.FAILS,
        Reading.FORCED,
        max(bits, 3.0),
        wanted,
        computation,
        repairs,
        len(group),
        prior,
        values={"key": key, "other": anchor.quote},
    )


def _may_contradict(facts: Facts, key: str, anchor: Claim, one: Claim, group: Sequence[Claim]) -> bool:
    known = key in aliases(facts.book).values() and "cell" in (one.block.kind, anchor.block.kind)
    size = 2 if known or Role.BEFORE in (one.role, anchor.role) else 3 if key.endswith("率") else 4
    if len(key) < size or one.role is Role.SHARE or anchor.role is Role.SHARE:
        return False
    against = min(sum(not _equal(side, claim) for claim in group) for side in (anchor, one))
    return against <= max(1, len(group) // 2)


def _prior(key: str, anchor: Claim, one: Claim, group: Sequence[Claim], slip: bool) -> float:
    """Return how often two values under one such name are one quantity."""
    digits = len(one.numeral.printed.replace(".", "").replace(",", "").strip("0"))
    cell = anchor.block.kind == "cell"
    if slip and Role.BEFORE in (one.role, anchor.role) and one.year == anchor.year and one.year is not None:
        return 0.9
    if slip and digits >= 3:
        return 0.97 if cell or len(key) >= 6 else 0.9
    if slip and digits == 2 and (len(key) >= 6 or cell):
        return 0.85
    if slip and len(key) >= 7 and not cell and len(group) == 2:
        return 0.72
    if len(key) >= 6 and len(group) <= 3 and (one.numeral.sort is not Sort.COUNT or len(key) >= 7):
        return 0.5
    return 0.66 if cell and len(key) >= 5 and slip else 0.0


def worth(one: Claim, key: str) -> float:
    """Return the bits of an equal value: its digits, and the rarity that a long name adds."""
    digits = len(one.numeral.printed.replace(".", "").replace(",", "").lstrip("0"))
    return digits * log2(10) * 0.9 + min(len(key), 8) * 0.25
