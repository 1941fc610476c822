"""写台账: one field a column, with last year's numbers beside this year's and room for more rows."""

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from zhibao.collect.codes import choices, shown
from zhibao.collect.layout import (
    FIRST_ROW,
    HEAD_ROW,
    LAST,
    SPARE_ROWS,
    Column,
    Role,
    Sheet,
    field_title,
    reference_rows,
    row_columns,
    rows_of,
)
from zhibao.collect.pen import Pen, begin, close_table, heighten, width_of
from zhibao.snapshot.submission import Row, row_key
from zhibao.terms.value import Missing

_HINT = "一行一项，只填浅青色的格；行数不够可接着往下填。一项也没有的，在第一行第一格写“无”。"
_NUMBER_WIDTH, _REASON_WIDTH = 16, 34
_LEAST_WIDTH, _MOST_WIDTH = 14, 44
# 下拉与提示一直管到这一行，比台账会有的行数多。
_LAST_ROW = 1999
_FITS_ON_A_PAGE = 44
_FITS_UPRIGHT = 130


def write_rows(page: Worksheet, sheet: Sheet, pen: Pen) -> None:
    """Write the sheet of a register of rows, with the rows that are known and empty ones behind."""
    rows = rows_of(pen.blank, sheet)
    last = {row_key(sheet.register, row): row for row in pen.blank.last.get(sheet.register.name, ())}
    columns = row_columns(sheet, with_last=bool(last))
    widths = [_width(sheet, one, pen) for one in columns]
    for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
        page.set_column(number, number, width, None if column.role is Role.LAST else pen.looks.unlocked)
    begin(page, sheet, pen, _HINT, widths, frozen=1)
    for number, column in enumerate(columns):
        _write_head(page, number, column, sheet, pen)
    end = FIRST_ROW + len(rows) + SPARE_ROWS
    for line in range(FIRST_ROW, end):
        row = rows[line - FIRST_ROW] if line - FIRST_ROW < len(rows) else {}
        _write_line(page, line, columns, row, last, sheet, pen)
        heighten(page, line, _texts_of(row, columns, widths, sheet, pen))
    close_table(page, end, range(len(columns)), pen.looks.closing)
    page.print_area(0, 0, end, len(columns) - 1)
    page.fit_to_pages(1, 1 if end <= _FITS_ON_A_PAGE else 0)
    if sum(widths) <= _FITS_UPRIGHT:
        page.set_portrait()
    page.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
    _write_reference(page, len(columns) + 1, sheet, pen)


def _write_head(page: Worksheet, number: int, column: Column, sheet: Sheet, pen: Pen) -> None:
    field = sheet.definition(column.field) if column.field else None
    align = "right" if field is not None and field.type.is_number else "left"
    look = pen.looks.head(align, is_last=column.role is Role.LAST)
    pen.head(page, (HEAD_ROW, number), column.header, field if column.role is Role.ENTRY else None, look)
    if field is not None and column.role is Role.ENTRY:
        pen.ask(page, (FIRST_ROW, number, _LAST_ROW, number), field)


def _write_line(
    page: Worksheet, line: int, columns: Sequence[Column], row: Row, last: dict[str, Row], sheet: Sheet, pen: Pen
) -> None:
    key = _key(sheet, row)
    for number, column in enumerate(columns):
        if column.role is Role.REASON:
            said = pen.reason(sheet.register.name, key, sheet.reason_field) if key else ""
            pen.say(page, (line, number), said, pen.looks.reason)
            continue
        field = sheet.definition(column.field)
        if column.role is Role.LAST:
            pen.put(page, (line, number), last.get(key, {}).get(column.field), field, pen.looks.last[field.type])
        else:
            pen.put(page, (line, number), row.get(column.field), field, pen.looks.entry[field.type])


def _key(sheet: Sheet, row: Row) -> str:
    """Return a row's key, '' for an empty row."""
    is_whole = all(name in row and not isinstance(row[name], Missing) for name in sheet.register.key)
    return row_key(sheet.register, row) if is_whole else ""


def _write_reference(page: Worksheet, first: int, sheet: Sheet, pen: Pen) -> None:
    """Write last year's list to the right of the table, to be copied from; it is never read back."""
    rows = reference_rows(pen.blank, sheet)
    if not rows:
        return
    page.set_column(first - 1, first - 1, 3)
    for column, name in enumerate(sheet.typed, first):
        field = sheet.definition(name)
        title = f"{LAST}{field_title(field)}"
        page.set_column(column, column, _fitted(title, _texts(sheet, name, pen, rows)))
        page.write_string(HEAD_ROW, column, title, pen.looks.head(is_last=True))
        for line, row in enumerate(rows, FIRST_ROW):
            pen.put(page, (line, column), row.get(name), field, pen.looks.last[field.type])


def _width(sheet: Sheet, column: Column, pen: Pen) -> float:
    if column.role is Role.REASON:
        return _REASON_WIDTH
    field = sheet.definition(column.field)
    if field.type.is_number:
        return max(_NUMBER_WIDTH, min(width_of(column.header) + 3, 26))
    return _fitted(column.header, _texts(sheet, column.field, pen, rows_of(pen.blank, sheet)))


def _texts(sheet: Sheet, name: str, pen: Pen, rows: Sequence[Row]) -> list[str]:
    codes = pen.blank.lists.get(sheet.definition(name).list)
    offered = choices(codes) if codes else ()
    return [*offered, *(str(row[name]) for row in rows if isinstance(row.get(name), str))]


def _texts_of(
    row: Row, columns: Sequence[Column], widths: Sequence[float], sheet: Sheet, pen: Pen
) -> Iterator[tuple[str, float]]:
    """Yield the texts of a row with the room they have."""
    for column, width in zip(columns, widths, strict=True):
        cell = row.get(column.field)
        if isinstance(cell, str):
            codes = pen.blank.lists.get(sheet.definition(column.field).list)
            yield shown(codes, cell) if codes else cell, width - 3
        elif column.role is Role.REASON and row:
            yield pen.reason(sheet.register.name, _key(sheet, row), sheet.reason_field), width - 3


def _fitted(header: str, texts: Sequence[str]) -> float:
    widest = max(map(width_of, [header, *texts]))
    room = 30 if not texts else 0
    return max(_LEAST_WIDTH, min(_MOST_WIDTH, max(widest + 4, room)))
