"""版面的度量: what the writers of different formats decide alike: page, columns, panels, pictures."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise

from zhibao.catalog.look import Look
from zhibao.document.nodes import (
    Block,
    Chart,
    Contents,
    ContentsKind,
    Cover,
    Document,
    Entry,
    Figure,
    Heading,
    Inlines,
    Picture,
    Row,
    Table,
    Text,
    plain,
)
from zhibao.document.specs import FULL, panel_widths, resized

SHORT_ROWS = 9
"""A table of at most so many rows is kept on one page."""
_CONTENTS_LINES = 32
"""Lists of contents of together at most so many entries share a page."""
_PAIR_POINTS = 206.0
"""Width of each of two pictures or charts side by side, where the text is as wide as two charts want it."""
_CHART_POINTS = 432.0

_PADDING = 1.2
_WIDOW = 6
_PIXEL = 0.75
_CHART_HEIGHT = 600.0
_PICTURE = (246.0, 200.0)
_PAIRED_PICTURE = (_PAIR_POINTS, 150.0)


@dataclass(frozen=True, slots=True)
class Room:
    """版心: the width of the text upright and on its side, in points, and the sizes of type in tables and lists.

    `entries` are the sizes of the lists of contents and of exhibits, `cover` that of the cover's title.
    """

    text: float
    wide: float
    tables: tuple[float, float, float] = (10.5, 9.0, 7.5)
    entries: tuple[float, float] = (11.0, 10.5)
    cover: float = 28.0


def room_of(look: Look) -> Room:
    """Return the room that a look leaves."""
    styles = look.styles
    entries = (styles["contents_2"].size, styles["exhibits"].size)
    return Room(look.page.text_points, look.page.wide_points, look.tables.sizes, entries, styles["cover_title"].size)


ROOM = Room(432.0, 678.6)
"""36 characters of 12 pt, 152.4 mm; what the look `plain` leaves."""


def parts(document: Document) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks before the first chapter, whose pages have Roman numbers, and the rest."""
    for place, block in enumerate(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            return document.blocks[:place], document.blocks[place:]
    return (), document.blocks


def column_count(table: Table) -> int:
    """Return how many columns the rows of a table have, spans of its head counted."""
    heads = [sum(cell.columns for cell in row) for row in table.head]
    return max([1, *heads, *(len(row) for row in table.body)])


def head_grid(head: tuple[Row, ...], count: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return, for every head row and column, the row and the cell that fill it; (-1, -1) where none does."""
    grid = [[(-1, -1)] * count for _ in head]
    for y, row in enumerate(head):
        x = 0
        for place, cell in enumerate(row):
            while x < count and grid[y][x] != (-1, -1):
                x += 1
            for down in range(y, min(y + cell.rows, len(head))):
                for right in range(x, min(x + cell.columns, count)):
                    grid[down][right] = (y, place)
            x += cell.columns
    return tuple(tuple(line) for line in grid)


def panels(chart: Chart, total: int = FULL) -> tuple[str, ...]:
    """Return the specifications of a chart's panels, laid out for pairs in a figure of `total` pixels."""
    width = panel_widths(len(chart.panels), total)
    return tuple(resized(panel, width) for panel in chart.panels)


def gathered(blocks: Sequence[Block]) -> Iterator[Block | tuple[Figure, ...]]:
    """Yield the blocks in order; pictures without a number that follow each other come together, to stand in pairs."""
    pictures: list[Figure] = []
    for block in (*blocks, None):
        if isinstance(block, Figure) and is_drawn(block) and not block.caption.number:
            pictures.append(block)
            continue
        if len(pictures) > 1:
            yield tuple(pictures)
        else:
            yield from pictures
        pictures = []
        if block is not None:
            yield block


def joined_lists(blocks: Sequence[Block]) -> frozenset[Contents]:
    """Return the lists of contents that stand below another one on its page, because both are short."""
    joined: set[Contents] = set()
    lines = _CONTENTS_LINES
    for block in blocks:
        if isinstance(block, Contents):
            lines += len(block.entries) + 2
            if lines <= _CONTENTS_LINES:
                joined.add(block)
            else:
                lines = len(block.entries)
    return frozenset(joined)


def entry_lines(entry: Entry, kind: ContentsKind, room: Room = ROOM) -> list[str]:
    """Return an entry's text, in two lines where its end would stand alone on a line of its own."""
    listed = kind == "exhibits"
    size, left = room.entries[listed], 0.0 if listed else 1.2 * (min(entry.level, 4) - 1)
    over = ems((Text(entry.text),)) - _PADDING - ((room.text - 2 * size) / size - left)
    if not -1 < over < _WIDOW:
        return [entry.text]
    end = len(entry.text)
    places = range(end - _WIDOW - 5, end - _WIDOW + 2)
    bracket = next((place for place in places if entry.text[place] in "（(“"), 0)
    place = bracket or end - _WIDOW
    while place > 1 and entry.text[place - 1 : place + 1].isascii():
        place -= 1
    return [entry.text[:place], entry.text[place:]]


def is_drawn(figure: Figure) -> bool:
    """Say whether a figure has a picture to show; one that was read from text has its caption alone."""
    return isinstance(figure.content, Picture) and bool(figure.content.png)


def picture_points(picture: Picture, room: Room = ROOM, *, paired: bool = False) -> tuple[float, float]:
    """Return a picture's printed size in points: as wide as a photo is in a report, never higher than a third."""
    width, height = _PAIRED_PICTURE if paired else _PICTURE
    scale = min(width / picture.width, height / picture.height) * _narrowing(room)
    return picture.width * scale, picture.height * scale


def drawing_points(svg: str, room: Room = ROOM) -> tuple[float, float]:
    """Return the printed size in points of a drawn chart; one higher than a page, or wider, becomes smaller."""
    width, height = (float(size) * _PIXEL for size in re.findall(r'\b(?:width|height)="([\d.]+)"', svg)[:2])
    scale = min(1.0, _CHART_HEIGHT / height) * _narrowing(room)
    return width * scale, height * scale


def _narrowing(room: Room) -> float:
    """Return by how much pictures shrink where the text is narrower than charts are drawn for."""
    return min(1.0, room.text / _CHART_POINTS)


def chart_text(chart: Chart) -> str:
    """Return the numbers behind a chart in one line, for those who cannot see it: 招生：2020年 11731，2021年 13930."""
    heads = [plain(cell.content) for cell in chart.head]
    lines: list[str] = []
    for row in chart.body:
        words = [plain(cell.content) for cell in row]
        values = "，".join(
            f"{head} {word}".strip() for head, word in zip([*heads[1:], *[""] * len(words)], words[1:], strict=False)
        )
        lines.append(f"{words[0]}：{values}" if words else "")
    return "；".join(lines)


def ems(content: Inlines) -> float:
    """Return how many characters wide inlines are in one line, with the space around them in a cell."""
    text = plain(content)
    if text.isascii():
        return _PADDING + 0.56 * len(text)
    wide = [unicodedata.east_asian_width(letter) in "WFA" for letter in text]
    meetings = sum(one != two for one, two in pairwise(wide))
    return _PADDING + sum(1.0 if one else 0.56 for one in wide) + 0.25 * meetings


def cover_points(cover: Cover, room: Room = ROOM) -> float:
    """Return the size of the cover's title at which its longest line fits, in points and halves of them."""
    longest = max((ems((Text(line),)) for line in cover.title), default=1.0)
    return min(room.cover, int(2 * room.text * 0.97 / longest) / 2)


def decimal(exact: Fraction) -> str:
    """Return an exact number in digits, or as a fraction where the digits have no end: 18.25, 1/3."""
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(exact)
    return f"{Context(prec=200).divide(Decimal(exact.numerator), Decimal(exact.denominator)):f}"
