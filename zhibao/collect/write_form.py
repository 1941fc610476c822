"""写一校一行的表: one field a row, last year beside this year, room for a word on the change."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from zhibao.catalog.register import FieldType, RegisterField
from zhibao.collect.layout import (
    CHANGE,
    FIRST_ROW,
    HEAD_ROW,
    LABEL,
    LAST_YEAR,
    NOTE,
    THIS_YEAR,
    UNIT,
    Sheet,
    field_title,
    form_head,
)
from zhibao.collect.pen import Pen, begin, close_table, heighten
from zhibao.snapshot.submission import Cell, Row

_WIDTHS = (36, 7, 17, 18, 30, 50)
_TEXT_WIDTH = 34
_HINT = "只填浅青色的格。估计数写“约9000”；没有数时写“／”（不适用）、“无”（无此项）、“—”（未采集），不要留空。"
# 口径用小一号的字，格里写得下更多。
_SMALLER = 1.1
_REGISTER = re.compile(r"([a-z_]+)\.")


def write_form(page: Worksheet, sheet: Sheet, pen: Pen) -> None:
    """Write the sheet of a form, filled with the one row that the blank has for it."""
    widths = _widths(sheet)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    begin(page, sheet, pen, _HINT, widths, frozen=THIS_YEAR)
    aligned = {UNIT: "center", LAST_YEAR: "right", THIS_YEAR: "right"}
    for column, header in enumerate(form_head(pen.blank, sheet.register)):
        look = pen.looks.head(aligned.get(column, "left"), is_last=column == LAST_YEAR)
        page.write_string(HEAD_ROW, column, header, look)
    last, now = _only(pen.blank.last.get(sheet.register.name)), _only(pen.blank.now.get(sheet.register.name))
    parts, lists = _parts(sheet), {one.register.name: one.register.label for one in pen.blank.asked}
    for row, name in enumerate(sheet.typed, FIRST_ROW):
        note = _note(sheet.definition(name), lists)
        _write_line(page, row, name, sheet, pen, _Line((last.get(name), now.get(name)), note, name in parts, widths))
    close_table(page, FIRST_ROW + len(sheet.typed), range(len(_WIDTHS)), pen.looks.closing)
    page.print_area(0, 0, FIRST_ROW + len(sheet.typed), NOTE)
    page.set_selection(FIRST_ROW, THIS_YEAR, FIRST_ROW, THIS_YEAR)


class _Line(NamedTuple):
    """一行: both years' cells, what is said of the field, whether it is set in, and how wide columns are."""

    cells: tuple[Cell | None, Cell | None]
    note: str
    is_part: bool
    widths: Sequence[float]


def _write_line(page: Worksheet, row: int, name: str, sheet: Sheet, pen: Pen, line: _Line) -> None:
    definition, looks, title = sheet.definition(name), pen.looks, field_title(sheet.definition(name))
    page.write_string(row, LABEL, title, looks.part if line.is_part else looks.label)
    pen.say(page, (row, UNIT), definition.unit, looks.unit)
    pen.put(page, (row, LAST_YEAR), line.cells[0], definition, looks.last[definition.type])
    pen.put(page, (row, THIS_YEAR), line.cells[1], definition, looks.entry[definition.type])
    pen.explain(page, (row, THIS_YEAR), definition)
    pen.ask(page, (row, THIS_YEAR, row, THIS_YEAR), definition)
    reason = pen.reason(sheet.register.name, "", name)
    pen.say(page, (row, CHANGE), reason, looks.reason)
    pen.say(page, (row, NOTE), line.note, looks.note)
    texts = [(str(cell), line.widths[THIS_YEAR] - 3) for cell in line.cells if isinstance(cell, str)]
    texts += [(line.note, line.widths[NOTE] * _SMALLER), (title, line.widths[LABEL] - 5)]
    heighten(page, row, [*texts, (reason, line.widths[CHANGE] - 3)])


def _note(definition: RegisterField, lists: Mapping[str, str]) -> str:
    """Return the 口径 of a field, with the list in this workbook (register → label) that can give its number."""
    found = dict.fromkeys(lists[name] for name in _REGISTER.findall(definition.derive) if name in lists)
    given = f"填了“{'”“'.join(found)}”的可留空，由系统数出" if found else ""
    return "；".join(part for part in (definition.note, given) if part)


def _parts(sheet: Sheet) -> set[str]:
    """Return the fields that are set in below a field that contains them, directly or by another of them."""
    parts: set[str] = set()
    family: set[str] = set()
    for name in sheet.typed:
        definition = sheet.definition(name)
        if family & {*definition.within, definition.part_of}:
            parts.add(name)
        else:
            family = set()
        family.add(name)
    return parts


def _only(rows: Sequence[Row] | None) -> Row:
    return rows[0] if rows else {}


def _widths(sheet: Sheet) -> tuple[float, ...]:
    """Return the widths of the columns; texts such as an address get more room than numbers."""
    has_text = any(not _is_short(sheet.definition(name)) for name in sheet.typed)
    wide = (LAST_YEAR, THIS_YEAR) if has_text else ()
    return tuple(_TEXT_WIDTH if column in wide else width for column, width in enumerate(_WIDTHS))


def _is_short(definition: RegisterField) -> bool:
    return definition.type.is_number or definition.type is FieldType.DATE
