"""SARIF 2.1.0: the form in which editors and build servers take findings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from zhibao import __version__
from zhibao.audit.report.baseline import Comparison, Record, Status, fingerprints
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.audited import Audited
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace, Location, TextPlace

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "zhibaoFinding/v1"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_CHANGE = re.compile(r"(?P<was>\S+?)\s*→\s*(?P<now>\S.*)")
Plain = dict[str, object]


def as_sarif(
    documents: Sequence[Audited], rules: Mapping[str, AuditRule], comparisons: Sequence[Comparison] = ()
) -> Plain:
    """Return the audits as one SARIF run; columns count Unicode code points, as everywhere in Zhibao.

    A document that could not be read is a notification of the invocation.
    """
    named = sorted({one.rule for document in documents for one in document.findings})
    listed = [_rule(name, rules.get(name)) for name in named]
    place = {name: index for index, name in enumerate(named)}
    results = list(_results(documents, comparisons or [None] * len(documents), place))
    failed = [one for one in documents if one.error]
    notes = [
        {"level": "error", "message": {"text": one.error}, "locations": [_location(TextPlace(one.file))]}
        for one in failed
    ]
    invocation: Plain = {"executionSuccessful": not failed}
    if notes:
        invocation["toolExecutionNotifications"] = notes
    run: Plain = {
        "tool": {"driver": {"name": "zhibao", "fullName": "质报核验", "version": __version__, "language": "zh-CN",
                            "rules": listed}},
        "invocations": [invocation],
        "artifacts": [{"location": {"uri": _uri(one.file)}} for one in documents],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }  # fmt: skip
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str, rule: AuditRule | None) -> Plain:
    if rule is None:
        return {"id": name}
    ground = "；".join(map(str, rule.source))
    return {
        "id": name,
        "name": rule.label,
        "shortDescription": {"text": rule.label},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix + (f"依据：{ground}。" if ground else "")},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"kind": rule.kind, "confidence": rule.confidence},
    }


def _results(
    documents: Sequence[Audited], comparisons: Sequence[Comparison | None], place: Mapping[str, int]
) -> Iterator[Plain]:
    for document, compared in zip(documents, comparisons, strict=True):
        statuses = compared.statuses if compared else [None] * len(document.findings)
        marks = fingerprints(document.findings)
        for finding, status, mark in zip(document.findings, statuses, marks, strict=True):
            yield _result(finding, status, mark, place[finding.rule])
        for record in compared.fixed if compared else ():
            yield _gone(record, document.file)


def _result(finding: Finding, status: Status | None, mark: str, place: int) -> Plain:
    parts = (finding.message, f"计算：{finding.computation}。" if finding.computation else "")
    result: Plain = {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "level": _LEVELS[finding.severity],
        "kind": "fail",
        "message": {"text": "".join(parts)},
        "locations": [_location(finding.where)],
        "partialFingerprints": {FINGERPRINT: mark},
        "rank": round(100 * finding.confidence, 1),
        "properties": {"said": finding.said, "expected": finding.expected, "suggestions": list(finding.suggestions)},
    }
    if finding.related:
        result["relatedLocations"] = [{"id": number, **_location(one)} for number, one in enumerate(finding.related)]
    if fixes := [fix for text in finding.suggestions if (fix := _fix(text, finding))]:
        result["fixes"] = fixes
    if status is not None:
        result["baselineState"] = "new" if status is Status.NEW else "unchanged"
    if status is Status.SUPPRESSED:
        result["suppressions"] = [{"kind": "external", "justification": finding.reason}]
    return result


def _gone(record: Record, file: str) -> Plain:
    """Return the result for a finding of the former audit that is no longer there."""
    lines = [record.get("line"), record.get("column")]
    line, column = (one if isinstance(one, int) and one > 0 else 1 for one in lines)
    where = TextPlace(file, line, column, quote=str(record["quote"]))
    message = str(record.get("message", "")) or "已改。"
    return {
        "ruleId": str(record["rule"]),
        "level": "none",
        "kind": "pass",
        "message": {"text": message},
        "locations": [_location(where)],
        "baselineState": "absent",
    }


def _fix(text: str, finding: Finding) -> Plain | None:
    """Return a suggestion such as “4.45 → 3.45” as a replacement, where its old text stands at a place we know."""
    change = _CHANGE.fullmatch(text.strip())
    if change is None:
        return None
    was = change["was"]
    for where in (finding.where, *finding.related):
        if isinstance(where, TextPlace) and where.line > 0 and where.quote.count(was) == 1:
            start = max(1, where.column) + where.quote.index(was)
            region = {"startLine": where.line, "startColumn": start, "endColumn": start + len(was)}
            replacement = {"deletedRegion": region, "insertedContent": {"text": change["now"]}}
            changes = [{"artifactLocation": {"uri": _uri(where.file)}, "replacements": [replacement]}]
            return {"description": {"text": text}, "artifactChanges": changes}
    return None


def _location(where: Location) -> Plain:
    physical: Plain = {"artifactLocation": {"uri": _uri(where.file)}}
    location: Plain = {"physicalLocation": physical}
    if isinstance(where, CellPlace):
        if where.cell:
            location["logicalLocations"] = [{"name": where.cell, "kind": "cell"}]
        return location
    if where.line > 0:
        start = max(1, where.column)
        region: Plain = {"startLine": where.line, "startColumn": start, "endColumn": start + len(where.quote)}
        if where.quote:
            region["snippet"] = {"text": where.quote}
        physical["region"] = region
    if where.cell:
        location["logicalLocations"] = [{"name": where.cell, "kind": "cell"}]
    return location


def _uri(file: str) -> str:
    """Return a path as a relative reference; what a path may hold and an address may not is escaped."""
    return quote(file.replace("\\", "/"), safe="/~") or "."
