"""引用表格: a value in the text against the cell of the table that its words name."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhibao.audit.arithmetic import closed, is_one_slip, is_unit_slip, meets, printed, quotient
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import judge
from zhibao.audit.kinds.same_quantity import worth
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_NAMED = re.compile(r"(?:见|如)?表\d|下表|上表")


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield text value = cell; a share is compared with its cell over the table's total."""
    if not facts.tables:
        return
    yield from _growths(facts, rule)
    for sentence in facts.sentences:
        if sentence.block.kind not in ("paragraph", "caption"):
            continue
        for claim in sentence.claims:
            if (
                claim.role in (Role.VALUE, Role.TARGET, Role.BEFORE, Role.SHARE)
                and claim.numeral.value is not None
                and claim.label
            ):
                relation = _relation(facts, rule, sentence, claim)
                if relation is not None:
                    yield relation


def _growths(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the growth that the text prints against the growth column of the row that it names."""
    for change in facts.changes:
        stated, now = change.follower, change.now
        if stated.role is not Role.GROWTH or stated.block.kind not in ("paragraph", "caption") or stated.thing:
            continue
        label = now.label if now is not None else stated.noun
        cells = facts.cells.growths(label) if len(label) >= 2 else []
        own, said = stated.numeral.interval, (stated.direction or 1) * (stated.numeral.value or Fraction(0))
        beside = change.is_forced or (now is not None and stated.clause - now.clause <= 1)
        if len(cells) != 1 or own is None or cells[0].numeral.value is None or not beside:
            continue
        computation = f"{label}的增幅：表中 {cells[0].quote}，文中 {stated.quote}"
        if said == cells[0].numeral.value:
            yield Relation(
                rule.name,
                (cells[0], stated),
                stated,
                Outcome.HOLDS,
                Reading.FORCED,
                worth(stated, label),
                stated.numeral.printed,
                computation,
            )
        elif now is None or facts.cells.found(label, now.year or facts.year, now, facts.lex):
            yield _conflict(rule, stated, cells[0], label, computation)


def _relation(facts: Facts, rule: AuditRule, sentence: Sentence, claim: Claim) -> Relation | None:
    year = claim.year if claim.year is not None else facts.year
    if claim.previous and claim.year is None and year is not None:
        year -= 1
    if claim.label.startswith("占") or "最" in claim.label[-2:]:
        return None
    cells = facts.cells.found(claim.label, year, claim, facts.lex)
    if not cells and (claim.is_total or "合计" in claim.lead or "总计" in claim.lead):
        cells = facts.cells.total_cells(claim.label, year, claim, facts.lex)
    if not cells and (near := _agreeing(claim, facts.cells.loosely(claim.label, year, claim))):
        return Relation(
            rule.name,
            (near, claim),
            claim,
            Outcome.HOLDS,
            Reading.ONE_OF,
            worth(claim, claim.label) - 2,
            claim.numeral.printed,
            f"{claim.label}：表中 {near.quote}，文中 {claim.quote}",
            tried=2,
        )
    if not cells:
        return _share(facts, rule, sentence, claim, year) if claim.role is Role.SHARE else None
    own = claim.numeral.interval
    equal = [
        cell
        for cell in cells
        if own is not None and cell.numeral.interval is not None and meets(closed(own), closed(cell.numeral.interval))
    ]
    computation = f"{claim.label}：表中 {(equal or cells)[0].quote}，文中 {claim.quote}"
    if equal:
        return Relation(
            rule.name,
            (equal[0], claim),
            claim,
            Outcome.HOLDS,
            Reading.FORCED,
            worth(claim, claim.label),
            claim.numeral.printed,
            computation,
            tried=len(cells),
        )
    if len(cells) > 1 or claim.numeral.qualifier or claim.scope & {"计划", "累计", "全省", "全国"}:
        return None
    return _conflict(rule, claim, cells[0], claim.label, computation)


def _agreeing(claim: Claim, cells: list[Claim]) -> Claim | None:
    own = claim.numeral.interval
    return next(
        (
            cell
            for cell in cells
            if own is not None
            and cell.numeral.interval is not None
            and meets(closed(own), closed(cell.numeral.interval))
        ),
        None,
    )


def _conflict(rule: AuditRule, claim: Claim, cell: Claim, label: str, computation: str) -> Relation:
    wanted = printed(cell.numeral.value or Fraction(0), claim)
    slip = is_one_slip(claim.numeral.printed, wanted) or is_unit_slip(claim, cell)
    named = bool(_NAMED.search(claim.block.text))
    digits = len(wanted.replace(".", "").replace(",", ""))
    full = len(label) >= 5
    if named and digits >= 2:
        prior = 0.93
    elif slip:
        prior = (0.7 if len(label) >= 8 else 0.45, 0.85 if full else 0.64, 0.93)[min(digits, 3) - 1]
    else:
        prior = 0.45
    return Relation(
        rule.name,
        (cell, claim),
        claim,
        Outcome.FAILS,
        Reading.FORCED,
        6.0,
        wanted,
        computation,
        (Repair(claim, wanted),),
        prior=prior,
        values={"label": label, "other": cell.quote},
    )


def _share(facts: Facts, rule: AuditRule, sentence: Sentence, claim: Claim, year: int | None) -> Relation | None:
    """艺术设计系招生数占 36.23%: the row's cell over the table's total, or over the sum of its rows."""
    count = Claim(claim.index, claim.block, replace(claim.numeral, sort=Sort.COUNT, unit="人"))
    for cell in facts.cells.found(claim.label, year, count, facts.lex):
        base = _base(facts, cell)
        if base is not None and cell.numeral.interval is not None and base.numeral.interval is not None:
            expected = quotient(cell.numeral.interval, base.numeral.interval, 100)
            return judge(
                rule.name,
                (cell, base),
                claim,
                expected,
                reading=Reading.FORCED,
                prior=0.9,
                computation=f"{cell.numeral.printed} ÷ {base.numeral.printed}",
            )
    return None


def _base(facts: Facts, cell: Claim) -> Claim | None:
    for table in facts.tables:
        if table.grid.index == cell.block.table:
            totals = [head for head in table.rows if head.sense.value in ("total",)]
            for head in totals:
                found = table.cells.get((head.index, cell.block.column))
                if found is not None:
                    return found
    return None
