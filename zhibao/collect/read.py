"""读工作簿: a filled workbook becomes a submission, or a list of what stands in the way, cell by cell."""

import gc
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from html import unescape
from pathlib import Path

from zhibao.collect import errors, faults
from zhibao.collect.blank import Blank, Identity, parse_identity
from zhibao.collect.cells import is_empty, plain_text
from zhibao.collect.layout import FEEDBACK, IDENTITY, OTHERS, Sheet, sheets_of
from zhibao.collect.merged import merged_over
from zhibao.collect.page import Gathered, Page
from zhibao.collect.pieces import DamagedSheetError
from zhibao.collect.read_feedback import Answered, read_feedback
from zhibao.collect.read_form import read_form
from zhibao.collect.read_rows import read_rows
from zhibao.collect.read_table import read_table
from zhibao.collect.spots import Spots
from zhibao.collect.untrusted import Opened, open_bytes, read_bytes
from zhibao.snapshot.answered import answered
from zhibao.snapshot.submission import Row, Submission, row_key
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace

_STATED = re.compile(r"zhibao/[^<>\s]{1,120}")


@dataclass(frozen=True)
class Reading:
    """读数结果: the submission, or None when any finding is an error.

    `spots` say by register where its cells stand; `feedback` is what was written on the 反馈 sheet.
    """

    submission: Submission | None
    findings: tuple[Finding, ...]
    spots: Mapping[str, Spots] = field(default_factory=dict)
    feedback: Answered = field(default_factory=Answered)


def read_workbook(path: Path, blank: Blank) -> Reading:
    """Return what a filled workbook says, measured by the form that was handed out.

    Whatever the file holds, nothing is raised; what cannot be read is a finding that names file, sheet and cell.
    Missing: an empty cell is NOT_SUBMITTED, or NIL where the field may stay empty; a table of rows without a row is
    left out, unless 无 says that there is none. That it must be filled is checked later.
    """
    with _collector_at_rest():
        reading = _read(path, blank)
    threads = {one.thread: one for one in reading.feedback.answers}
    findings = (answered(_of_place(one, blank), threads) for one in reading.findings)
    return replace(reading, findings=tuple(findings))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python from searching millions of new cells for cycles, of which reading makes none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(path: Path, blank: Blank) -> Reading:
    content = read_bytes(path)
    if isinstance(content, Finding):
        return Reading(None, (content,))
    opened = open_bytes(path.name, content)
    if isinstance(opened, Finding):
        return Reading(None, (opened,))
    fault = _wrong_workbook(path.name, opened, blank)
    if fault is not None and fault.severity is Severity.ERROR:
        return Reading(None, (fault,))
    sheets = sheets_of(blank)
    findings = ([fault] if fault else []) + list(_of_file(path, opened)) + list(_strangers(path.name, opened, sheets))
    gathered: dict[str, Gathered] = {}
    for sheet in sheets:
        gathered[sheet.register.name] = _read_sheet(path.name, opened, sheet, blank)
        findings += gathered[sheet.register.name].findings
    feedback = _read_answers(path.name, opened)
    findings += feedback.findings
    spots = {
        name: replace(one.spots, sheet=sheet.name) for sheet, (name, one) in zip(sheets, gathered.items(), strict=True)
    }
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Reading(None, tuple(findings), spots, feedback)
    submission = Submission(
        place=blank.place,
        year=blank.year,
        registers={name: one.held for name, one in gathered.items() if one.handed_in},
        reasons=tuple(reason for one in gathered.values() for reason in one.reasons),
        workbook=path.name,
        workbook_sha256=hashlib.sha256(content).hexdigest(),
        answers=tuple(sorted(feedback.answers)),
    )
    return Reading(submission, tuple(findings), spots, feedback)


def _of_file(path: Path, opened: Opened) -> Iterator[Finding]:
    """Yield what is to be said of the file as a whole."""
    if opened.is_old:
        yield faults.read_from_old_format(path.name, "et" if path.suffix.lower() == ".et" else "xls")
    if opened.has_macros:
        yield faults.macros_not_run(path.name)


