"""栏宽: how wide the columns of a printed table are and how large its type, alike in PDF and Word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zhibao.document.nodes import Block, Heading, Inlines, Link, PageBreak, Table, plain
from zhibao.document.writers.measures import (
    ROOM,
    Room,
    column_count,
    ems,
    head_grid,
)

_SMALL_FROM_COLUMNS = 9
_WIDE_FROM_COLUMNS = 12
_LEAST = 3.0
_PADDING = 1.2
_LINES = (2, 3)
_LONG = 6
_NUMBER = re.compile(r"[\d.,%+-]{6,17}")
_LINK_TYPE = 0.86
"""Addresses are set smaller than the words around them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """一张表的版面: each column's share of the width, the size of its type, and the width of the text on its page."""

    shares: tuple[float, ...]
    points: float
    room: float


def layout_of(table: Table, room: Room = ROOM) -> Layout:
    """Return how a table is printed; its shares come from `widths` or else from what the cells hold.

    The type is small for many columns, and where that spares every cell a second line. Long numbers cannot be broken:
    where they would run into one another, the type is as small as they need.
    """
    measured = _Measured(table, room)
    width = room.wide if measured.is_wide else room.text
    points = _points(table, measured, width, room.tables)
    count = column_count(table)
    if len(table.widths) == count and sum(table.widths) > 0:
        total = sum(table.widths)
        return Layout(tuple(share / total for share in table.widths), points, width)
    fitted = _fitted(table, measured, width / points)
    return Layout(tuple(share / sum(fitted) for share in fitted), points, width)


def column_shares(table: Table) -> tuple[float, ...]:
    """Return each column's share of the table's width."""
    return layout_of(table).shares


def table_points(table: Table) -> float:
    """Return the size of a table's type."""
    return layout_of(table).points


def is_wide(table: Table, room: Room = ROOM) -> bool:
    """Say whether a table needs a page on its side: twelve columns and more, or numbers too long for small type."""
    return column_count(table) >= _WIDE_FROM_COLUMNS or _is_long(_numbers(table), room)


def _is_long(numbers: Sequence[float], room: Room) -> bool:
    return sum(numbers) > room.text / room.tables[1]


class _Measured:
    """What the cells of a table need in characters, each measured once."""

    def __init__(self, table: Table, room: Room) -> None:
        self.numbers = _numbers(table)
        self.body = _body(table)
        self.heads = _heads(table)
        self.is_wide = column_count(table) >= _WIDE_FROM_COLUMNS or _is_long(self.numbers, room)


def _points(table: Table, measured: _Measured, room: float, sizes: tuple[float, float, float]) -> float:
    normal, small, least = sizes
    needed = sum(_needs(table, measured))
    fits_small_only = room / normal < needed <= room / small
    is_small = column_count(table) >= _SMALL_FROM_COLUMNS or (fits_small_only and not table.widths)
    numbers = sum(measured.numbers)
    fitting = [one for one in (normal, small) if numbers <= room / one]
    return min(small if is_small else normal, max(fitting, default=least))


def sheets(blocks: Sequence[Block], room: Room = ROOM) -> Iterator[tuple[bool, tuple[Block, ...]]]:
    """Yield the blocks in order as stretches of pages: upright, or (True) on their side with the wide tables.

    Headings and page breaks directly before a wide table go with it.
    """
    turned = [isinstance(block, Table) and is_wide(block, room) for block in blocks]
    for place in range(len(blocks) - 2, -1, -1):
        if isinstance(blocks[place], Heading | PageBreak):
            turned[place] = turned[place + 1]
    for wide, group in groupby(zip(turned, blocks, strict=True), key=lambda one: one[0]):
        yield wide, tuple(block for _, block in group)


