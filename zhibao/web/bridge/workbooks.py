"""工作簿的桥: the prefilled workbook goes out, a filled one comes in, a painted copy goes back."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.collect.blank import Blank
from zhibao.collect.difference import State
from zhibao.collect.errors import CollectError
from zhibao.collect.feedback import lines_of, marks_of
from zhibao.collect.folder import Book
from zhibao.collect.layout import NONE, sheets_of
from zhibao.collect.paint.paint import paint
from zhibao.collect.read import Reading, read_workbook
from zhibao.collect.write import workbook_bytes
from zhibao.snapshot.submission import Submission
from zhibao.terms.finding import Finding
from zhibao.web.bridge.forms import FORM_LINE, texts_of
from zhibao.web.bridge.ground import Ground, ground
from zhibao.web.bridge.places import place_of
from zhibao.web.bridge.typed import Texts, read_texts
from zhibao.web.records.revision import Line
from zhibao.web.records.school import School


@dataclass(frozen=True)
class Taken:
    """读入的工作簿: what it says by register, or None and why not; with a painted copy."""

    texts: Mapping[str, tuple[Line, ...]] | None
    findings: tuple[Finding, ...]
    painted: bytes | None


def prefilled(school: School, texts: Texts) -> bytes:
    """Return the workbook of a school with what was typed so far in it."""
    base = ground(school.campaign.path)
    typed = read_texts(base, place_of(school), texts)
    blank = replace(_blank(base, school), now=typed.rows, reasons=tuple(typed.reasons))
    return workbook_bytes(blank)


def take(school: School, name: str, content: bytes) -> Taken:
    """Return what a filled workbook says, or what stands in the way; nothing is raised, whatever it holds."""
    base = ground(school.campaign.path)
    blank = _blank(base, school)
    with tempfile.TemporaryDirectory(prefix="zhibao-upload-") as folder:
        path = Path(folder) / (Path(name.replace("\\", "/")).name[-80:] or "上传.xlsx")
        path.write_bytes(content)
        reading = read_workbook(path, blank)
        painted = _painted(path, content, blank, reading)
    if reading.submission is None:
        return Taken(None, reading.findings, painted)
    return Taken(_texts(base, reading.submission), reading.findings, painted)


def frozen_texts(school: School) -> Mapping[str, tuple[Line, ...]]:
    """Return what a school has in force in the store for this year, as it would be typed; empty for nothing."""
    base = ground(school.campaign.path)
    found = base.context
    if found is None:
        return {}
    of_school = (one for one in found.handed if (one.place.code, one.year) == (school.code, base.edition.this))
    handed = next(of_school, None)
    if handed is None:
        return {}
    return _texts(base, Submission(handed.place, handed.year, handed.rows, handed.reasons))


def _blank(base: Ground, school: School) -> Blank:
    return replace(base.blank(place_of(school)), asked=base.asked)


def _texts(base: Ground, submission: Submission) -> dict[str, tuple[Line, ...]]:
    texts = {}
    for name, sheet in base.sheets.items():
        is_list = sheet.register.shape == "rows"
        lines = []
        for number, row in enumerate(submission.registers.get(name, ()), 1):
            key = "｜".join(str(row[one]) for one in sheet.register.key)
            said = {one.field: one.text for one in submission.reasons if (one.register, one.key) == (name, key)}
            lines.append(Line(f"r{number}" if is_list else FORM_LINE, texts_of(base, sheet, row), said))
        if is_list and name in submission.registers and not lines:
            lines.append(Line("r1", {sheet.typed[0]: NONE}))
        texts[name] = tuple(lines)
    return texts


def _painted(path: Path, content: bytes, blank: Blank, reading: Reading) -> bytes | None:
    """Return the workbook with what was found painted into it; None where nothing was, or nothing can be painted."""
    if not any(one.is_open for one in reading.findings):
        return None
    names = {one.register.name: one.name for one in sheets_of(blank)}
    state = State.REFUSED if reading.submission is None else State.CHANGED
    book = Book(path, blank.place, blank.year, state, reading.findings, names, reading.spots, reading.feedback.written)
    try:
        return paint(content, marks_of(book, reading.findings), lines_of(book, reading.findings, {}))
    except CollectError:
        return None
