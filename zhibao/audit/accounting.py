"""交代: every numeral of the file ends in exactly one class, and the classes add up to the number of numerals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from zhibao.audit.blocks import Block
from zhibao.audit.claim import Claim, Role
from zhibao.audit.decide import Decisions
from zhibao.audit.facts import Facts
from zhibao.audit.present import relation_text
from zhibao.document.origin import single
from zhibao.terms.audited import AccountedNumeral, NumeralClass
from zhibao.terms.finding import Finding
from zhibao.terms.numerals.noun import Sort
from zhibao.terms.source import TextPlace

RUN = re.compile(r"[0-9０-９]+(?:[.,，．][0-9０-９]+)*")
"""The independent scanner: a numeral is a maximal run of digits with its inner points and commas."""


def account(facts: Facts, decisions: Decisions, findings: Sequence[Finding]) -> tuple[AccountedNumeral, ...]:
    """Return the account of every numeral, in reading order."""
    wrong = {
        verdict.culprit.index: verdict.relations
        for verdict in decisions.verdicts
        if verdict.confidence >= 0.6
        and not verdict.relations[0].is_word
        and verdict.relations[0].outcome.value == "fails"
    }
    by_place = _findings_by_place(findings)
    found: list[AccountedNumeral] = []
    for block in facts.flat.blocks:
        found += _of_block(block, facts, decisions, wrong, by_place)
    found += _furniture(facts)
    return tuple(sorted(found, key=lambda one: (one.places[0].line, one.places[0].column)))


def _of_block(
    block: Block,
    facts: Facts,
    decisions: Decisions,
    wrong: Mapping[int, object],
    by_place: dict[tuple[int, int], list[int]],
) -> Iterator[AccountedNumeral]:
    claims = facts.in_block(block.index)
    spans = [(block.offsets[claim.numeral.start], block.offsets[claim.numeral.end - 1] + 1, claim) for claim in claims]
    file = facts.flat.reading.file
    waiting = 0
    for run in RUN.finditer(block.origin.text):
        while waiting < len(spans) and spans[waiting][1] <= run.start():
            if not RUN.search(block.origin.text, spans[waiting][0], spans[waiting][1]):
                yield _one(
                    spans[waiting][2], block.origin.places(*spans[waiting][:2], file), decisions, wrong, by_place
                )
            waiting += 1
        places = block.origin.places(run.start(), run.end(), file)
        claim = spans[waiting][2] if waiting < len(spans) and spans[waiting][0] < run.end() else None
        if claim is None:
            yield AccountedNumeral(places, run[0], NumeralClass.NOT_UNDERSTOOD, reason="文法未能识别")
        else:
            yield replace(_one(claim, places, decisions, wrong, by_place), printed=run[0])
    for start, end, claim in spans[waiting:]:
        if not RUN.search(block.origin.text, start, end):
            yield _one(claim, block.origin.places(start, end, file), decisions, wrong, by_place)


def _one(
    claim: Claim,
    places: tuple[TextPlace, ...],
    decisions: Decisions,
    wrong: Mapping[int, object],
    by_place: dict[tuple[int, int], list[int]],
) -> AccountedNumeral:
    outcome, reason = _class(claim, decisions, wrong)
    checked = [
        relation_text(one)
        for one in (*decisions.verified.get(claim.index, ()), *decisions.consistent.get(claim.index, ()))
    ]
    indices = by_place.get((places[0].line, places[0].column), [])
    return AccountedNumeral(
        places,
        claim.numeral.printed,
        outcome,
        reading_of(claim),
        reason,
        tuple(dict.fromkeys(filter(None, checked)))[:6],
        tuple(indices),
    )


def _class(claim: Claim, decisions: Decisions, wrong: Mapping[int, object]) -> tuple[NumeralClass, str]:
    numeral = claim.numeral
    if claim.index in wrong:
        return NumeralClass.CONTRADICTED, ""
    if numeral.sort is Sort.EXCLUDED:
        return NumeralClass.EXCLUDED, numeral.reason
    if claim.index in decisions.verified:
        return NumeralClass.VERIFIED, ""
    if claim.index in decisions.consistent:
        return NumeralClass.CONSISTENT, ""
    if numeral.sort is Sort.UNKNOWN or (numeral.sort is Sort.PLAIN and not (claim.label or claim.noun)):
        return NumeralClass.NOT_UNDERSTOOD, numeral.reason or "没有单位，也看不出指什么"
    if claim.role is Role.BOUND:
        return NumeralClass.NOT_CHECKABLE, "是要求或界限，不是数据"
    return NumeralClass.NOT_CHECKABLE, "文中没有别的数可以与它核对"


def reading_of(claim: Claim) -> str:
    """Return in Chinese what a numeral was taken for."""
    numeral = claim.numeral
    if numeral.sort is Sort.EXCLUDED:
        return numeral.reason
    period = f"{claim.year}年" if claim.year else ("上期" if claim.previous else "")
    unit = (
        f"{numeral.printed}{claim.block.text[numeral.end : numeral.stop]}"
        if numeral.stop > numeral.end
        else numeral.printed
    )
    return " · ".join(part for part in (claim.label or claim.noun, period, unit) if part)


def _findings_by_place(findings: Sequence[Finding]) -> dict[tuple[int, int], list[int]]:
    table: dict[tuple[int, int], list[int]] = {}
    for index, one in enumerate(findings):
        for place in (one.where, *one.related):
            if isinstance(place, TextPlace):
                table.setdefault((place.line, place.column), []).append(index)
    return table


def _furniture(facts: Facts) -> Iterator[AccountedNumeral]:
    """Yield the numerals of running heads and page numbers, which are no part of the text."""
    for line in facts.flat.reading.lines:
        if line.kind == "furniture":
            origin = single(line.text, line.number, page=line.page)
            for run in RUN.finditer(line.text):
                places = origin.places(run.start(), run.end(), facts.flat.reading.file)
                yield AccountedNumeral(places, run[0], NumeralClass.EXCLUDED, "页眉页脚", "页眉页脚")
