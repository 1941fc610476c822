"""读入: what was typed in the browser is read as a sheet of a workbook is, by the same reader."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from zhibao.collect.blank import Blank
from zhibao.collect.cells import Content
from zhibao.collect.layout import (
    CHANGE,
    FIRST_ROW,
    HEAD_ROW,
    LABEL,
    THIS_YEAR,
    Role,
    Sheet,
    cell_name,
    field_title,
    form_head,
    row_columns,
)
from zhibao.collect.page import Gathered, Page
from zhibao.collect.read_form import read_form
from zhibao.collect.read_rows import read_rows
from zhibao.snapshot.submission import Reason, Row, Submission, row_key
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Place
from zhibao.terms.source import CellPlace
from zhibao.web.bridge.forms import FORM_LINE
from zhibao.web.bridge.ground import Ground, kept
from zhibao.web.records.revision import Line

Texts = Mapping[str, Sequence[Line]]
"""Register → its rows as they were typed."""


@dataclass
class Typed:
    """读出: the rows and reasons that texts mean, what cannot be read, and which row of the page each key names."""

    rows: dict[str, Sequence[Row]] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    findings: list[tuple[str, str, str, Finding]] = field(default_factory=list)
    lines: dict[tuple[str, str], str] = field(default_factory=dict)

    def submission(
        self, place: Place, year: int, besides: Submission | None = None, here: Collection[str] = ()
    ) -> Submission:
        """Return what a school says; of what it handed in before, only registers that are not filled in `here`."""
        rows: dict[str, Sequence[Row]] = {}
        reasons: list[Reason] = []
        if besides is not None:
            rows = {name: kept for name, kept in besides.registers.items() if name not in here}
            reasons = [one for one in besides.reasons if one.register not in here]
        return Submission(place, year, {**rows, **self.rows}, (*reasons, *self.reasons), workbook="网上填报")

    @property
    def unreadable(self) -> bool:
        """Say whether any cell holds what it cannot hold."""
        return any(one.severity is Severity.ERROR for *_, one in self.findings)


def read_texts(base: Ground, place: Place, texts: Texts) -> Typed:
    """Return what the texts of registers mean; a register without a row is not handed in."""
    typed = Typed()
    for name, lines in texts.items():
        if any(line.cells for line in lines):
            one = _read(base, place, name, tuple((line.id, *map(_pairs, (line.cells, line.why))) for line in lines))
            typed.rows |= one.rows
            typed.reasons += one.reasons
            typed.findings += one.findings
            typed.lines |= one.lines
    return typed


_Pairs = tuple[tuple[str, str], ...]


def _pairs(texts: Mapping[str, str]) -> _Pairs:
    return tuple(texts.items())


@kept(2_000)
def _read(base: Ground, place: Place, name: str, said: tuple[tuple[str, _Pairs, _Pairs], ...]) -> Typed:
    """Return what the texts of one register mean; the same texts are read once, since few change between two looks."""
    sheet, blank, typed = base.sheets[name], base.blank(place), Typed()
    lines, is_list = [Line(one, dict(cells), dict(why)) for one, cells, why in said], sheet.register.shape == "rows"
    grid, spots = _rows_grid(sheet, lines) if is_list else _form_grid(sheet, blank, lines)
    last = {row_key(sheet.register, row): row for row in blank.last.get(name, ())}
    page = Page("", sheet, grid, {}, blank.lists, last)
    gathered: Gathered = read_rows(page) if is_list else read_form(page, blank)
    if gathered.handed_in:
        typed.rows[name] = gathered.held
    typed.reasons += gathered.reasons
    typed.lines |= {(name, key): lines[row - FIRST_ROW].id for key, row in gathered.spots.lines.items()}
    for one in gathered.findings:
        cell = one.where.cell if isinstance(one.where, CellPlace) else ""
        typed.findings.append((name, *spots.get(cell, ("", "")), one))
    return typed


Spot = tuple[str, str]
"""Row of the page and field."""


def _form_grid(sheet: Sheet, blank: Blank, lines: Sequence[Line]) -> tuple[list[list[Content]], dict[str, Spot]]:
    line = lines[0]
    head = form_head(blank, sheet.register)
    grid: list[list[Content]] = [[] for _ in range(HEAD_ROW)]
    grid.append(list(head))
    spots = {}
    for row, name in enumerate(sheet.typed, FIRST_ROW):
        cells: list[Content] = [""] * len(head)
        cells[LABEL] = field_title(sheet.definition(name))
        cells[THIS_YEAR], cells[CHANGE] = line.cells.get(name, ""), line.why.get(name, "")
        grid.append(cells)
        spots[cell_name(row, THIS_YEAR)] = (FORM_LINE, name)
    return grid, spots


def _rows_grid(sheet: Sheet, lines: Sequence[Line]) -> tuple[list[list[Content]], dict[str, Spot]]:
    columns = row_columns(sheet, with_last=False)
    grid: list[list[Content]] = [[] for _ in range(HEAD_ROW)]
    grid.append([one.header for one in columns])
    spots = {}
    for row, line in enumerate(lines, FIRST_ROW):
        why = line.why.get(sheet.reason_field, "")
        grid.append([line.cells.get(one.field, "") if one.role is Role.ENTRY else why for one in columns])
        for column, one in enumerate(columns):
            spots[cell_name(row, column)] = (line.id, one.field)
    return grid, spots
