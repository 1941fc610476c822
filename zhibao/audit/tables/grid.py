"""表格的骨架: which rows are heads, which columns hold labels, numbers, years or units, and which cells are numbers."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from zhibao.audit.blocks import Block, Grid
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.tables.head import BARE_YEAR
from zhibao.audit.tables.units import parse_unit
from zhibao.audit.tables.words import HeadWords
from zhibao.terms.numerals.noun import Numeral, Sort

_SIGNS = "+-↑↓▲▼→ （）()"
_WORDS = re.compile(r"^(?:增加了?|减少了?|上升了?|下降了?|提高了?|降低了?|增长了?|增|减|升|降|回落|扩大|缩小)")
DOWN_WORDS = re.compile(r"^(?:减少|下降|降低|减|降|回落|缩小)")
_YEAR_TEXT = re.compile(r"^(?:19|20)\d{2}(?:[-~/](?:19|20)?\d{2})?(?:年度|学年度|学年|年末|年底|年|级|届)?$")
_MOST_HEADS = 3
_UNSEEN = Sort.EXCLUDED


@dataclass(slots=True, eq=False)
class Frame:
    """骨架: the number of head rows, the columns by what they hold, and the cells that are one number."""

    heads: int
    width: int
    numbers: dict[tuple[int, int], Claim] = field(default_factory=dict)
    labels: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    is_split: bool = False


def own_cell(grid: Grid, row: int, column: int) -> Block | None:
    """Return the cell that begins at a place; None where a merged cell only reaches over it."""
    block = grid.rows[row][column]
    return block if block is not None and block.row == row and block.column == column else None


def number_of(facts: Facts, block: Block) -> Claim | None:
    """Return the claim of a cell that is one number and nothing else: sign, arrow, unit and change word aside."""
    claims = facts.of_block.get(block.index)
    if not claims or len(block.text) > 24:
        return None
    found = [claim for claim in claims if claim.numeral.is_quantity]
    if len(found) != 1 or len(found) != len(claims):
        return None
    one = found[0].numeral
    text = block.text
    if not text[one.start].isdigit():
        return None
    if one.start == 0 and one.stop == len(text):
        return found[0]
    before, after = text[: one.start], text[one.stop :].strip(" ↑↓")
    if before.startswith("（") and after == "）":
        return None
    before = _WORDS.sub("", before).strip(_SIGNS + "约近超逾")
    if one.qualifier and before in ("不低于", "不少于", "≥", "至少", "不超过", "≤", "超过", ">", "<", "大于", "小于"):
        before = ""
    return found[0] if not before and (not after or after in ("左右", "以上", "以下", "余", "多")) else None


def is_bare_year(one: Numeral, text: str) -> bool:
    """Say whether a cell is a year printed as a plain number."""
    return one.sort in (Sort.PLAIN, _UNSEEN) and bool(BARE_YEAR.match(text))


def frame(facts: Facts, grid: Grid, words: HeadWords) -> Frame | None:
    """Return the skeleton of a grid, None where it has no numbers at all."""
    width = len(grid.rows[0]) if grid.rows else 0
    if not width:
        return None
    numbers: dict[tuple[int, int], Claim] = {}
    for r in range(len(grid.rows)):
        for c in range(width):
            block = own_cell(grid, r, c)
            if block is not None and (claim := number_of(facts, block)) is not None:
                numbers[r, c] = claim
    one = Frame(_head_rows(grid, numbers), width)
    one.numbers = {key: claim for key, claim in numbers.items() if key[0] >= one.heads}
    _sort_columns(grid, one, words)
    return one if one.values else None


def _head_rows(grid: Grid, numbers: dict[tuple[int, int], Claim]) -> int:
    rows = grid.rows
    last = len(rows) - 1

    def counts(r: int) -> int:
        return sum((r, c) in numbers and not _year_cell(rows[r][c]) for c in range(len(rows[r])))

    heads = min(grid.heads, _MOST_HEADS, last)
    if any(counts(r) for r in range(heads)):
        heads = 0
    if heads == 0 and last > 0 and not counts(0) and _texts(rows[0]):
        heads = 1
    while 0 < heads < min(_MOST_HEADS, last) and not counts(heads) and _continues(rows[heads - 1], rows[heads]):
        heads += 1
    return heads


def _year_cell(block: Block | None) -> bool:
    return block is not None and bool(_YEAR_TEXT.match(block.text))


def _texts(row: list[Block | None]) -> int:
    return sum(block is not None and bool(block.text) for block in row)


def _continues(above: list[Block | None], row: list[Block | None]) -> bool:
    """Say whether a row without numbers is a second level of heads: first cell empty or merged with the one above."""
    first = row[0]
    if first is not None and first.text and first is not above[0]:
        shared = any(cell is not None and cell.text and cell is high for cell, high in zip(row, above, strict=False))
        merged = any(left is not None and left is right for left, right in pairwise(above))
        return (shared or merged) and _texts(row) == len(row)
    return any(cell is not None and cell.text and cell is not high for cell, high in zip(row, above, strict=False))


def _sort_columns(grid: Grid, one: Frame, words: HeadWords) -> None:
    body = range(one.heads, len(grid.rows))
    seen_value = False
    text_after = False
    for c in range(one.width):
        head = "".join(block.text for r in range(one.heads) if (block := grid.rows[r][c]) is not None)
        claims = [(r, one.numbers[r, c]) for r in body if (r, c) in one.numbers]
        texts = [
            block.text
            for r in body
            if (block := own_cell(grid, r, c)) is not None
            and block.text
            and (r, c) not in one.numbers
            and block.text not in words.sets["missing"]
        ]
        kind = _kind(head, claims, texts, grid, c, words, seen_value=seen_value)
        getattr(one, kind).append(c) if kind else None
        if kind == "values":
            one.is_split = one.is_split or text_after
            seen_value = True
        elif kind == "labels" and seen_value:
            one.labels.pop()
            text_after = bool(texts)
    _take_out(one)


def _kind(
    head: str,
    claims: list[tuple[int, Claim]],
    texts: list[str],
    grid: Grid,
    c: int,
    words: HeadWords,
    *,
    seen_value: bool,
) -> str:
    core = re.sub(r"[（(].*?[）)]|[ 　]", "", head)
    if core in words.sets["code"] or (core.endswith(("代码", "编码", "编号")) and claims):
        return "codes"
    if core in words.sets["note"]:
        return ""
    if core in words.sets["unit"] or (texts and not claims and len(texts) > 1 and all(map(_is_unit, texts))):
        return "units"
    if not claims:
        return "labels"
    if not seen_value and _all_years(claims, grid, c, core, words):
        return "years"
    if c == 0 and _running(claims) and (not core or core in words.sets["code"]) and len(claims) > 1:
        return "codes"
    return "values" if len(claims) >= len(texts) else "labels"


def _is_unit(text: str) -> bool:
    return text in ("/", "-", "比", ":1", "N:1") or parse_unit(text) is not None


def _all_years(claims: list[tuple[int, Claim]], grid: Grid, c: int, core: str, words: HeadWords) -> bool:
    cells = [(claim, grid.rows[r][c]) for r, claim in claims]
    if not all(block is not None and is_bare_year(claim.numeral, block.text) for claim, block in cells):
        return False
    return c == 0 or not core or core in words.sets["year_column"] or "年" in core or "届" in core


def _running(claims: list[tuple[int, Claim]]) -> bool:
    values = [claim.numeral.value for _, claim in claims]
    return values[0] in (0, 1) and all(b is not None and a is not None and b - a == 1 for a, b in pairwise(values))


def _take_out(one: Frame) -> None:
    """Leave only the cells of value columns among the numbers."""
    kept = set(one.values)
    one.numbers = {key: claim for key, claim in one.numbers.items() if key[1] in kept}
