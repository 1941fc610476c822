"""表格的理解: every number cell gets label, year and unit from its heads, before any rule is asked."""

import re
from dataclasses import replace

from zhibao.audit.blocks import Block, Flat, Grid
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts
from zhibao.audit.tables.grid import Frame, frame, own_cell
from zhibao.audit.tables.head import BARE_YEAR, TOTALS, Form, Head, Sense, read_head
from zhibao.audit.tables.table import ReadTable
from zhibao.audit.tables.units import FRACTION, PERCENT, POINTS, HeadUnit, declared_unit, parse_unit, with_unit
from zhibao.audit.tables.words import HeadWords, head_words
from zhibao.terms.numerals.noun import Sort

_UNITLESS = frozenset({Sense.PER_HEAD, Sense.RANK, Sense.CODE})


def understand(facts: Facts) -> None:
    """Give the claims of table cells what their heads say, and keep the tables that could be read in `facts.tables`."""
    words = head_words(facts.book)
    facts.tables = []
    for grid in facts.flat.grids:
        bones = frame(facts, grid, words)
        _exclude_bare_years(facts, grid, grid.heads if bones is None else bones.heads)
        if bones is None:
            _exclude_numbering(facts, grid)
            continue
        table = _read(facts, grid, bones, words)
        facts.tables.append(table)


def _read(facts: Facts, grid: Grid, bones: Frame, words: HeadWords) -> ReadTable:
    caption = grid.caption.text if grid.caption is not None else ""
    table = ReadTable(grid, caption, words, is_split=bones.is_split)
    table.columns = [read_head(c, _column_levels(grid, bones, c), words) for c in bones.values]
    table.rows = _rows(grid, bones, words, table)
    table.cells = bones.numbers
    _exclude(facts, grid, bones)
    _signs(grid, bones, words, table)
    _add_direction_columns(table, bones, words)
    for head in table.rows:
        head.year = head.year if head.year is not None else _year_of(grid, bones, head.index)
    _units(table, bones, _declared(facts.flat, grid, caption))
    return table


def _exclude_bare_years(facts: Facts, grid: Grid, heads: int) -> None:
    """Take bare years out of the quantities where they head columns."""
    for r, row in enumerate(grid.rows[:heads]):
        for c in range(len(row)):
            block = own_cell(grid, r, c)
            if block is not None and BARE_YEAR.match(block.text):
                _no_quantity(facts, block, "期间")


def _exclude_numbering(facts: Facts, grid: Grid) -> None:
    """Take the numbers of a first column that only counts the rows of a table of words out of the quantities."""
    first = [own_cell(grid, r, 0) for r in range(len(grid.rows))]
    found = [(block, block.text) for block in first if block is not None and block.text.isdigit()]
    counted = [int(text) for _, text in found if len(text) <= 3]
    if len(counted) >= 2 and counted == list(range(counted[0], counted[0] + len(counted))):
        for block, _ in found:
            _no_quantity(facts, block, "编号")


def _no_quantity(facts: Facts, block: Block, reason: str) -> None:
    for claim in facts.in_block(block.index):
        if claim.numeral.sort is not Sort.EXCLUDED:
            claim.numeral = replace(
                claim.numeral, sort=Sort.EXCLUDED, value=None, interval=None, unit="", reason=reason
            )
            claim.role = Role.EXCLUDED


def _exclude(facts: Facts, grid: Grid, bones: Frame) -> None:
    """Take numbering, code and year columns out of the quantities."""
    for columns, reason in ((bones.codes, "编号"), (bones.years, "期间")):
        for c in columns:
            for r in range(bones.heads, len(grid.rows)):
                block = own_cell(grid, r, c)
                if block is not None and re.fullmatch(r"[\d.\-]+", block.text):
                    _no_quantity(facts, block, reason)


def _column_levels(grid: Grid, bones: Frame, column: int) -> tuple[str, ...]:
    levels: list[str] = []
    for r in range(bones.heads):
        text = _head_text(grid, bones, r, column)
        if text and (not levels or levels[-1] != text):
            levels.append(text)
    return tuple(levels)


