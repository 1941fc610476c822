"""表格数据: gives cells of a sheet another format, and puts those in that were not there; the rest stays as it was."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhibao.collect.paint.marks import position
from zhibao.collect.paint.tags import INSIDE, Edit, Element, attributes, children, inside, values

Restyle = Callable[[int, int, int], int]
"""Row, column and the number of a cell's format → the number of the format it is to have."""

_ROW = re.compile(rb"<((?:[^\s<>/:\"'!?]+:)?)row(?=[\s/>])" + INSIDE + rb"(/?)>")
_CELL = re.compile(rb"<((?:[^\s<>/:\"'!?]+:)?)c(?=[\s/>])" + INSIDE + rb"(/?)>")
_HEIGHT = re.compile(rb"\s(?:ht|hidden)\s*=")
_END = re.compile(rb"</(?:[^\s<>/:\"'!?]+:)?row\s*>")
_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")
_DATA = re.compile(rb"<((?:[^\s<>/:\"'!?]+:)?)sheetData(?=[\s/>])" + INSIDE + rb"(/?)>")


@dataclass(frozen=True)
class Grid:
    """表格: what a sheet holds before its cells, the cells themselves, and what comes behind them."""

    head: Mapping[bytes, Element]
    data: Element
    tail: tuple[Element, ...]

    def merged(self, xml: bytes) -> tuple[tuple[int, int, int, int], ...]:
        """Return the merged ranges as first row, first column, last row, last column."""
        held = next((one for one in self.tail if one.name == b"mergeCells"), None)
        return tuple(_ranges(xml, held)) if held else ()


@dataclass(frozen=True, slots=True)
class _Line:
    """一行: its number, and where it and its cells stand."""

    number: int
    start: int
    inner: int
    inner_end: int
    prefix: bytes
    is_closed: bool


def grid_of(xml: bytes, top: Element) -> Grid | None:
    """Return where the cells of a masked sheet are; None for a sheet that has none, such as a chart's."""
    tag = _DATA.search(xml, top.inner, top.inner_end)
    if tag is None:
        return None
    end = tag.end(), tag.end()
    if not tag[2]:
        closing = re.compile(rb"</" + tag[1] + rb"sheetData\s*>").search(xml, tag.end(), top.inner_end)
        if closing is None:
            return None
        end = closing.span()
    data = Element(b"sheetData", tag[1], tag.start(), tag.end(), *end)
    head = {one.name: one for one in children(xml, top.inner, data.start)}
    return Grid(head, data, tuple(children(xml, data.end, top.inner_end)))


def first_of_merged(ranges: Sequence[tuple[int, int, int, int]], row: int, column: int) -> tuple[int, int]:
    """Return the cell that is seen where a cell lies: the first of its merged range, or itself."""
    for top, left, bottom, right in ranges:
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return row, column


def heights(xml: bytes, grid: Grid) -> dict[int, float]:
    """Return the heights that rows state, in points; a hidden row has none."""
    found = {}
    for line in _lines(xml, grid.data):
        if not _HEIGHT.search(xml, line.start, line.inner):
            continue
        said = values(xml, Element(b"row", b"", line.start, line.inner, line.inner, line.inner))
        if said.get(b"hidden") in ("1", "true"):
            found[line.number] = 0.0
        elif b"ht" in said and re.fullmatch(r"\d{1,3}(?:\.\d{1,20})?", said[b"ht"]):
            found[line.number] = float(said[b"ht"])
    return found


def restyled(xml: bytes, grid: Grid, wanted: Mapping[int, Sequence[int]], restyle: Restyle) -> list[Edit]:
    """Return the edits that give cells, named by row and columns, another format."""
    columns = _styles_of_columns(xml, grid.head.get(b"cols"))
    pending = sorted(wanted)
    edits: list[Edit] = []
    lines = list(_lines(xml, grid.data))
    there = {line.number for line in lines}
    missing = [number for number in pending if number not in there]
    prefix = lines[0].prefix if lines else grid.data.prefix
    for line in lines:
        new = b""
        while missing and missing[0] < line.number:
            number = missing.pop(0)
            new += _new_row(prefix, number, wanted[number], columns, restyle)
        if new:
            edits.append((line.start, line.start, new))
        if line.number in wanted:
            there.discard(line.number)
            edits += _in_row(xml, line, sorted(wanted[line.number]), columns, restyle)
    rest = b"".join(_new_row(prefix, number, wanted[number], columns, restyle) for number in missing)
    if rest:
        edits.append(_behind(xml, grid.data, rest))
    return edits


