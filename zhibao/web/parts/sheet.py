"""表: a register as a page shows it: columns with letters, rows with numbers, and in every cell all there is to say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from zhibao.web.bridge.checking import Remark
from zhibao.web.bridge.forms import FORM_LINE, Column, Form, difference
from zhibao.web.records.comment import Comment
from zhibao.web.records.revision import Content, Line, Part

Last = Mapping[str, Mapping[str, str]]
Past = Mapping[int, Last]
"""Year → what stood there, the latest year first."""


@dataclass
class Cell:
    """格: what stands in it, last year and before the last handing in, and what was said of it."""

    line: str
    column: Column
    part: Part
    ref: str
    label: str
    text: str
    last: str = ""
    change: str = ""
    before: str | None = None
    remarks: list[Remark] = field(default_factory=list)
    comments: int = 0
    evidence: int = 0
    past: tuple[tuple[int, str], ...] = ()

    @property
    def past_text(self) -> str:
        """Return what stood there in earlier years, the latest first; '' for nothing."""
        return gettext("，").join(gettext("{year} 年 {text}").format(year=year, text=text) for year, text in self.past)

    @property
    def name(self) -> str:
        """Return the name of its field in a form that is sent without a script."""
        return f"{self.part}.{self.line}.{self.column.name}"

    @property
    def marks(self) -> str:
        """Return the classes of the visual language: wrong, odd, talked about, changed."""
        open_ones = [one for one in self.remarks if one.is_open]
        said = "bad" if any(one.is_error for one in open_ones) else "odd" if open_ones else ""
        changed = "chd" if self.before is not None and self.before != self.text else ""
        return " ".join(
            filter(None, (said, "talk" if self.comments else "", "proof" if self.evidence else "", changed))
        )


@dataclass
class Row:
    """行: a number, the cells, the reason for changes, and whether it is new since the last handing in."""

    number: int
    id: str
    cells: list[Cell]
    why: Cell | None = None
    is_new: bool = False


@dataclass
class Sheet:
    """表: `heads` are (letter, column, which of last, this and change) from left to right."""

    form: Form
    rows: list[Row]
    letters: list[str]
    refs: dict[tuple[str, str], str]
    changed: int = 0

    def cells(self) -> Iterator[Cell]:
        """Yield every cell."""
        for row in self.rows:
            yield from row.cells

    def ref(self, line: str, name: str) -> str:
        """Return how a cell is called; '' for none."""
        return self.refs.get((line, name), "")


def sheet(
    form: Form,
    content: Content,
    last: Last,
    remarks: Sequence[Remark] = (),
    comments: Sequence[Comment] = (),
    before: Content | None = None,
    past: Past | None = None,
) -> Sheet:
    """Return a register as a page shows it; `before` is what it is compared with, `past` what earlier years say."""
    past = past or {}
    rows, letters = _listed(form, content, last, past) if form.is_list else _formed(form, content, last, past)
    shown = Sheet(form, rows, letters, {(one.line, one.column.name): one.ref for row in rows for one in row.cells})
    said: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        said.setdefault((remark.line, remark.field), []).append(remark)
    talked = Counter((one.line, one.field) for one in comments)
    for cell in shown.cells():
        key = (cell.line, cell.column.name)
        cell.remarks, cell.comments = said.get(key, []), talked[key]
    if before is not None:
        _compare(shown, before)
    return shown


def _compare(shown: Sheet, before: Content) -> None:
    """Say of every cell what stood in it; rows are found by their own id."""
    for row in shown.rows:
        was = before.line(row.id)
        row.is_new = was is None
        for cell in row.cells:
            cell.before = was.text("cells", cell.column.name) if was else None
    changed = sum(cell.before is not None and cell.before != cell.text for cell in shown.cells())
    shown.changed = changed + sum(row.is_new for row in shown.rows)


def _formed(form: Form, content: Content, last: Last, past: Past) -> tuple[list[Row], list[str]]:
    """Return a form as lines: what is asked, last year, this year, change, reason; this year is column C."""
    line = content.line(FORM_LINE) or Line(FORM_LINE)
    before = last.get("", {})
    rows = []
    for number, column in enumerate(form.columns, 1):
        cell = _cell(line, column, f"C{number}", column.title, before.get(column.name, ""))
        cell.past = _past(past, "", column.name)
        why = Cell(
            line.id,
            column,
            "why",
            f"E{number}",
            gettext("{column} 变化说明").format(column=column.title),
            line.text("why", column.name),
        )
        rows.append(Row(number, FORM_LINE, [cell], why))
    return rows, list("ABCDEF")


def _listed(form: Form, content: Content, last: Last, past: Past) -> tuple[list[Row], list[str]]:
    """Return a list: numbers have last year to the left and the change to the right, the reason stands at the end."""
    places, at = {}, 0
    for column in form.columns:
        places[column.name] = at + 1 if column.is_number else at
        at += 3 if column.is_number else 1
    keys = [one.name for one in form.columns if one.is_key]
    rows = []
    for number, line in enumerate(content.lines, 1):
        key = "｜".join(_code(line.cells.get(name, "")) for name in keys)
        before = last.get(key, {})
        who = " ".join(filter(None, (line.cells.get(name, "") for name in keys))) or gettext("第 {number} 行").format(
            number=number
        )
        cells = [
            _cell(line, one, f"{letter(places[one.name])}{number}", f"{who} {one.title}", before.get(one.name, ""))
            for one in form.columns
        ]
        for cell in cells if past else ():
            cell.past = _past(past, key, cell.column.name)
        reason = Column(
            form.reason_field, gettext("说明"), "", "", form.columns[0].type, (), is_required=False, is_key=False
        )
        text = line.text("why", form.reason_field)
        rows.append(
            Row(
                number,
                line.id,
                cells,
                Cell(line.id, reason, "why", f"{letter(at)}{number}", gettext("{row} 说明").format(row=who), text),
            )
        )
    return rows, [letter(one) for one in range(at + 1)]


def _cell(line: Line, column: Column, ref: str, label: str, last: str) -> Cell:
    text = line.text("cells", column.name)
    change = difference(text, last) if column.is_number else ""
    return Cell(line.id, column, "cells", ref, label, text, last, change)


def _past(past: Past, key: str, name: str) -> tuple[tuple[int, str], ...]:
    found = ((year, those.get(key, {}).get(name, "")) for year, those in past.items())
    return tuple((year, text) for year, text in found if text)


def _code(text: str) -> str:
    """Return the code of a text that shows code and label."""
    return text.partition(" ")[0]


def letter(at: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
