"""附表工作簿: every table of a document, and the table behind every chart, as sheets with numbers that stay numbers."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zhibao.document.nodes import Chart, Document, Figure, Inlines, Number, Row, Table, plain, walk

_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_xlsx(document: Document) -> bytes:
    """Return the workbook; equal documents give equal bytes.

    A printed number without an affix is written as a number with its printed decimals; everything else is text, so
    that nothing beginning with = + - @ can act as a formula.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": document.title, "author": document.cover.issuer, "created": _MADE})
        look = _Look(book)
        names: set[str] = set()
        for title, head, body in _tables(document):
            sheet = book.add_worksheet(_sheet_name(title, names))
            _write(sheet, look, title, head, body)
            if declaration := document.properties.get("declaration", ""):
                sheet.set_footer(f"&L&8{declaration[:200].replace('&', '&&')}")
        if not names:
            book.add_worksheet("无表")
    return target.getvalue()


class _Look:
    """The few formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self.title = book.add_format({"bold": True, "font_size": 12, "font_name": "宋体"})
        self.head = self._format(
            {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "top": 2, "bottom": 1}
        )
        self.text = self._format({"text_wrap": True, "valign": "vcenter"})
        self._numbers: dict[int, Format] = {}

    def number(self, decimals: int) -> Format:
        """Return the format of a number with so many decimals."""
        if decimals not in self._numbers:
            digits = "0" if decimals == 0 else "0." + "0" * decimals
            self._numbers[decimals] = self._format({"num_format": digits, "valign": "vcenter"})
        return self._numbers[decimals]

    def _format(self, settings: dict[str, object]) -> Format:
        return self._book.add_format({"font_name": "宋体", "font_size": 10.5, "bottom": 4, **settings})


def _tables(document: Document) -> Iterator[tuple[str, tuple[Row, ...], tuple[Row, ...]]]:
    for block in walk(document.blocks):
        match block:
            case Table(caption=caption, head=head, body=body, name=name):
                yield (f"{caption.name} {caption.text}".strip() if caption else name), head, body
            case Figure(caption=caption, content=Chart(head=head, body=body)):
                yield f"{caption.name} {caption.text}".strip(), (head,), body
            case _:
                continue


def _write(sheet: Worksheet, look: _Look, title: str, head: tuple[Row, ...], body: tuple[Row, ...]) -> None:
    sheet.write_string(0, 0, title, look.title)
    widths: dict[int, int] = {}
    for offset, row in enumerate(head, 1):
        column = 0
        for cell in row:
            text = plain(cell.content)
            if cell.columns > 1 or cell.rows > 1:
                last = (offset + cell.rows - 1, column + cell.columns - 1)
                sheet.merge_range(offset, column, *last, text, look.head)
            else:
                sheet.write_string(offset, column, text, look.head)
                widths[column] = max(widths.get(column, 8), _width(text))
            column += cell.columns
    for offset, row in enumerate(body, 1 + len(head)):
        for column, cell in enumerate(row):
            _write_cell(sheet, look, (offset, column), cell.content)
            widths[column] = max(widths.get(column, 8), min(60, _width(plain(cell.content))))
    for column, width in widths.items():
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1 + len(head), 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1, len(head))


def _write_cell(sheet: Worksheet, look: _Look, at: tuple[int, int], content: Inlines) -> None:
    text = plain(content)
    number = content[0] if len(content) == 1 and isinstance(content[0], Number) else None
    if number is not None and number.exact is not None and _PLAIN_NUMBER.fullmatch(text):
        digits = Decimal(text)
        sheet.write_number(*at, float(digits), look.number(max(0, -int(digits.as_tuple().exponent))))
    else:
        sheet.write_string(*at, text, look.text)


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _sheet_name(title: str, names: set[str]) -> str:
    name = re.sub(r"[\[\]:*?/\\']", "", title)[:28] or "表"
    free = next(name if not n else f"{name}{n}" for n in range(99) if (name if not n else f"{name}{n}") not in names)
    names.add(free)
    return free
