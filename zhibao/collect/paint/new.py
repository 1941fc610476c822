"""另写的工作簿: a new xlsx for findings in a file into which nothing can be written back, such as xls and et."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from zhibao.collect.cells import Content
from zhibao.collect.layout import CODES, IDENTITY
from zhibao.collect.looks import FONT
from zhibao.collect.paint.marks import Line, Mark
from zhibao.collect.paint.patch import painted
from zhibao.collect.pen import width_of
from zhibao.collect.untrusted import Opened

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}
# 同样的内容得到同样的字节，因此不写当时的时间。
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  a document property without a zone
_FIRST_DAY = 1900
_NARROWEST, _WIDEST, _LOOKED_AT = 9, 50, 200


def new_workbook(
    lines: Sequence[Line], title: str, note: str, opened: Opened | None = None, marks: Sequence[Mark] = ()
) -> bytes:
    """Return an xlsx with the sheet 反馈 under a title and a note, and a copy of the values of what was opened.

    The copies bear the marks; what only the old file has (formulas, pictures, looks) is not in them.
    """
    content = io.BytesIO()
    book = Workbook(content, _OPTIONS)
    book.set_properties({"title": title, "created": _CREATED})
    if opened is not None:
        plain = book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter"})
        day = book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", "num_format": "yyyy-mm-dd"})
        for name in opened.names:
            page = _sheet(book, name)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            _copy(page, opened.grid(name) or [], plain, day)
            if name in (CODES, IDENTITY):
                page.hide()
    else:
        book.add_worksheet("说明").write_string(0, 0, note)
    book.close()
    return painted(content.getvalue(), marks, lines, title, note)


def _sheet(book: Workbook, name: str) -> Worksheet:
    """Return a new sheet; a name that Excel does not take, from a file that it never wrote, is replaced."""
    try:
        return book.add_worksheet(name)
    except XlsxWriterException:
        return book.add_worksheet()


def _copy(page: Worksheet, rows: Sequence[Sequence[Content]], plain: object, day: object) -> None:
    """Write the values of a sheet, in columns about as wide as they need."""
    widths: dict[int, int] = {}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            match cell:
                case "":
                    continue
                case bool():
                    page.write_boolean(row, column, cell, plain)
                case int() | float():
                    page.write_number(row, column, cell, plain)
                case datetime() | date() if cell.year >= _FIRST_DAY:
                    page.write_datetime(row, column, cell, day)
                case time() | timedelta() | date():
                    page.write_string(row, column, str(cell), plain)
                case str():
                    page.write_string(row, column, cell[:32767], plain)
            if row < _LOOKED_AT:
                widths[column] = max(widths.get(column, 0), *map(width_of, str(cell).split("\n")))
    for column, width in widths.items():
        page.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))
