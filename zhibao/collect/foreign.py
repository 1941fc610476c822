"""外来表格: a workbook or CSV of another system as plain sheets, whatever its encoding; and where its headers stand."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibao.collect import foreign_errors as said
from zhibao.collect.cells import Content, plain_text
from zhibao.collect.untrusted import open_bytes, read_bytes
from zhibao.terms.finding import Finding

# 表头之上的标题、单位、制表日期不会比这更多。
_MOST_TITLE_ROWS = 20
_MOST_CELLS = 3_000_000


@dataclass(frozen=True)
class ForeignSheet:
    """外来的一张表: its name ('' for a CSV) and its cells from the first row on."""

    file: str
    name: str
    grid: Sequence[Sequence[Content]]


@dataclass(frozen=True)
class Headed:
    """有表头的表: the row of the headers and the column of each, as plain names."""

    sheet: ForeignSheet
    row: int
    columns: Mapping[str, int]

    def lines(self) -> Iterator[tuple[int, Sequence[Content]]]:
        """Yield the rows below the headers in which something stands, with their numbers from 0."""
        for number in range(self.row + 1, len(self.sheet.grid)):
            cells = self.sheet.grid[number]
            if any(plain_text(cell) for cell in cells):
                yield number, cells

    def content(self, cells: Sequence[Content], header: str) -> Content:
        """Return what stands in a row under a header."""
        column = self.columns[plain_name(header)]
        return cells[column] if column < len(cells) else ""


def read_foreign(path: Path) -> tuple[ForeignSheet, ...] | Finding:
    """Return the sheets of a file, or the one finding that says why it cannot be read."""
    content = read_bytes(path)
    if isinstance(content, Finding):
        return content
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return _read_text(path.name, content)
    opened = open_bytes(path.name, content)
    if isinstance(opened, Finding):
        return opened
    return tuple(ForeignSheet(path.name, name, opened.grid(name) or []) for name in opened.names)


def headed(sheets: Iterable[ForeignSheet], needed: Iterable[str]) -> Headed | None:
    """Return the first sheet that has all these headers in one row near its top; None when there is none."""
    wanted = {plain_name(one) for one in needed}
    for sheet in sheets:
        for number, cells in enumerate(sheet.grid[:_MOST_TITLE_ROWS]):
            columns = _columns(cells)
            if wanted <= set(columns):
                return Headed(sheet, number, columns)
    return None


def fullest(sheets: Iterable[ForeignSheet]) -> Headed | None:
    """Return the sheet and row that look most like headers: the most different texts in a row with numbers below."""
    found = [
        Headed(sheet, number, _columns(cells))
        for sheet in sheets
        for number, cells in enumerate(sheet.grid[:_MOST_TITLE_ROWS])
        if len(_columns(cells)) > 1
    ]
    return max(found, key=lambda one: (len(one.columns), -one.row), default=None)


def plain_name(text: str) -> str:
    """Return a header without blanks, brackets' variants and a unit behind it, as headers are compared."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    head, bracket, _ = plain.partition("(")
    return (head if bracket and head else plain).casefold()


def _columns(cells: Sequence[Content]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, cell in enumerate(cells):
        name = plain_name(cell) if isinstance(cell, str) else ""
        if name:
            columns.setdefault(name, column)
    return columns


def _read_text(file: str, content: bytes) -> tuple[ForeignSheet, ...] | Finding:
    text = _decoded(content)
    if text is None:
        return said.unknown_encoding(file)
    sample = text[:4096]
    mark = max((",", "\t", ";"), key=sample.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        return said.not_a_table(file)
    if sum(map(len, rows)) > _MOST_CELLS:
        return said.too_many_cells(file)
    return (ForeignSheet(file, "", rows),)


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None
