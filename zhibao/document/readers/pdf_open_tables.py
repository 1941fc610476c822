"""三线表: tables whose heavy rules stand above and below, without any rule between their columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibao.document.readers.pdf_glyphs import Glyph, lines_of, text_of, together
from zhibao.document.readers.pdf_tables import PdfCell, PdfTable

if TYPE_CHECKING:
    import pdfplumber.page

Span = tuple[float, float]

_SHORTEST = 100.0
_SAME = 3.0
_HEAVIER = 1.8
_THICKEST = 4.0
_HEAVY = 1.2
_COLUMN_GAP = 0.5
_JUMP = 1.5
_APART = 2.5


@dataclass(frozen=True, slots=True)
class _Rule:
    """一条横线."""

    left: float
    right: float
    y: float
    weight: float

    def is_below(self, other: "_Rule") -> bool:
        """Say whether it closes what the other opens: both as long and as heavy, and standing below one another."""
        ends = abs(self.left - other.left) < _SAME and abs(self.right - other.right) < _SAME
        return ends and abs(self.weight - other.weight) < 0.2


def open_tables(
    page: "pdfplumber.page.Page", glyphs: list[Glyph], number: int, above: PdfTable | None
) -> tuple[list[PdfTable], list[Glyph], PdfTable | None]:
    """Return the tables between heavy rules, the glyphs outside them, and the table that the page end cuts, if any.

    `above` is the table that the end of the page before cut: the rule that closes it then opens none here.
    """
    rules = _rules(page)
    tables: list[PdfTable] = []
    rest = glyphs
    cut: PdfTable | None = None
    opening: _Rule | None = None
    heavy = _heavy(rules)
    if above is not None and not heavy:
        rest = _take(_middle(rest), rules, number, tables, rest)
        return tables, rest, tables[-1] if tables else None
    for index, rule in enumerate(heavy):
        if opening is None and above is not None and index == 0 and len(heavy) % 2:
            held = _near(rest, rule.y, upward=True)
        elif opening is None or not rule.is_below(opening):
            opening = rule
            continue
        else:
            held = [glyph for glyph in rest if opening.y < glyph.middle < rule.y]
        opening = None
        rest = _take(held, rules, number, tables, rest)
    if opening is not None:
        count = len(tables)
        rest = _take(_near(rest, opening.y, upward=False), rules, number, tables, rest)
        cut = tables[-1] if len(tables) > count else None
    return tables, rest, cut


def _take(
    held: list[Glyph], rules: Sequence[_Rule], number: int, tables: list[PdfTable], rest: list[Glyph]
) -> list[Glyph]:
    """Add the table of these glyphs, if they are one; return the glyphs that are left."""
    table = _table(held, rules, number)
    if table is None:
        return rest
    tables.append(table)
    taken = set(map(id, held))
    return [glyph for glyph in rest if id(glyph) not in taken]


def _rules(page: "pdfplumber.page.Page") -> list[_Rule]:
    """Return the horizontal rules of a page from top to bottom."""
    found = [
        _Rule(float(each["x0"]), float(each["x1"]), (float(each["top"]) + float(each["bottom"])) / 2, weight)
        for each in (*page.lines, *page.rects)
        if (weight := _weight(each)) < _THICKEST and float(each["x1"]) - float(each["x0"]) > weight
    ]
    return sorted(found, key=lambda rule: rule.y)


def _weight(drawn: dict[str, object]) -> float:
    height = float(str(drawn["bottom"])) - float(str(drawn["top"]))
    return height if height >= 0.3 else float(str(drawn["linewidth"] or 0))


def _heavy(rules: Sequence[_Rule]) -> list[_Rule]:
    """Return the long rules that are the heaviest, and heavy in themselves or clearly heavier than the lightest."""
    weights = [rule.weight for rule in rules] or [0.0]
    least = max(0.9 * max(weights), min(_HEAVY, _HEAVIER * min(weights)))
    return [rule for rule in rules if rule.weight >= least and rule.right - rule.left >= _SHORTEST]


def _near(glyphs: Iterable[Glyph], y: float, *, upward: bool) -> list[Glyph]:
    """Return the glyphs on one side of a rule, as far as no wide gap parts them from it, as it does heads and feet."""
    sign = -1 if upward else 1
    side = sorted((glyph for glyph in glyphs if sign * (glyph.middle - y) > 0), key=lambda each: sign * each.middle)
    held: list[Glyph] = []
    edge = y
    for glyph in side:
        if sign * (glyph.middle - edge) > _APART * glyph.size:
            break
        held.append(glyph)
        edge = glyph.middle
    return held


def _middle(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return most of a page: its longest part without a wide gap, heads and feet left out."""
    parts: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: each.middle):
        if not parts or glyph.middle - parts[-1][-1].middle > _APART * glyph.size:
            parts.append([])
        parts[-1].append(glyph)
    return max(parts, key=len, default=[])


def _table(glyphs: Sequence[Glyph], rules: Sequence[_Rule], number: int) -> PdfTable | None:
    """Return the rows and columns that blank stripes part; None for less than two of either."""
    rows = _rows(glyphs, rules)
    columns = _stripes([(glyph.left, glyph.right) for glyph in glyphs], _COLUMN_GAP * _size(glyphs)) if rows else []
    if len(rows) < 2 or len(columns) < 2:
        return None
    table = PdfTable(number, rows[0][0].top, rows[-1][0].bottom, len(columns))
    for row in rows:
        table.rows.append([_cell([one for one in row if left <= one.left <= right], right, number)
                           for left, right in columns])  # fmt: skip
    return table


def _cell(glyphs: list[Glyph], right: float, number: int) -> PdfCell:
    text, is_full = "", False
    for line in lines_of(glyphs, number):
        is_full = line.right > right - 1.8 * line.size
        text = together(text, " ".join(text_of(segment) for segment in line.segments))
    return PdfCell(text, is_full=is_full)


def _rows(glyphs: Sequence[Glyph], rules: Sequence[_Rule]) -> list[list[Glyph]]:
    """Return the glyphs row by row: the gaps between rows are wider than those between the lines of a cell."""
    spans = [(glyph.middle - glyph.size / 2, glyph.middle + glyph.size / 2) for glyph in glyphs]
    lines = _stripes(spans, 0.0)
    gaps = sorted(below[0] - above[1] for above, below in pairwise(lines))
    least = _least(gaps)
    bands: list[Span] = lines[:1]
    for above, below in pairwise(lines):
        parted = any(above[1] - 1 <= rule.y <= below[0] + 1 for rule in rules)
        if below[0] - above[1] >= least or parted:
            bands.append(below)
        else:
            bands[-1] = (bands[-1][0], below[1])
    found = [[glyph for glyph in glyphs if low <= glyph.middle <= high] for low, high in bands]
    return [row for row in found if row]


def _least(gaps: Sequence[float]) -> float:
    """Return the least gap between two rows: where sorted gaps jump most, or any gap where they are all alike."""
    jumps = [(after / max(before, 0.5), after) for before, after in pairwise(gaps)]
    most, after = max(jumps, default=(0.0, 0.0))
    return after if most >= _JUMP else 0.0


def _stripes(spans: Iterable[Span], gap: float) -> list[Span]:
    """Return spans joined where less than a gap parts them."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low - found[-1][1] <= gap:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _size(glyphs: Sequence[Glyph]) -> float:
    return sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2]
