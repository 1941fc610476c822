"""JSON: the first form of an audit, version 1, which other programs rely on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhibao.audit.report.baseline import Comparison, Status
from zhibao.terms.audited import AccountedNumeral, Audited
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import Location, TextPlace

VERSION = 1
LONGEST_QUOTE = 60
Plain = dict[str, object]
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def as_plain(
    documents: Sequence[Audited], comparisons: Sequence[Comparison] = (), *, accounting: bool = False
) -> Plain:
    """Return the audits as plain data, one entry per document in their order.

    With `comparisons` (one per document) findings carry their status and each document what was fixed; with
    `accounting` each document lists every numeral and what became of it.
    """
    compared: Sequence[Comparison | None] = comparisons or [None] * len(documents)
    entries = [_document(*pair, accounting=accounting) for pair in zip(documents, compared, strict=True)]
    return {"version": VERSION, "documents": entries}


def narrowed(audited: Audited, least: Severity) -> Audited:
    """Return the audit with the findings of at least this severity; numerals keep pointing at theirs."""
    kept = [place for place, one in enumerate(audited.findings) if _ORDER.index(one.severity) <= _ORDER.index(least)]
    if len(kept) == len(audited.findings):
        return audited
    now = {was: place for place, was in enumerate(kept)}
    numerals = tuple(
        replace(one, findings=tuple(now[place] for place in one.findings if place in now)) if one.findings else one
        for one in audited.numerals
    )
    return replace(audited, findings=tuple(audited.findings[place] for place in kept), numerals=numerals)


def _document(audited: Audited, compared: Comparison | None, *, accounting: bool) -> Plain:
    record: Plain = {"file": audited.file, "title": audited.title}
    if audited.error:
        return record | {"error": audited.error}
    record["numerals"] = audited.counts()
    statuses: Sequence[Status | None] = compared.statuses if compared else [None] * len(audited.findings)
    record["findings"] = [_finding(*pair) for pair in zip(audited.findings, statuses, strict=True)]
    if compared:
        record["fixed"] = [dict(one) for one in compared.fixed]
    if accounting:
        record["accounting"] = [_numeral(one) for one in audited.numerals]
    return record


def _finding(finding: Finding, status: Status | None) -> Plain:
    where = finding.where
    record: Plain = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "confidence": round(finding.confidence, 3),
        **_place(where),
        "page": where.page if isinstance(where, TextPlace) else None,
        "cell": where.cell or None,
        "quote": _quote(where),
        "message": finding.message,
        "said": finding.said,
        "expected": finding.expected,
        "computation": finding.computation,
        "suggestions": list(finding.suggestions),
        "related": [{**_place(one), "quote": _quote(one)} for one in finding.related],
    }
    if status is not None:
        record["status"] = status.value
    if finding.reason:
        record["suppressed" if status is Status.SUPPRESSED else "reason"] = finding.reason
    return record


def _numeral(numeral: AccountedNumeral) -> Plain:
    return {
        "printed": numeral.printed,
        "class": numeral.outcome.value,
        "places": [{**_place(one), "quote": _quote(one)} for one in numeral.places],
        "reading": numeral.reading,
        "reason": numeral.reason,
        "checked": list(numeral.checked),
        "findings": list(numeral.findings),
    }


def _place(where: Location) -> Mapping[str, int]:
    """Return line and column; a place without them is the beginning, never nothing."""
    if isinstance(where, TextPlace):
        return {"line": max(1, where.line), "column": max(1, where.column)}
    return {"line": 1, "column": 1}


def _quote(where: Location) -> str:
    return where.quote[:LONGEST_QUOTE] if isinstance(where, TextPlace) else ""
