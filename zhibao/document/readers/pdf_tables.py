"""PDF 的表格: ruled tables, and columns that stand below one another without rules; the grids of charts are neither."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibao.document.readers.contents import page_of
from zhibao.document.readers.pdf_glyphs import Glyph, PrintedLine, lines_of, text_of, together

if TYPE_CHECKING:
    import pdfplumber.page

Box = tuple[float, float, float, float]

_FEWEST_FILLED = 0.4
_SNAP = 3.0
_MOST_CELLS = 5000
_MOST_SHAPES = 400
_FEWEST_SHAPES = 4
_REACH = 30.0
_LABELS = 18.0


@dataclass(slots=True)
class PdfCell:
    """一格: its text, how many columns and rows it covers, and whether its last line fills it."""

    text: str
    columns: int = 1
    rows: int = 1
    is_full: bool = False


@dataclass(slots=True)
class PdfTable:
    """一张表: rows of cells, where it stands, and how many columns it has.

    `goes_on` says that it goes on with the table of the page before, `repeated` are its head rows printed again.
    """

    page: int
    top: float
    bottom: float
    width: int
    rows: list[list[PdfCell]] = field(default_factory=list)
    repeated: list[list[PdfCell]] = field(default_factory=list)
    goes_on: bool = False


def ruled_tables(page: "pdfplumber.page.Page", glyphs: list[Glyph], number: int) -> tuple[list[PdfTable], list[Glyph]]:
    """Return the ruled tables of a page, and the glyphs outside them."""
    tables = []
    rest = glyphs
    for found in page.find_tables():
        cells = list(found.cells)
        if not 2 <= len(cells) <= _MOST_CELLS:
            continue
        held = [glyph for glyph in rest if _holds(found.bbox, glyph)]
        table = _table(cells, held, number)
        if table is not None:
            tables.append(table)
            taken = {id(glyph) for glyph in held}
            rest = [glyph for glyph in rest if id(glyph) not in taken]
    return tables, rest


def _table(cells: Sequence[Box], glyphs: list[Glyph], number: int) -> PdfTable | None:
    """Return the table of these cells; None for what has too little text in it, as the grid of a chart."""
    columns = _edges([edge for cell in cells for edge in (cell[0], cell[2])])
    rows = _edges([edge for cell in cells for edge in (cell[1], cell[3])])
    if len(columns) < 3:
        return None
    held: list[list[Glyph]] = [[] for _ in cells]
    by_row = sorted(range(len(cells)), key=lambda index: cells[index][1])
    for glyph in glyphs:
        index = next((index for index in by_row if _holds(cells[index], glyph)), None)
        if index is not None:
            held[index].append(glyph)
    if sum(map(bool, held)) < (_FEWEST_FILLED * len(cells) if len(rows) > 2 else 1) or sum(map(len, held)) < 0.9 * len(
        glyphs
    ):
        return None
    table = PdfTable(number, rows[0], rows[-1], len(columns) - 1, [[] for _ in rows[1:]])
    for index in sorted(range(len(cells)), key=lambda each: (_at(rows, cells[each][1]), cells[each][0])):
        left, top, right, bottom = cells[index]
        row = _at(rows, top)
        text = ""
        is_full = False
        for line in lines_of(held[index], number):
            is_full = line.right > right - 1.8 * line.size
            text = together(text, " ".join(text_of(segment) for segment in line.segments))
        spans = max(1, _at(columns, right) - _at(columns, left)), max(1, _at(rows, bottom) - row)
        table.rows[min(row, len(table.rows) - 1)].append(PdfCell(text, *spans, is_full))
    table.rows = [row for row in table.rows if row]
    return table


def chart_boxes(page: "pdfplumber.page.Page", tables: Sequence[PdfTable]) -> list[Box]:
    """Return where a page has drawings such as charts: many filled shapes close together, and no table there."""
    limit = 0.8 * float(page.width)
    shapes = [(float(each["x0"]), float(each["top"]), float(each["x1"]), float(each["bottom"]))
              for each in (*page.rects, *page.curves)][:_MOST_SHAPES]  # fmt: skip
    groups: list[list[Box]] = []
    for shape in shapes:
        if (
            shape[2] - shape[0] > limit
            or shape[3] - shape[1] > limit
            or (shape[2] - shape[0] < 2 and shape[3] - shape[1] < 2)
        ):
            continue
        near = [group for group in groups if any(_near(shape, each) for each in group)]
        groups = [group for group in groups if group not in near]
        groups.append([shape, *(each for group in near for each in group)])
    boxes = []
    for group in groups:
        box = (min(each[0] for each in group), min(each[1] for each in group),
               max(each[2] for each in group), max(each[3] for each in group))  # fmt: skip
        # The shaded rows of a table are as wide as the table; bars and sectors are not.
        narrow = sum(each[2] - each[0] < (box[2] - box[0]) / 2 for each in group)
        free = all(table.bottom < box[1] or table.top > box[3] for table in tables)
        if free and narrow >= _FEWEST_SHAPES and box[2] - box[0] > 80 and box[3] - box[1] > 50:
            boxes.append((box[0] - _LABELS, box[1] - _LABELS, box[2] + _LABELS, box[3] + _LABELS))
    return boxes


def _near(first: Box, second: Box) -> bool:
    return (
        first[0] - _REACH <= second[2] and second[0] - _REACH <= first[2]
        and first[1] - _REACH <= second[3] and second[1] - _REACH <= first[3]
    )  # fmt: skip


def inside(boxes: Sequence[Box], glyph: Glyph) -> bool:
    """Say whether a glyph stands in one of these places."""
    return any(_holds(box, glyph) for box in boxes)


def aligned_tables(lines: Sequence[PrintedLine], page: int) -> list[tuple[int, int, PdfTable]]:
    """Return tables without rules: first line, line behind the last, and the table."""
    found = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _is_row(lines[end]):
            end += 1
        table = _aligned(lines[start:end], page) if end - start >= 2 else None
        if table is not None:
            found.append((start, end, table))
        start = max(end, start + 1)
    return found


def _is_row(line: PrintedLine) -> bool:
    if len(line.segments) < 2 or line.in_chart:
        return False
    entry = page_of(line.text)
    is_entry = entry is not None and entry[2] and not entry[0][-1].isdigit()
    return not (is_entry and len(line.segments) == 2)


def _aligned(lines: Sequence[PrintedLine], page: int) -> PdfTable | None:
    most = max(len(line.segments) for line in lines)
    full = [line for line in lines if len(line.segments) == most]
    if len(lines) < (2 if most > 2 else 3) or 2 * len(full) < len(lines):
        return None
    columns = [
        (min(line.segments[index][0].left for line in full), max(line.segments[index][-1].right for line in full))
        for index in range(most)
    ]
    if any(first[1] > second[0] for first, second in pairwise(columns)):
        return None
    table = PdfTable(page, lines[0].top, lines[-1].top + lines[-1].size, most)
    for line in lines:
        row = [PdfCell("") for _ in columns]
        for segment in line.segments:
            for part in _parted(segment, columns):
                best = max(range(most), key=lambda index: _fit(columns[index], part))
                if row[best].text:
                    return None
                row[best].text = text_of(part)
        table.rows.append(row)
    return table


def _parted(segment: list[Glyph], columns: Sequence[tuple[float, float]]) -> list[list[Glyph]]:
    """Return a stretch, cut where it reaches over the space between two columns and has a gap there."""
    parts = [segment[:1]]
    for before, glyph in pairwise(segment):
        gap = glyph.left - before.right > 0.3 * glyph.size or glyph.after_blank
        middle = (glyph.left + before.right) / 2
        if gap and any(first[1] - 3 <= middle <= second[0] + 3 for first, second in pairwise(columns)):
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _fit(column: tuple[float, float], part: list[Glyph]) -> float:
    """Return how well a stretch fits a column: how much they overlap, or else how far they are apart."""
    left, right = part[0].left, part[-1].right
    overlap = min(column[1], right) - max(column[0], left)
    return overlap if overlap > 0 else overlap - abs(column[0] + column[1] - left - right) / 1000


def _holds(box: Box, glyph: Glyph) -> bool:
    across = (glyph.left + glyph.right) / 2
    return box[0] - 1 <= across <= box[2] + 1 and box[1] - 1 <= glyph.middle <= box[3] + 1


def _edges(values: list[float]) -> list[float]:
    """Return the different edges, those close together taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _at(edges: list[float], value: float) -> int:
    index = bisect_left(edges, value - _SNAP)
    return min(index, len(edges) - 1)