def _head_text(grid: Grid, bones: Frame, row: int, column: int) -> str:
    """Return a head; an empty one in an upper row stands under the head to its left."""
    block = grid.rows[row][column]
    if block is not None and block.text:
        return block.text
    lower = row + 1 < bones.heads and (below := grid.rows[row + 1][column]) is not None and below.text
    if not lower or (block is not None and block.row < row):
        return ""
    for left in range(column - 1, -1, -1):
        beside = grid.rows[row][left]
        under = grid.rows[row + 1][left]
        if beside is not None and beside.text:
            return beside.text if left in bones.values and under is not None and under.text else ""
    return ""


def _rows(grid: Grid, bones: Frame, words: HeadWords, table: ReadTable) -> list[Head]:
    """Return the heads of the rows in the body; repeated head rows are left out."""
    rows: list[Head] = []
    carried: dict[int, str] = {}
    top = [block.text if block else "" for block in grid.rows[0]] if bones.heads else []
    columns = sorted({*bones.labels, *bones.years})
    for r in range(bones.heads, len(grid.rows)):
        texts = [block.text if block else "" for block in grid.rows[r]]
        if (top and texts == top) or not any(texts):
            continue
        levels: list[str] = []
        for c in columns:
            if texts[c]:
                carried[c] = texts[c]
                for deeper in columns:
                    if deeper > c:
                        carried.pop(deeper, None)
            elif c != columns[-1]:
                texts[c] = carried.get(c, "")
            if texts[c] and (not levels or levels[-1] != texts[c]):
                levels.append(texts[c])
        if numbered := next((texts[c] for c in bones.codes if re.match(r"[^\W\d]", texts[c])), ""):
            levels = [numbered]
        head = read_head(r, tuple(levels), words)
        head.depth = _depth(grid, bones, r)
        has_numbers = any((r, c) in bones.numbers for c in bones.values)
        if not has_numbers and _is_section([texts[c] for c in bones.values], words):
            head.sense = Sense.SECTION
        rows.append(head)
        table.labels.append(levels)
    return rows


def _is_section(texts: list[str], words: HeadWords) -> bool:
    """Say whether a row without numbers opens a new block: nothing in it, or words (heads of a second table)."""
    sets = words.sets
    silent = sets["missing"] | sets["up"] | sets["down"] | sets["level"]
    return not any(texts) or any(text and text not in silent for text in texts)


def _depth(grid: Grid, bones: Frame, row: int) -> int:
    """Return how far a row is set in: by an empty numbering cell, or by blanks before its label."""
    label = bones.labels[-1] if bones.labels else 0
    for c in bones.codes:
        block = grid.rows[row][c]
        if c > label:
            continue
        if block is None or not block.text:
            return 1
    for c in bones.labels[-1:]:
        block = grid.rows[row][c]
        if block is not None:
            printed = block.origin.text
            return len(printed) - len(printed.lstrip(" \u3000\u00a0"))
    return 0


def _year_of(grid: Grid, bones: Frame, row: int) -> int | None:
    for c in bones.years:
        block = grid.rows[row][c]
        if block is not None and re.match(r"(?:19|20)\d{2}", block.text):
            return int(block.text[:4])
    return None


def _signs(grid: Grid, bones: Frame, words: HeadWords, table: ReadTable) -> None:
    """Note the cells that are missing, and those that say only a direction (↑, 下降, 持平)."""
    sets = words.sets
    for head in table.rows:
        for c in range(bones.width):
            block = own_cell(grid, head.index, c)
            if block is None or (head.index, c) in table.cells:
                continue
            text = block.text
            if text in sets["up"] or text in sets["down"] or text in sets["level"]:
                table.directions[head.index, c] = 1 if text in sets["up"] else -1 if text in sets["down"] else 0
            elif not text or text in sets["missing"]:
                table.missing.add((head.index, c))


def _add_direction_columns(table: ReadTable, bones: Frame, words: HeadWords) -> None:
    """Count columns of arrows among the columns, where their head announces a change."""
    known = {head.index for head in table.columns}
    for c in sorted({column for _, column in table.directions} - known):
        head = read_head(c, _column_levels(table.grid, bones, c), words)
        if head.sense is Sense.CHANGE:
            table.columns.append(head)
    table.columns.sort(key=lambda head: head.index)


