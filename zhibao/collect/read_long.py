"""读长台账: a long sheet about which nothing has to be said is read by columns; any other is read row by row."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from zhibao.catalog.register import FieldType, RegisterField
from zhibao.collect.cells import Content, read_cell
from zhibao.collect.layout import REASON
from zhibao.collect.long_sheet import LongSheet
from zhibao.collect.page import Gathered, Page
from zhibao.snapshot.long_rows import ByColumn, LongColumn, LongRows, Stood, long_rows
from zhibao.snapshot.submission import Cell, Reason
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known

_NOWHERE = CellPlace("")
# 表里的小数按二进制存，写成文字时带着尾数。
_BINARY = re.compile(r"-?\d+\.\d{12,}|-?\d+(?:\.\d+)?[eE][+-]?\d+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_LONG_DIGITS = re.compile(r"[\d.]{16,}")


def read_long(page: Page, sheet: LongSheet, columns: Mapping[str, int], gathered: Gathered) -> bool:
    """Take the rows of a long sheet by columns; say False, with nothing taken, when they must be read row by row."""
    fields = page.sheet.typed
    numbers = sheet.extent.numbers if sheet.extent is not None else None
    if page.faults or numbers is None or len(fields) < len(page.sheet.asked.fields):
        return False
    wanted = [LongColumn(name, columns[name], _meaning(page, name, columns[name] in numbers)) for name in fields]
    register = page.sheet.register
    found = (None if one is None else ByColumn(one.first, one.table) for one in sheet.columns())
    rows = long_rows(found, register, wanted, columns[REASON])
    if rows is None:
        return False
    gathered.spots.lines = rows.lines
    reasons = dict(rows.reasons())
    gathered.reasons += [Reason(register.name, key, page.sheet.reason_field, text) for key, text in reasons.items()]
    _compare(page, rows, columns, reasons, gathered)
    gathered.long = rows
    return True


def _compare(
    page: Page, rows: LongRows, columns: Mapping[str, int], reasons: Mapping[str, str], gathered: Gathered
) -> None:
    """Add what the amounts look like beside last year's."""
    if not page.last:
        return
    for name in page.sheet.numbers:
        if page.sheet.definition(name).unit == "元":
            for key, number in rows.numbers(name):
                if last := page.last.get(key):
                    at = (rows.lines[key], columns[name])
                    said = reasons.get(key, "")
                    gathered.findings += page.magnitude(at, name, Known(number), last.get(name), said)


def _meaning(page: Page, name: str, has_numbers: bool) -> Callable[[Stood], Cell | None]:
    """Return what tells what a content of a field's column means, or that something has to be said about it."""
    definition = page.sheet.definition(name)
    codes = page.lists.get(definition.list)

    def means(content: Stood) -> Cell | None:
        # 长的数字串，文字和数看起来一样，存的却不同。
        is_text = isinstance(content, str) and has_numbers and not definition.type.is_number
        if is_text and _LONG_DIGITS.fullmatch(str(content)):
            return None
        stood = _as_it_stood(content, definition) if isinstance(content, str) else content
        read = read_cell(stood, definition, codes, _NOWHERE)
        return None if read.findings else read.cell

    return means


def _as_it_stood(text: str, definition: RegisterField) -> Content:
    """Return the content of a cell of a mixed column as it would have been read by itself."""
    if definition.type.is_number and _BINARY.fullmatch(text):
        return float(text)
    if definition.type in (FieldType.DATE, FieldType.TEXT) and _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text)
    return text
