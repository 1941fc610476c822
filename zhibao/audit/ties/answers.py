"""注的回答: a note of the report that names what a finding is about, and says why it stands so.

Only rules that may be answered at all take a note for it: a name or label kept as its source has it, an order of two
numbers that must be explained. A number that contradicts another is never answered. Notes are read as this program
prints them: 注：“网点运营推广…”：照原文印出。 and 注2：升入本科院校人数（2020年）：……。
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from zhibao.audit.blocks import Flat
from zhibao.catalog.rulebook import RuleBook
from zhibao.terms.audited import AccountedNumeral, NumeralClass
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

_NOTE = re.compile(r"^注\d*[:：]“?(?P<name>[^：:“”]{2,40}?)”?[：:](?P<reason>.{4,})$")
_PERIOD = re.compile(r"（[^（）]*?(?P<year>(?:19|20)\d{2})(?:年|学年|财政年度)）$")
_LEAST = 4


def answered(
    findings: Sequence[Finding], numerals: Sequence[AccountedNumeral], flat: Flat, book: RuleBook
) -> tuple[Finding, ...]:
    """Return the findings, in their order; one that a note answers is a note with that as its reason."""
    notes = [match for block in flat.blocks if block.kind == "paragraph" and (match := _NOTE.match(block.text))]
    if not notes:
        return tuple(findings)
    readings: dict[int, str] = {}
    for numeral in numerals:
        for index in numeral.findings:
            if numeral.places[0] == findings[index].where:
                readings[index] = numeral.reading
    return tuple(_answered(one, readings.get(place, ""), notes, book) for place, one in enumerate(findings))


def settled(numerals: Sequence[AccountedNumeral], findings: Sequence[Finding]) -> tuple[AccountedNumeral, ...]:
    """Return the account in which a number whose findings are answered is not contradicted any more."""
    return tuple(
        replace(one, outcome=NumeralClass.CONSISTENT, reason="注中已有说明")
        if one.outcome is NumeralClass.CONTRADICTED
        and one.findings
        and all(findings[place].reason for place in one.findings)
        else one
        for one in numerals
    )


def _answered(one: Finding, reading: str, notes: Sequence[re.Match[str]], book: RuleBook) -> Finding:
    if one.severity is Severity.NOTE or not book.rules[one.rule].answerable or not isinstance(one.where, TextPlace):
        return one
    for note in notes:
        if _names(note["name"], one.where.quote, reading):
            return replace(one, severity=Severity.NOTE, reason=note["reason"].rstrip("。"))
    return one


def _names(name: str, quote: str, reading: str) -> bool:
    """Say whether a note names the words of a finding, or the value of the year that it is about."""
    if period := _PERIOD.search(name):
        return reading.startswith(f"{name[: period.start()]} · {period['year']}年")
    return not reading and len(quote) >= _LEAST and quote in name
