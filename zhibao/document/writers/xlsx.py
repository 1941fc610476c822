"""附表工作簿: every table of a document, and the table behind every chart, as sheets with numbers that stay numbers."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zhibao.document.nodes import Cell, Chart, Document, Figure, Inlines, Number, Row, Table, plain, walk
from zhibao.document.writers.measures import head_grid

_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_INK, _GREY, _LINE, _WASH = "#16202A", "#5D6A75", "#D8DEE2", "#E9EDEF"
_LEAST_WIDTH, _MOST_WIDTH, _ONE_LINE = 9, 60, 20
_LINE_HEIGHT, _ROW_HEIGHT = 15, 20
_A4 = 9


def write_xlsx(document: Document) -> bytes:
    """Return the workbook; equal documents give equal bytes.

    A printed number without an affix is written as a number with its printed decimals and sign; everything else is
    text, so that nothing beginning with = + - @ can act as a formula.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": document.title, "author": document.cover.issuer, "created": _MADE})
        look = _Look(book)
        names: set[str] = set()
        for printed in _tables(document):
            sheet = book.add_worksheet(_sheet_name(printed.title, names))
            _write(sheet, look, printed)
            declaration = document.properties.get("declaration", "")
            sheet.set_footer(f"&L&8{declaration[:200].replace('&', '&&')}&R&8第 &P 页，共 &N 页")
        if not names:
            book.add_worksheet("无表")
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Printed:
    """One sheet: a table, or the table behind a chart."""

    title: str
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[Inlines, ...] = ()
    total: bool = False


class _Look:
    """The few formats of the workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self.title = self.of(bold=True, font_size=12, indent=0)
        self.note = self.of(font_size=9, font_color=_GREY, indent=0)
        self.closing = self.of(top=2, top_color=_INK)

    def head(self, align: str) -> Format:
        """Return the format of a head, aligned as what stands below it."""
        rules = {"top": 2, "top_color": _INK, "bottom": 1, "bottom_color": _INK}
        return self.of(bold=True, text_wrap=True, bg_color=_WASH, **_aligned(align), **rules)

    def cell(self, align: str, digits: str = "", *, total: bool = False) -> Format:
        """Return the format of a cell; `digits` is the number format of a number."""
        shown = {"num_format": digits} if digits else {"text_wrap": True}
        rule = {"bold": True, "top": 1, "top_color": _INK} if total else {"bottom": 1, "bottom_color": _LINE}
        return self.of(**shown, **_aligned(align), **rule)

    def of(self, **properties: object) -> Format:
        """Return the format with these properties."""
        whole = {"font_name": "宋体", "font_size": 10.5, "font_color": _INK, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]


def _aligned(align: str) -> dict[str, object]:
    return {"align": align, "indent": 0 if align == "center" else 1}


def _tables(document: Document) -> Iterator[_Printed]:
    for block in walk(document.blocks):
        match block:
            case Table(caption=caption, head=head, body=body, name=name, notes=notes, total=total):
                title = f"{caption.name} {caption.text}".strip() if caption else name
                yield _Printed(title, head, body, notes, total)
            case Figure(caption=caption, content=Chart(head=head, body=body), notes=notes):
                yield _Printed(f"{caption.name} {caption.text}".strip(), (head,), body, notes)
            case _:
                continue


def _write(sheet: Worksheet, look: _Look, printed: _Printed) -> None:
    count = max([1, *(sum(cell.columns for cell in row) for row in printed.head), *(len(row) for row in printed.body)])
    widths = _widths(printed, count)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_default_row(_ROW_HEIGHT)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, printed.title, look.title)
    _write_head(sheet, look, printed.head, widths)
    first = 1 + len(printed.head)
    for offset, row in enumerate(printed.body, first):
        is_total = printed.total and offset - first + 1 == len(printed.body)
        for column, cell in enumerate(row):
            _write_cell(sheet, look, (offset, column), cell, total=is_total)
        _heighten(sheet, offset, row, widths)
    end = first + len(printed.body)
    for column in range(count):
        sheet.write_blank(end, column, None, look.closing)
    for offset, note in enumerate(printed.notes, end + bool(printed.body)):
        sheet.write_string(offset, 0, plain(note), look.note)
    sheet.freeze_panes(first, 0)
    sheet.set_paper(_A4)
    if sum(widths) > 100:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if printed.head:
        sheet.repeat_rows(1, len(printed.head))


def _write_head(sheet: Worksheet, look: _Look, head: tuple[Row, ...], widths: Sequence[float]) -> None:
    """Write the head's cells where spans from the left and from above leave them their places."""
    grid = head_grid(head, len(widths))
    for y, line in enumerate(grid):
        for x, (row, place) in enumerate(line):
            if row != y or (x and line[x - 1] == (row, place)):
                continue
            cell = head[row][place]
            form = look.head("center" if cell.columns > 1 else cell.align)
            if cell.columns > 1 or cell.rows > 1:
                last = (min(y + cell.rows, len(head)), min(x + cell.columns, len(widths)) - 1)
                sheet.merge_range(1 + y, x, *last, plain(cell.content), form)
            else:
                sheet.write_string(1 + y, x, plain(cell.content), form)
        single = [cell for cell in head[y] if cell.columns == 1 and cell.rows == 1]
        lines = max((_lines(plain(cell.content), min(widths)) for cell in single), default=1)
        sheet.set_row(1 + y, _ROW_HEIGHT + 2 + (_LINE_HEIGHT if lines > 1 and len(head) == 1 else 0))


def _widths(printed: _Printed, count: int) -> list[float]:
    """Return the widths of the columns: what the cells need; a head that is longer takes two lines."""
    widths = [float(_LEAST_WIDTH)] * count
    for cells in printed.body:
        for column, cell in enumerate(cells):
            widths[column] = max(widths[column], min(_MOST_WIDTH, _width(plain(cell.content)) + 3))
    for line in head_grid(printed.head, count):
        for x, (row, place) in enumerate(line):
            if row >= 0 and printed.head[row][place].columns == 1:
                text = _width(plain(printed.head[row][place].content))
                widths[x] = max(widths[x], text + 4 if text <= _ONE_LINE else text / 2 + 5)
    return widths


def _write_cell(sheet: Worksheet, look: _Look, at: tuple[int, int], cell: Cell, *, total: bool) -> None:
    text = plain(cell.content)
    number = cell.content[0] if len(cell.content) == 1 and isinstance(cell.content[0], Number) else None
    if number is not None and number.exact is not None and _PLAIN_NUMBER.fullmatch(text):
        digits = Decimal(text)
        decimals = max(0, -int(digits.as_tuple().exponent))
        shown = "0" + "." * bool(decimals) + "0" * decimals
        signed = f"+{shown};-{shown};{shown}" if text.startswith("+") else shown
        sheet.write_number(*at, float(digits), look.cell("right", signed, total=total))
    else:
        sheet.write_string(*at, text, look.cell(cell.align, total=total))


def _heighten(sheet: Worksheet, row: int, cells: Row, widths: Sequence[float]) -> None:
    lines = max((_lines(plain(cell.content), width) for cell, width in zip(cells, widths, strict=False)), default=1)
    if lines > 1:
        sheet.set_row(row, _LINE_HEIGHT * lines + 6)


def _lines(text: str, width: float) -> int:
    return -(-_width(text) // max(1, int(width - 2)))


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _sheet_name(title: str, names: set[str]) -> str:
    name = re.sub(r"[\[\]:*?/\\']", "", title)[:28] or "表"
    free = next(name if not n else f"{name}{n}" for n in range(99) if (name if not n else f"{name}{n}") not in names)
    names.add(free)
    return free
