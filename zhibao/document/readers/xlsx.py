"""工作簿: the sheets of an xlsx annex as headings and rows, each cell with its address.

`SourceLine.number` is the row in its sheet, so numbers start again with every sheet; the `cell` of a place
("Sheet!B3") tells them apart. A sheet's name is a heading with number 1 whose place is the sheet itself ("Sheet").
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

from zhibao.document.readers import errors
from zhibao.document.readers.archive import is_encrypted, packed, unpacked
from zhibao.document.readers.lines import LineCell, SourceLine
from zhibao.document.readers.sheet_formats import number_formats, plain, shown

_KIND = "Excel（xlsx）"
_MOST_CELLS = 2_000_000
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_PROLOGUE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MOST_SPAN = 500

Content = str | int | float | bool | date | time | datetime | timedelta
Grid = Sequence[Sequence[Content]]
Merges = dict[tuple[int, int], tuple[int, int]]


def xlsx_lines(content: bytes, name: str) -> list[SourceLine]:
    """Return the sheets of a workbook as lines.

    Raises: ReadError, for what is damaged, encrypted or too large.
    """
    if is_encrypted(content):
        raise errors.encrypted(name)
    parts = unpacked(content, name, _KIND)
    if "xl/workbook.xml" not in parts:
        raise errors.damaged(name, _KIND)
    for part, xml in parts.items():
        if part.startswith("xl/worksheets/"):
            _measure(xml, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(packed(parts)))
        sheets = [(sheet, book.get_sheet_by_name(sheet)) for sheet in book.sheet_names]
        grids = [(sheet, found.to_python(skip_empty_area=False), found.merged_cell_ranges) for sheet, found in sheets]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001  a panic of the Rust reader is no ordinary exception
        raise errors.damaged(name, _KIND) from None
    tables = 0
    lines: list[SourceLine] = []
    formats = number_formats(parts, name, _KIND)
    for title, grid, merged in grids:
        sheet = _Sheet(title, grid, _spans(merged or ()), formats.get(title, {}))
        if sheet.is_empty():
            continue
        lines.append(sheet.heading())
        for start, end in _blocks(grid):
            tables += 1
            lines += sheet.block(start, end, tables)
    return lines


def _measure(xml: bytes, name: str) -> None:
    """Refuse a sheet whose filled square is too large: a single cell at the far end would make it so."""
    if b"\0" in xml[:200] or _PROLOGUE.search(xml[:1000]):
        raise errors.damaged(name, _KIND)
    rows = columns = 0
    for letters, row in _REFERENCE.findall(xml):
        rows, columns = max(rows, int(row)), max(columns, _column(letters.decode()))
    if rows * columns > _MOST_CELLS:
        raise errors.too_large(name, f"一张工作表有 {rows} 行 {columns} 列", f"{_MOST_CELLS} 格")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    """Return the name of a column, counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _text(value: Content) -> str:
    """Return a value as a person reads it, on one line."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, datetime):
        shown = value.strftime("%Y-%m-%d")
        return shown if (value.hour, value.minute, value.second) == (0, 0, 0) else f"{shown} {value:%H:%M:%S}"
    return " ".join(str(value).split())


def _blocks(grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rows that are not empty."""
    start: int | None = None
    for index, row in enumerate(grid):
        filled = any(_text(value) for value in row)
        if filled and start is None:
            start = index
        elif not filled and start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(grid)


def _spans(merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Merges:
    """Return first cell → columns and rows that it covers."""
    return {
        (top, left): (min(right - left + 1, _MOST_SPAN), min(bottom - top + 1, _MOST_SPAN))
        for (top, left), (bottom, right) in merged
    }


class _Sheet:
    """Writes the rows of one sheet as lines."""

    def __init__(self, name: str, grid: Grid, spans: Merges, formats: Mapping[str, str]) -> None:
        self._name = name
        self._grid = grid
        self._spans = spans
        self._formats = formats

    def is_empty(self) -> bool:
        return not any(_text(value) for row in self._grid for value in row)

    def heading(self) -> SourceLine:
        cells = (LineCell(0, len(self._name), address=self._name),)
        return SourceLine(1, self._name, kind="heading", level=1, cells=cells)

    def block(self, start: int, end: int, table: int) -> Iterator[SourceLine]:
        """Yield a block of rows: titles above and notes below the columns are lines of text, the rest a table."""
        filled = [[index for index, value in enumerate(row) if _text(value)] for row in self._grid[start:end]]
        wide = [start + index for index, columns in enumerate(filled) if len(columns) > 1]
        first, last = (wide[0], wide[-1]) if wide else (end, end)
        width = max(columns[-1] + 1 for columns in filled)
        covered: set[tuple[int, int]] = set()
        for row in range(start, end):
            if first <= row <= last:
                yield self._row(row, last + 1, width, covered, table)
            else:
                column = filled[row - start][0]
                text = self._shown(row, column)
                cell = LineCell(0, len(text), address=self._address(row, column))
                yield SourceLine(row + 1, text, cells=(cell,), flow="starts")

    def _row(self, row: int, end: int, width: int, covered: set[tuple[int, int]], table: int) -> SourceLine:
        text = ""
        cells = []
        for column in range(width):
            text += "\t" if column else ""
            if (row, column) in covered:
                continue
            inner = self._shown(row, column)
            columns, rows = self._spans.get((row, column), (1, 1))
            columns, rows = min(columns, width - column), min(rows, end - row)
            covered |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            place = self._address(row, column)
            cells.append(LineCell(len(text), len(text) + len(inner), columns, rows, place))
            text += inner
        return SourceLine(row + 1, text, kind="row", cells=tuple(cells), table=table)

    def _address(self, row: int, column: int) -> str:
        return f"{self._name}!{_letters(column)}{row + 1}"

    def _shown(self, row: int, column: int) -> str:
        values = self._grid[row]
        value = values[column] if column < len(values) else ""
        code = self._formats.get(f"{_letters(column)}{row + 1}")
        if code and isinstance(value, (int, float)) and not isinstance(value, bool):
            return shown(value, code)
        return _text(value)
