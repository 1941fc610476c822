"""版面的度量: what the writers of different formats decide alike: page, columns, panels, pictures."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise

from zhibao.document.nodes import Block, Chart, Cover, Document, Heading, Inlines, Picture, Row, Table, Text, plain
from zhibao.document.specs import FULL, panel_widths, resized

TEXT_POINTS = 432.0
"""Width of the printed text: 36 characters of 12 pt, 152.4 mm."""
NARROW_TYPE_COLUMNS = 8
SHORT_ROWS = 9
"""A table of at most so many rows is kept on one page."""

_PIXEL = 0.75
_CHART_HEIGHT = 600.0
_PICTURE_WIDTH = 264.0
_COVER_POINTS = 28.0
_PICTURE_HEIGHT = 220.0


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


def column_shares(table: Table) -> tuple[float, ...]:
    """Return each column's share of the table's width, from `widths` or else from what the cells hold."""
    count = column_count(table)
    if len(table.widths) == count and sum(table.widths) > 0:
        total = sum(table.widths)
        return tuple(width / total for width in table.widths)
    needs = [3.0] * count
    for place, content, spanned in _placed(table):
        if spanned == 1:
            needs[place] = max(needs[place], ems(content))
    room = TEXT_POINTS / (9 if count > NARROW_TYPE_COLUMNS else 10.5)
    fitted = _fitted(needs, room)
    return tuple(width / sum(fitted) for width in fitted)


def _fitted(needs: list[float], room: float) -> list[float]:
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


def picture_points(picture: Picture) -> tuple[float, float]:
    """Return a picture's printed size in points: as wide as a photo is in a report, never higher than a third."""
    scale = min(_PICTURE_WIDTH / picture.width, _PICTURE_HEIGHT / picture.height)
    return picture.width * scale, picture.height * scale


def drawing_points(svg: str) -> tuple[float, float]:
    """Return the printed size in points of a drawn chart; one higher than a page becomes smaller."""
    width, height = (float(size) * _PIXEL for size in re.findall(r'\b(?:width|height)="([\d.]+)"', svg)[:2])
    scale = min(1.0, _CHART_HEIGHT / height)
    return width * scale, height * scale


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
    wide = [unicodedata.east_asian_width(letter) in "WFA" for letter in plain(content)]
    meetings = sum(one != two for one, two in pairwise(wide))
    return 1.2 + sum(1.0 if one else 0.56 for one in wide) + 0.25 * meetings


def cover_points(cover: Cover) -> float:
    """Return the size of the cover's title at which its longest line fits, in points and halves of them."""
    longest = max((ems((Text(line),)) for line in cover.title), default=1.0)
    return min(_COVER_POINTS, int(2 * TEXT_POINTS * 0.97 / longest) / 2)


def decimal(exact: Fraction) -> str:
    """Return an exact number in digits, or as a fraction where the digits have no end: 18.25, 1/3."""
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(exact)
    return f"{Context(prec=200).divide(Decimal(exact.numerator), Decimal(exact.denominator)):f}"


def _placed(table: Table) -> Iterator[tuple[int, Inlines, int]]:
    """Yield column, content and spanned columns of every cell."""
    count = column_count(table)
    for y, line in enumerate(head_grid(table.head, count)):
        for x, (row, place) in enumerate(line):
            if row == y and (x == 0 or line[x - 1] != (row, place)):
                cell = table.head[row][place]
                yield x, cell.content, cell.columns
    for cells in table.body:
        for x, cell in enumerate(cells):
            yield x, cell.content, 1