def _declared(flat: Flat, grid: Grid, caption: str) -> HeadUnit | None:
    """Return the unit declared by the caption, by a short line above the table, or in its corner."""
    first = next((block for row in grid.rows for block in row if block is not None), None)
    lines = [caption]
    if first is not None:
        before = flat.blocks[max(0, first.index - 3) : first.index]
        lines += [block.text for block in before if block.kind in ("paragraph", "caption") and len(block.text) <= 40]
        lines += [block.text for block in grid.rows[0] if block is not None and "单位" in block.text]
    for line in reversed(lines):
        if "单位" in line and (unit := declared_unit(line)):
            return unit
    return declared_unit(caption) if caption else None


def _units(table: ReadTable, bones: Frame, declared: HeadUnit | None) -> None:
    """Give each number the unit of its heads, and its claim label, period and role."""
    _take_unit_columns(table, bones)
    for line in (*table.rows, *table.columns):
        if line.unit is None and line.is_rate:
            line.unit = PERCENT
    rows = {head.index: head for head in table.rows}
    columns = {head.index: head for head in table.columns}
    _fractions(table)
    for (r, c), claim in table.cells.items():
        row, column = rows.get(r), columns[c]
        if row is None:
            continue
        _say(claim, row, column)
        if claim.numeral.sort is Sort.PLAIN and (unit := _unit_for(row, column, declared)) is not None:
            claim.numeral = with_unit(claim.numeral, unit, exact=Sense.PER_HEAD not in (row.sense, column.sense))


def _take_unit_columns(table: ReadTable, bones: Frame) -> None:
    for c in bones.units:
        for head in table.rows:
            block = table.grid.rows[head.index][c]
            if block is not None and (unit := parse_unit(block.text)):
                head.unit = unit
                if unit.sort is Sort.RATE and head.sense is Sense.VALUE:
                    head.sense = Sense.RATE


def _unit_for(row: Head, column: Head, declared: HeadUnit | None) -> HeadUnit | None:
    for change, other in ((column, row), (row, column)):
        if change.sense is Sense.CHANGE:
            if change.form is Form.GROWTH:
                return POINTS if other.is_rate and other.unit is PERCENT and change.unit is None else PERCENT
            if change.form is Form.POINTS or other.is_rate:
                return POINTS
            return change.unit or other.unit or declared
    if column.is_rate or row.is_rate:
        return (column.unit if column.is_rate else None) or (row.unit if row.is_rate else None) or PERCENT
    if column.unit is not None or row.unit is not None:
        return column.unit or row.unit
    if column.sense in _UNITLESS or row.sense in _UNITLESS:
        return None
    return declared


def _fractions(table: ReadTable) -> None:
    """Read shares printed as fractions (0.153) as per cent where no head says %."""
    for view in table.views():
        for line in view.lines:
            if line.sense not in (Sense.SHARE, Sense.RATE) or line.unit is not PERCENT or "%" in line.printed:
                continue
            claims = [claim for place in view.places if (claim := view.at(line, place))]
            plain = [claim.numeral for claim in claims if claim.numeral.sort is Sort.PLAIN]
            small = len(plain) > 1 and all(0 <= one.value <= 1 for one in plain if one.value is not None)
            if small and any(one.decimals >= 2 and one.value for one in plain):
                line.unit = FRACTION


def _say(claim: Claim, row: Head, column: Head) -> None:
    """Give a cell's claim its label, subject, year and role."""
    timed_column = column.year is not None or column.before is not None
    timed_row = row.year is not None or row.before is not None
    if timed_column and not timed_row:
        label = row.rest if not column.rest or column.rest == row.rest else f"{row.rest}{column.rest}"
    elif timed_row:
        label = column.rest
    else:
        label = column.rest or row.rest
        claim.subject = "" if row.sense in TOTALS or not column.rest else row.rest
    claim.label = label.replace("/", "")
    claim.year = column.year if column.year is not None else row.year
    claim.previous = bool(column.before or row.before)
    sense = column.sense if column.sense in (Sense.CHANGE, Sense.SHARE) else row.sense
    form = column.form or row.form
    if sense is Sense.CHANGE:
        claim.role = Role.GROWTH if form is Form.GROWTH else Role.DIFFERENCE
    elif sense is Sense.SHARE:
        claim.role = Role.SHARE
    elif sense is Sense.RANK:
        claim.role = Role.RANK