def _of_place(finding: Finding, blank: Blank) -> Finding:
    """Return a finding that says whose workbook of which year it is about, so that it keeps its thread."""
    if not isinstance(finding.where, CellPlace):
        return finding
    return replace(finding, where=replace(finding.where, place=blank.place.code, year=blank.year))


def _read_answers(file: str, opened: Opened) -> Answered:
    if FEEDBACK not in opened.names:
        return Answered()
    grid = opened.grid(FEEDBACK)
    return Answered(findings=(errors.sheet_damaged(file, FEEDBACK),)) if grid is None else read_feedback(file, grid)


def _read_sheet(file: str, opened: Opened, sheet: Sheet, blank: Blank) -> Gathered:
    if sheet.name not in opened.names:
        known = {one.name for one in sheets_of(blank)} | OTHERS
        free = [name for name in opened.names if name not in known]
        similar = get_close_matches(sheet.name, free, n=1, cutoff=0.3) or free[:1]
        return Gathered(findings=[errors.sheet_missing(file, sheet.name, similar[0] if similar else "")])
    grid = opened.growing(sheet.name)
    if grid is None:
        return Gathered(findings=[errors.sheet_damaged(file, sheet.name)])
    last = _by_key(sheet, blank)
    page = Page(file, sheet, grid, opened.faults(sheet.name), blank.lists, last, opened.long(sheet.name))
    try:
        gathered = _read_page(page, blank)
    except DamagedSheetError:
        return Gathered(findings=[errors.sheet_damaged(file, sheet.name)])
    gathered.findings += merged_over(page, gathered.spots, opened.merges(sheet.name))
    return gathered


def _read_page(page: Page, blank: Blank) -> Gathered:
    if page.sheet.register.layout is not None:
        return read_table(page)
    return read_form(page, blank) if page.sheet.register.shape == "form" else read_rows(page)


def _by_key(sheet: Sheet, blank: Blank) -> Mapping[str, Row]:
    return {row_key(sheet.register, row): row for row in blank.last.get(sheet.register.name, ())}


def _wrong_workbook(file: str, opened: Opened, blank: Blank) -> Finding | None:
    """Return why this is not the workbook that was expected; a note when only the form's version differs."""
    stated = _identity(opened)
    if stated is None:
        return errors.no_identity(file) if _has_content(opened) else errors.empty_workbook(file)
    wanted = blank.identity
    if (stated.level, stated.code) != (wanted.level, wanted.code):
        return errors.other_place(file, stated.code, f"{blank.place.name}（{wanted.code}）")
    if stated.year != wanted.year:
        return errors.other_year(file, stated.year, wanted.year)
    return None if stated == wanted else errors.other_form(file)


def _identity(opened: Opened) -> Identity | None:
    """Return what the hidden sheet says, else the document property, which WPS does not keep."""
    grid = opened.grid(IDENTITY) if IDENTITY in opened.names else None
    texts = [plain_text(cell) for row in (grid or [])[:4] for cell in row[:4]]
    texts += [unescape(found) for found in _STATED.findall(opened.properties)]
    return next((one for one in map(parse_identity, texts) if one is not None), None)


def _has_content(opened: Opened) -> bool:
    grids = (opened.grid(name) or [] for name in opened.names)
    return any(not is_empty(cell) for grid in grids for row in grid for cell in row)


def _strangers(file: str, opened: Opened, sheets: tuple[Sheet, ...]) -> Iterator[Finding]:
    known = {sheet.name for sheet in sheets} | OTHERS
    if all(sheet.name in opened.names for sheet in sheets):
        free = [name for name in opened.names if name not in known]
        if len(free) > 1:
            yield faults.sheets_ignored(file, free)
        elif free:
            yield errors.sheet_ignored(file, free[0])
