"""写表样: a form as the printed table, totals computed as one types, last year's table beside."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from zhibao.catalog.register import FieldType
from zhibao.collect.cells import typed
from zhibao.collect.layout import FIRST_ROW, HEAD_ROW, Sheet, cell_name
from zhibao.collect.pen import LINE_HEIGHT, Pen, begin, close_table, width_of
from zhibao.collect.table import FIRST_COLUMN, FOOTNOTE, LABEL_COLUMN, Square, square_of
from zhibao.snapshot.submission import Row

_HINT = (
    "只填浅青色的格；合计由表格自动相加，灰格不填。没有数时写“／”（不适用）、“无”（无此项）、“—”（未采集），不要留空。"
)
_LABEL_WIDTH, _MOST_LABEL_WIDTH, _REASON_WIDTH = 24, 46, 34
_LEAST_WIDTH, _LEAST_FOR_AMOUNTS, _MOST_WIDTH = 11, 18, 24
_GAP = 3


def write_table(page: Worksheet, sheet: Sheet, pen: Pen) -> None:
    """Write the sheet of a form with a layout, filled with the one row that the blank has for it."""
    square = square_of(sheet)
    heads = square.head()
    least = _LEAST_FOR_AMOUNTS if square.layout.type is FieldType.AMOUNT else _LEAST_WIDTH
    widths = [_label_width(square), *(_width(head, least) for head in heads[1:-1]), _REASON_WIDTH]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    begin(page, sheet, pen, f"{_HINT}单位：{square.layout.unit}。", widths, frozen=1)
    for column, head in enumerate(heads):
        page.write_string(HEAD_ROW, column, head, pen.looks.head("left" if column in (0, len(widths) - 1) else "right"))
    last, now = _only(pen.blank.last.get(sheet.register.name)), _only(pen.blank.now.get(sheet.register.name))
    for row in square.rows:
        _write_line(page, row, square, pen, now)
    end = FIRST_ROW + len(square.rows)
    close_table(page, end, range(len(widths)), pen.looks.closing)
    said = f"{FOOTNOTE}{square.layout.note}。"
    page.merge_range(end, 0, end, len(widths) - 1, said, pen.looks.footnote)
    page.set_row(end, LINE_HEIGHT * -(-width_of(said) // int(sum(widths))) + 8)
    page.print_area(0, 0, end, len(widths) - 1)
    page.fit_to_pages(1, 1)
    page.set_selection(FIRST_ROW, FIRST_COLUMN, FIRST_ROW, FIRST_COLUMN)
    if last:
        _write_last(page, square, pen, last)


def _write_line(page: Worksheet, row: str, square: Square, pen: Pen, now: Row) -> None:
    line, layout, looks = FIRST_ROW + square.rows.index(row), square.layout, pen.looks
    page.write_string(line, LABEL_COLUMN, layout.rows[row], looks.part if row in layout.of_which else looks.label)
    reason = ""
    for column in square.columns:
        name = square.cells.get((row, column))
        at = square.place(row, column)
        if name is None:
            page.write_blank(*at, None, looks.grey)
            continue
        definition = square.sheet.definition(name)
        reason = reason or pen.reason(square.sheet.register.name, "", name)
        if name in square.totals:
            _write_total(page, name, square, pen, now)
            continue
        pen.put(page, at, now.get(name), definition, looks.entry[definition.type])
        pen.ask(page, (*at, *at), definition)
    pen.say(page, (line, square.reason_column), reason, looks.reason)


def _write_total(page: Worksheet, name: str, square: Square, pen: Pen, now: Row) -> None:
    """Write the formula of a total, with its value where all parts are known."""
    places = dict(square.places())
    parts = ",".join(cell_name(*places[part]) for part in square.totals[name])
    cell, definition = now.get(name), square.sheet.definition(name)
    value = "" if cell is None else typed(cell, definition, None)
    look = pen.looks.last[definition.type]
    page.write_formula(*places[name], f'=IF(COUNT({parts})=0,"",SUM({parts}))', look, "" if value is None else value)


def _write_last(page: Worksheet, square: Square, pen: Pen, last: Row) -> None:
    """Write last year's table to the right, to compare with; it is never read back."""
    first = square.reason_column + 2
    page.set_column(first - 1, first - 1, _GAP)
    for offset, head in enumerate(square.last_head()):
        page.set_column(first + offset, first + offset, max(_width(head, _LEAST_WIDTH), 14))
        page.write_string(HEAD_ROW, first + offset, head, pen.looks.head("right", is_last=True))
    for name, (line, column) in square.places():
        definition = square.sheet.definition(name)
        at = (line, first + column - FIRST_COLUMN)
        pen.put(page, at, last.get(name), definition, pen.looks.last[definition.type])


def _only(rows: Sequence[Row] | None) -> Row:
    return rows[0] if rows else {}


def _width(head: str, least: float) -> float:
    return max(least, min(_MOST_WIDTH, width_of(head) + 4))


def _label_width(square: Square) -> float:
    widest = max(width_of(square.layout.rows[row]) for row in square.rows)
    return max(_LABEL_WIDTH, min(_MOST_LABEL_WIDTH, widest + 6))
