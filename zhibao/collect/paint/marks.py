"""着色的内容: what is put back into a workbook, cell by cell and line by line; no file is touched here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.terms.finding import Severity

LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?0*([1-9]\d{0,6})")
_ORDER = tuple(Severity)
# 批注过长时框里放不下，其余看汇总页。
_LONGEST_NOTE = 1800
_REST = "……其余见工作表“反馈”。"


@dataclass(frozen=True, slots=True)
class Mark:
    """标记: a finding on a cell; without a sheet or cell that is there it stands in the summary only."""

    sheet: str
    cell: str
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """反馈的一行: a finding, and what was answered to it so far; `sheet` and `cell` are where its link leads."""

    id: str
    where: str
    severity: Severity
    message: str
    fix: str = ""
    answer: str = ""
    reason: str = ""
    by: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """一格的批注: all marks of one cell in one text, coloured as the worst of them."""

    severity: Severity
    text: str


def position(cell: str) -> tuple[int, int] | None:
    """Return row and column, from 1, of a cell's name; None for what is none."""
    named = _CELL.fullmatch(cell)
    if named is None:
        return None
    row, column = int(named[2]), column_of(named[1].upper())
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def column_of(letters: str) -> int:
    """Return a column's number, from 1, for its capital letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def joined(marks: Sequence[Mark]) -> Note:
    """Return the marks of one cell as one note, the worst first, each said once."""
    inorder = sorted(dict.fromkeys(marks), key=lambda one: _ORDER.index(one.severity))
    lines = dict.fromkeys(f"【{one.severity.label}】{one.text.strip()}" for one in inorder)
    text = "\n".join(lines)
    if len(text) > _LONGEST_NOTE:
        text = text[: _LONGEST_NOTE - len(_REST)] + _REST
    return Note(inorder[0].severity, text)
