"""答复的效力: where a finding is answered, and what an answer does to it; the one place that says so."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from zhibao.snapshot.submission import Action, Answer
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace, Location

_NOT_WAIVED = "已申请免予；强制项不能免予，请改正或由市级更正口径。"
_NOT_FIXED = "反馈里写的是“已改正”，但仍有这个问题。"

Office = tuple[str, int]
"""The code of a place and a year: one workbook."""


def with_answers(
    findings: Iterable[Finding], answers: Mapping[Office, tuple[Answer, ...]], city: Office
) -> Iterator[Finding]:
    """Yield every finding with what was answered to it in the workbook that it is answered in."""
    given = {office: {one.thread: one for one in these} for office, these in answers.items()}
    for one in findings:
        yield answered(one, given.get(office_of(one.where, given, city), {}))


def office_of(where: Location, handed_in: Container[Office], city: Office) -> Office:
    """Return whose workbook a finding is answered in: its own place's of its year, else the city's of that year."""
    if isinstance(where, CellPlace):
        for one in ((where.place, where.year), (city[0], where.year)):
            if one in handed_in:
                return one
    return city


def answered(finding: Finding, answers: Mapping[str, Answer]) -> Finding:
    """Return a finding with the answer that was given to its thread, if any.

    A reason closes a warning and never an error; what is said to be fixed and is still found stays open. A reason
    that the workbook gives beside the value itself stands.
    """
    given = answers.get(finding.thread) if answers and not finding.reason else None
    if given is None:
        return finding
    if given.action is Action.FIXED:
        return replace(finding, message=f"{finding.message}{_NOT_FIXED}")
    if given.action is Action.EXPLAINED:
        return replace(finding, reason=given.reason)
    if finding.severity is Severity.ERROR:
        return replace(finding, fix=f"{finding.fix}{_NOT_WAIVED}")
    return replace(finding, reason=given.reason, waived=True)
