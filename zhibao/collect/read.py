"""读工作簿: a filled workbook becomes a submission, or a list of what stands in the way, cell by cell."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from html import unescape
from pathlib import Path

from zhibao.collect import errors
from zhibao.collect.blank import Blank, Identity, parse_identity
from zhibao.collect.cells import is_empty, plain_text
from zhibao.collect.layout import CODES, IDENTITY, INSTRUCTIONS, Sheet, sheets_of
from zhibao.collect.page import Gathered, Page
from zhibao.collect.read_form import read_form
from zhibao.collect.read_rows import read_rows
from zhibao.collect.untrusted import Opened, open_bytes, read_bytes
from zhibao.snapshot.store import row_key
from zhibao.snapshot.submission import Row, Submission
from zhibao.terms.finding import Finding, Severity

_STATED = re.compile(r"zhibao/[^<>\s]{1,120}")


@dataclass(frozen=True)
class Reading:
    """读数结果: the submission, or None when any finding is an error."""

    submission: Submission | None
    findings: tuple[Finding, ...]


def read_workbook(path: Path, blank: Blank) -> Reading:
    """Return what a filled workbook says, measured by the form that was handed out.

    Whatever the file holds, nothing is raised; what cannot be read is a finding that names file, sheet and cell.
    Missing: an empty cell is NOT_SUBMITTED, or NIL where the field may stay empty; a table of rows without a row is
    left out, unless 无 says that there is none. That it must be filled is checked later.
    """
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
    findings = ([fault] if fault else []) + list(_strangers(path.name, opened, sheets))
    gathered: dict[str, Gathered] = {}
    for sheet in sheets:
        gathered[sheet.register.name] = _read_sheet(path.name, opened, sheet, blank)
        findings += gathered[sheet.register.name].findings
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Reading(None, tuple(findings))
    submission = Submission(
        place=blank.place,
        year=blank.year,
        registers={name: tuple(one.rows) for name, one in gathered.items() if one.handed_in},
        reasons=tuple(reason for one in gathered.values() for reason in one.reasons),
        workbook=path.name,
        workbook_sha256=hashlib.sha256(content).hexdigest(),
    )
    return Reading(submission, tuple(findings))


def _read_sheet(file: str, opened: Opened, sheet: Sheet, blank: Blank) -> Gathered:
    if sheet.name not in opened.names:
        known = {one.name for one in sheets_of(blank)} | {INSTRUCTIONS, CODES, IDENTITY}
        free = [name for name in opened.names if name not in known]
        similar = get_close_matches(sheet.name, free, n=1, cutoff=0.3) or free[:1]
        return Gathered(findings=[errors.sheet_missing(file, sheet.name, similar[0] if similar else "")])
    grid = opened.grid(sheet.name)
    if grid is None:
        return Gathered(findings=[errors.sheet_damaged(file, sheet.name)])
    last = _by_key(sheet, blank)
    page = Page(file, sheet, grid, opened.faults(sheet.name), blank.lists, last)
    return read_form(page, blank) if sheet.register.shape == "form" else read_rows(page)


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
    known = {sheet.name for sheet in sheets} | {INSTRUCTIONS, CODES, IDENTITY}
    if all(sheet.name in opened.names for sheet in sheets):
        for name in opened.names:
            if name not in known:
                yield errors.sheet_ignored(file, name)
