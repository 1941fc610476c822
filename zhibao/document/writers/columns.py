"""栏宽: how wide the columns of a printed table are and how large its type, alike in PDF and Word."""

import re
from collections.abc import Iterator, Sequence

from zhibao.document.nodes import Inlines, Link, Table, plain
from zhibao.document.writers.measures import (
    LEAST_TABLE_POINTS,
    SMALL_TABLE_POINTS,
    TABLE_POINTS,
    TEXT_POINTS,
    column_count,
    ems,
    head_grid,
)

_SMALL_FROM_COLUMNS = 9
_LEAST = 3.0
_PADDING = 1.2
_LINES = (2, 3)
_NUMBER = re.compile(r"[\d.,%+-]{6,17}")
_LINK_TYPE = 0.86
"""Addresses are set smaller than the words around them."""


def column_shares(table: Table) -> tuple[float, ...]:
    """Return each column's share of the table's width, from `widths` or else from what the cells hold."""
    count = column_count(table)
    if len(table.widths) == count and sum(table.widths) > 0:
        total = sum(table.widths)
        return tuple(width / total for width in table.widths)
    fitted = _fitted(table, TEXT_POINTS / table_points(table))
    return tuple(width / sum(fitted) for width in fitted)


def table_points(table: Table) -> float:
    """Return the size of a table's type: small for many columns, and where that spares every cell a second line.

    Long numbers cannot be broken: where they would run into one another, the type is as small as they need.
    """
    needed = sum(_needs(table))
    fits_small_only = TEXT_POINTS / TABLE_POINTS < needed <= TEXT_POINTS / SMALL_TABLE_POINTS
    small = column_count(table) >= _SMALL_FROM_COLUMNS or (fits_small_only and not table.widths)
    size = SMALL_TABLE_POINTS if small else TABLE_POINTS
    numbers = sum(_numbers(table))
    fitting = [one for one in (TABLE_POINTS, SMALL_TABLE_POINTS) if numbers <= TEXT_POINTS / one]
    return min(size, max(fitting, default=LEAST_TABLE_POINTS))


def _numbers(table: Table) -> list[float]:
    """Return how many characters wide each column is at the least, so that its numbers stay whole."""
    needs = [_LEAST] * column_count(table)
    for cells in table.body:
        for place, cell in enumerate(cells):
            widest = max((_wide(found) for found in _NUMBER.findall(plain(cell.content))), default=0.0)
            needs[place] = max(needs[place], widest + _PADDING)
    return needs


def _needs(table: Table) -> list[float]:
    """Return how many characters wide each column is when no cell takes a second line."""
    needs = [max(body, head) for body, head in zip(_body(table), _heads(table), strict=True)]
    for first, content, columns in _placed(table):
        spanned = range(first, min(first + columns, len(needs)))
        if columns > 1 and spanned:
            lacking = (ems(content) - sum(needs[place] for place in spanned)) / len(spanned)
            for place in spanned:
                needs[place] += max(0.0, lacking)
    return needs


def _fitted(table: Table, room: float) -> list[float]:
    """Return widths within `room`: long heads are broken into even lines first, then long columns share what is left.

    Room to spare goes to the columns whose heads stay in one line, so that the others break where they should.
    """
    needs = _needs(table)
    body, heads = _body(table), _heads(table)
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
