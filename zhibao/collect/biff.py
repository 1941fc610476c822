"""xls 的记录: what the reader cannot tell of an xls or et workbook: its password, its size, its formulas in error.

Source: [MS-XLS], Excel Binary File Format (.xls) Structure.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhibao.collect.cells import Faults

_BEGIN, _END, _SHEET, _PASSWORD = 0x0809, 0x000A, 0x0085, 0x002F
_FORMULA, _ERROR = 0x0006, 0x0205
# 数、整数、字符串、富文本、布尔与错误、公式：首两项都是行、列。
_CELLS = frozenset((0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _ERROR, _FORMULA))
_MANY, _SIZE, _TEXTS = 0x00BD, 0x0200, 0x00FC
# 一张 xls 表最多的格数；读取程序照记录所称的大小占内存。
_WHOLE = 65536 * 256
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_OLDEST = 0x0600


@dataclass
class Scan:
    """查看的结果: whether there is a password, the filled square of the largest sheet, and faults by sheet.

    It is not sound when it states sizes that no such workbook has.
    """

    has_password: bool = False
    is_older: bool = False
    is_sound: bool = True
    cells: int = 0
    faults: dict[str, Faults] = field(default_factory=dict)


def scan(stream: bytes) -> Scan:
    """Return what the records of a workbook say, as far as they can be followed."""
    found = Scan()
    names: dict[int, str] = {}
    sheet, depth = "", 0
    rows = columns = 0
    faults: dict[tuple[int, int], str] = {}
    for at, kind, start, end in _records(stream):
        if kind == _BEGIN:
            depth += 1
            if at == 0:
                found.is_older = _number(stream, start) < _OLDEST
            if depth == 1:
                sheet, rows, columns, faults = names.get(at, ""), 0, 0, {}
        elif kind == _END:
            depth = max(depth - 1, 0)
            found.cells = max(found.cells, rows * columns)
            if depth == 0 and faults:
                found.faults[sheet] = faults
        elif kind == _PASSWORD:
            found.has_password = True
            return found
        elif kind == _SHEET and end - start >= 8:
            names[_number(stream, start, "<I")] = _name(stream[start + 6 : end])
        elif kind in (_SIZE, _TEXTS):
            found.is_sound &= _states_no_more_than_can_be(stream, kind, start, end)
        elif (kind in _CELLS or kind == _MANY) and end - start >= 6:
            row, column = struct.unpack_from("<HH", stream, start)
            last = _number(stream, end - 2) if kind == _MANY else column
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            fault = _fault(stream, kind, start, end)
            if fault:
                faults[row, column] = fault
    found.cells = max(found.cells, rows * columns)
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each record begins, its kind, and where what it holds begins and ends."""
    at, size = 0, len(stream)
    while at + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, at)
        end = at + 4 + length
        if end > size:
            return
        yield at, kind, at + 4, end
        at = end


def _states_no_more_than_can_be(stream: bytes, kind: int, start: int, end: int) -> bool:
    """Say whether a record that states a size states one that a workbook can have."""
    if kind == _TEXTS:
        return _number(stream, start + 4, "<I") <= len(stream)
    if end - start == 14:
        top, bottom, left, right = struct.unpack_from("<IIHH", stream, start)
    elif end - start == 10:
        top, bottom, left, right = struct.unpack_from("<HHHH", stream, start)
    else:
        return False
    return bool(bottom - top < 1 << 17 and (bottom - top + 1) * (right - left + 1) <= _WHOLE + 65536 + 257)


def _fault(stream: bytes, kind: int, start: int, end: int) -> str:
    """Return the error in which a cell ends, '' for none."""
    if kind == _ERROR and end - start >= 8 and stream[start + 7] == 1:
        return _ERRORS.get(stream[start + 6], "#VALUE!")
    if (
        kind == _FORMULA
        and end - start >= 14
        and stream[start + 12 : start + 14] == b"\xff\xff"
        and stream[start + 6] == 2
    ):
        return _ERRORS.get(stream[start + 8], "#VALUE!")
    return ""


def _name(raw: bytes) -> str:
    """Return the name of a sheet, which is written in one byte or two for each character."""
    length, is_wide = raw[0], raw[1] & 1
    text = raw[2 : 2 + length * (2 if is_wide else 1)]
    return text.decode("utf-16-le" if is_wide else "latin-1", "replace")


def _number(stream: bytes, at: int, form: str = "<H") -> int:
    size = struct.calcsize(form)
    return int(struct.unpack_from(form, stream, at)[0]) if at + size <= len(stream) else 0