def _numbers(table: Table) -> list[float]:
    """Return how many characters wide each column is at the least, so that its numbers stay whole."""
    needs = [_LEAST] * column_count(table)
    for cells in table.body:
        for place, cell in enumerate(cells):
            text = plain(cell.content)
            if len(text) >= _LONG:
                widest = max((_wide(found) for found in _NUMBER.findall(text)), default=0.0)
                needs[place] = max(needs[place], widest + _PADDING)
    return needs


def _needs(table: Table, measured: _Measured) -> list[float]:
    """Return how many characters wide each column is when no cell takes a second line."""
    needs = [max(body, head) for body, head in zip(measured.body, measured.heads, strict=True)]
    for first, content, columns in _placed(table):
        spanned = range(first, min(first + columns, len(needs)))
        if columns > 1 and spanned:
            lacking = (ems(content) - sum(needs[place] for place in spanned)) / len(spanned)
            for place in spanned:
                needs[place] += max(0.0, lacking)
    return needs


def _fitted(table: Table, measured: _Measured, room: float) -> list[float]:
    """Return widths within `room`: long heads are broken into even lines first, then long columns share what is left.

    Room to spare goes to the columns whose heads stay in one line, so that the others break where they should.
    """
    needs = _needs(table, measured)
    body, heads = measured.body, measured.heads
    narrowed: set[int] = set()
    for lines in _LINES:
        for place in sorted(range(len(needs)), key=lambda one: (body[one] - heads[one], one)):
            if sum(needs) > room and heads[place] > body[place]:
                needs[place] = max(body[place], _broken(table, place, lines))
                narrowed.add(place)
    spare = room - sum(needs)
    if spare < 0:
        return _shared(needs, room)
    takers = [place for place in range(len(needs)) if place not in narrowed] or list(range(len(needs)))
    taken = sum(needs[place] for place in takers)
    return [need + spare * need / taken if place in takers else need for place, need in enumerate(needs)]


def _broken(table: Table, column: int, lines: int) -> float:
    """Return how wide the heads of a column are in so many lines; a unit in brackets begins a line of its own."""
    widest = 0.0
    for place, content, columns in _placed(table):
        if place == column and columns == 1:
            text = plain(content)
            pieces = re.split(r"(?=[（(])", text)
            if 1 < len(pieces) <= lines:
                widest = max(widest, *(_wide(piece) for piece in pieces))
            else:
                widest = max(widest, float(-(-_wide(text) // lines)))
    return widest + _PADDING


def _wide(text: str) -> float:
    return sum(1.0 if ord(letter) > 0x2E80 else 0.6 for letter in text)


def _shared(needs: Sequence[float], room: float) -> list[float]:
    """Return widths within `room`: columns that need less than a fair share get it, the others share the rest."""
    widths = [0.0] * len(needs)
    open_columns = set(range(len(needs)))
    left = room
    while open_columns:
        fair = left / len(open_columns)
        modest = {place for place in open_columns if needs[place] <= fair}
        if not modest:
            break
        for place in modest:
            widths[place] = needs[place]
            left -= needs[place]
        open_columns -= modest
    for place in open_columns:
        widths[place] = left / len(open_columns)
    return widths


def _body(table: Table) -> list[float]:
    needs = [_LEAST] * column_count(table)
    for cells in table.body:
        for place, cell in enumerate(cells):
            smaller = _LINK_TYPE if any(isinstance(inline, Link) for inline in cell.content) else 1.0
            needs[place] = max(needs[place], smaller * ems(cell.content))
    return needs


def _heads(table: Table) -> list[float]:
    needs = [_LEAST] * column_count(table)
    for place, content, columns in _placed(table):
        if columns == 1:
            needs[place] = max(needs[place], ems(content))
    return needs


def _placed(table: Table) -> Iterator[tuple[int, Inlines, int]]:
    """Yield column, content and spanned columns of every cell of the head."""
    for y, line in enumerate(head_grid(table.head, column_count(table))):
        for x, (row, place) in enumerate(line):
            if row == y and (x == 0 or line[x - 1] != (row, place)):
                cell = table.head[row][place]
                yield x, cell.content, cell.columns
