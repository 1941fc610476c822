"""批注框: where the box of a note begins and ends, in columns, rows and pixels, so that its text can be read in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhibao.collect.paint.cells import Grid, heights
from zhibao.collect.paint.tags import inside, values
from zhibao.collect.pen import width_of

Anchor = tuple[int, int, int, int, int, int, int, int]
"""Column, pixels, row, pixels of the first corner, and of the last; columns and rows from 0."""

WIDTH = 250
_LINE, _MARGIN = 17, 14
_TALLEST = 420
# 9 磅字每半角约 6.2 像素。
_MARK = 6.2
_COLUMN, _ROW = 64.0, 20.0
_FARTHEST = 200


@dataclass(frozen=True)
class Sizes:
    """行高列宽: in pixels, by number from 0, and what holds for all others."""

    columns: Mapping[int, float]
    rows: Mapping[int, float]
    column: float = _COLUMN
    row: float = _ROW

    def box(self, row: int, column: int, text: str) -> Anchor:
        """Return the box for a note to a cell, to the right of it."""
        left, top = column + 1, max(row - 1, 0)
        last_column, across = _walk(left, 15 + WIDTH, self.columns, self.column)
        last_row, down = _walk(top, 10 + needed(text, WIDTH), self.rows, self.row)
        return left, 15, top, 10, last_column, across, last_row, down

    def grown(self, box: Anchor, text: str) -> Anchor:
        """Return a box that is tall enough for a text; the same box when it is already."""
        left, from_left, top, from_top, right, across, bottom, down = box
        width = sum(self.columns.get(one, self.column) for one in range(left, min(right, left + _FARTHEST)))
        wanted = _walk(top, from_top + needed(text, max(int(width) - from_left + across, 80)), self.rows, self.row)
        return (*box[:6], *wanted) if wanted > (bottom, down) else box


def sizes_of(xml: bytes, grid: Grid) -> Sizes:
    """Return the sizes of a sheet, as far as it states them."""
    defaults = grid.head.get(b"sheetFormatPr")
    said = values(xml, defaults) if defaults else {}
    row = _number(said.get(b"defaultRowHeight", "")) * 4 / 3 or _ROW
    width = _pixels(_number(said.get(b"defaultColWidth", "")))
    columns: dict[int, float] = {}
    cols = grid.head.get(b"cols")
    for one in inside(xml, cols) if cols else ():
        about = values(xml, one)
        first, last = about.get(b"min", ""), about.get(b"max", "")
        if first.isdecimal() and last.isdecimal():
            hidden = about.get(b"hidden") in ("1", "true")
            size = 0.0 if hidden else _pixels(_number(about.get(b"width", ""))) or _COLUMN
            columns |= dict.fromkeys(range(int(first) - 1, min(int(last), 1 << 14)), size)
    rows = {number - 1: height * 4 / 3 for number, height in heights(xml, grid).items()}
    return Sizes(columns, rows, width or _COLUMN, row)


def needed(text: str, width: int) -> int:
    """Return how tall a box must be for a text, in pixels."""
    room = max(int((width - 10) / _MARK), 8)
    lines = sum(-(-max(width_of(line), 1) // room) for line in text.split("\n"))
    return min(_LINE * lines + _MARGIN, _TALLEST)


def _walk(start: int, pixels: int, sizes: Mapping[int, float], usual: float) -> tuple[int, int]:
    """Return where one stands after so many pixels from the beginning of a row or column."""
    at, rest = start, float(pixels)
    while at < start + _FARTHEST and rest > (size := sizes.get(at, usual)):
        rest -= size
        at += 1
    return at, int(rest)


def _pixels(width: float) -> float:
    return width * 7 + 5 if width else 0.0


def _number(text: str) -> float:
    try:
        return max(min(float(text), 1000.0), 0.0)
    except ValueError:
        return 0.0