def _lines(xml: bytes, data: Element) -> Iterator[_Line]:
    """Yield the rows in the order of the sheet; one without a number follows the one before."""
    number, at = 0, data.inner
    while (tag := _ROW.search(xml, at, data.inner_end)) is not None:
        said = _NUMBER.search(xml, tag.start(), tag.end())
        number = int(said[1]) if said else number + 1
        if tag[2]:
            at = tag.end()
            yield _Line(number, tag.start(), tag.end(), tag.end(), tag[1], True)
            continue
        end = _END.search(xml, tag.end(), data.inner_end)
        if end is None:
            return
        at = end.end()
        yield _Line(number, tag.start(), tag.end(), end.start(), tag[1], False)


def _in_row(xml: bytes, line: _Line, wanted: list[int], columns: Mapping[int, int], restyle: Restyle) -> Iterator[Edit]:
    """Yield the edits within a row."""
    row = attributes(xml, line.start, line.inner)
    own = _number(xml, row.get(b"s")) if xml[slice(*row.get(b"customFormat", (0, 0)))] in (b"1", b"true") else None
    if b"spans" in row:
        yield from _wider(xml, row[b"spans"], wanted)
    column, pending = 0, list(wanted)

    def new(before: int) -> bytes:
        cells = b""
        while pending and pending[0] < before:
            at = pending.pop(0)
            style = restyle(line.number, at, columns.get(at, 0) if own is None else own)
            cells += _new_cell(line.prefix, line.number, at, style)
        return cells

    for cell in _CELL.finditer(xml, line.inner, line.inner_end):
        spans = attributes(xml, cell.start(), cell.end())
        named = position(xml[slice(*spans[b"r"])].decode("ascii", "replace")) if b"r" in spans else None
        column = named[1] if named else column + 1
        if cells := new(column):
            yield cell.start(), cell.start(), cells
        if pending and pending[0] == column:
            style = str(restyle(line.number, pending.pop(0), _number(xml, spans.get(b"s")))).encode()
            at = cell.start() + 1 + len(cell[1]) + 1
            yield (*spans[b"s"], style) if b"s" in spans else (at, at, b' s="' + style + b'"')
    if cells := new(1 << 30):
        if line.is_closed:
            yield line.inner - 2, line.inner, b">" + cells + b"</" + line.prefix + b"row>"
        else:
            yield line.inner_end, line.inner_end, cells


def _wider(xml: bytes, span: tuple[int, int], wanted: list[int]) -> Iterator[Edit]:
    """Yield the edit by which a row's hint at its columns covers those wanted."""
    first, _, last = xml[slice(*span)].decode("ascii", "replace").partition(":")
    if first.isdecimal() and last.isdecimal() and not int(first) <= wanted[0] <= wanted[-1] <= int(last):
        yield (*span, f"{min(int(first), wanted[0])}:{max(int(last), wanted[-1])}".encode())


def _new_row(prefix: bytes, number: int, wanted: Sequence[int], columns: Mapping[int, int], restyle: Restyle) -> bytes:
    cells = (
        _new_cell(prefix, number, column, restyle(number, column, columns.get(column, 0))) for column in sorted(wanted)
    )
    tag = prefix + b"row"
    return b"<" + tag + f' r="{number}">'.encode() + b"".join(cells) + b"</" + tag + b">"


def _new_cell(prefix: bytes, row: int, column: int, style: int) -> bytes:
    return b"<" + prefix + f'c r="{letters(column)}{row}" s="{style}"/>'.encode()


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _behind(xml: bytes, data: Element, text: bytes) -> Edit:
    if not data.is_closed:
        return data.inner_end, data.inner_end, text
    slash = xml.rindex(b"/", data.start, data.end)
    return slash, data.end, b">" + text + b"</" + data.prefix + data.name + b">"


def _styles_of_columns(xml: bytes, cols: Element | None) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in inside(xml, cols) if cols else ():
        said = values(xml, one)
        first, last, style = (said.get(name, "") for name in (b"min", b"max", b"style"))
        if first.isdecimal() and last.isdecimal() and style.isdecimal():
            found |= dict.fromkeys(range(int(first), min(int(last), 1 << 14) + 1), int(style))
    return found


def _ranges(xml: bytes, held: Element) -> Iterator[tuple[int, int, int, int]]:
    for one in inside(xml, held):
        first, _, last = values(xml, one).get(b"ref", "").partition(":")
        begin, end = position(first), position(last or first)
        if begin and end:
            yield (*begin, *end)


def _number(xml: bytes, span: tuple[int, int] | None) -> int:
    said = xml[slice(*span)] if span else b""
    return int(said) if said.isdigit() and len(said) <= 6 else 0
