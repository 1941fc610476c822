"""文本中的表格: rows between pipes, rows with tabs, and rows whose columns stand below one another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.document.readers.contents import looks_like_contents, title_of
from zhibao.document.readers.lines import LineCell, LineKind

_MOST_LENGTH = 20_000
_MOST_CELLS = 400
_MOST_ALIGNED = 400
_FIELD = re.compile(r"[^\s]+(?:[ \u3000][^\s]+)*")
_WIDE = re.compile(r"[^\x00-\xff]")
_MOST_BLANK = 2
_RULE_SIGNS = frozenset("|-:+ \t")


@dataclass(frozen=True, slots=True)
class Row:
    """一行: its cells, the number of its table, and whether it is a head; kind is furniture for a mere rule."""

    kind: LineKind
    cells: tuple[LineCell, ...]
    table: int
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """相连的几行: indexes and cells, one table or the part of one that stands on a page."""

    indexes: list[int]
    cells: list[tuple[LineCell, ...]]


class Grids:
    """Finds the tables of a text; `rows` holds what is a row, by the index of its line."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Look through the lines of a text once."""
        self.rows: dict[int, Row] = {}
        self._texts = texts
        self._table = 0
        self._tried = 0
        index = 0
        while index < len(texts):
            index = self._pipes(index) or self._tabs(index) or self._aligned(index) or index + 1

    def _pipes(self, start: int) -> int:
        """Take a table of pipes, its parts on following pages with it; return where it ends, or 0."""
        if not _is_piped(self._texts, start):
            return 0
        self._table += 1
        width = heads = 0
        first_head: list[str] = []
        index = start
        while True:
            end = index
            while end < len(self._texts) and _is_piped(self._texts, end):
                end += 1
            rule = next((i for i in range(index, end) if _is_rule(self._texts[i])), -1)
            if index == start:
                heads = rule - index if 0 <= rule <= index + 3 else 0
                width = len(_pipe_cells(self._texts[index]))
                first_head = _strings(self._texts[index])
            for i in range(index, end):
                cells = () if _is_rule(self._texts[i]) else _pipe_cells(self._texts[i])
                is_head = index == start and i < start + heads
                self.rows[i] = Row("row" if cells else "furniture", cells, self._table, is_head)
            following = _next_filled(self._texts, end)
            if following is None or following - end > _MOST_BLANK or not _is_piped(self._texts, following):
                return end
            head = _strings(self._texts[following])
            if len(head) != width or (any(head) and head[0] and head != first_head):
                return end
            index = following

    def _tabs(self, start: int) -> int:
        """Take a table of lines with tabs; return where it ends, or 0."""
        if not _is_tabbed(self._texts[start]):
            return 0
        runs = [self._tab_run(start)]
        while True:
            end = runs[-1].indexes[-1] + 1
            following = _next_filled(self._texts, end)
            if following is None or following - end > 1 or not _is_tabbed(self._texts[following]):
                break
            run = self._tab_run(following)
            if len(run.cells[0]) != len(runs[-1].cells[-1]):
                break
            runs.append(run)
        return self._settle(runs)

    def _tab_run(self, start: int) -> _Run:
        run = _Run([], [])
        count = 0
        for index in range(start, len(self._texts)):
            text = self._texts[index]
            if not _is_tabbed(text) and not (text.strip() and "\t" in text and text.count("\t") == count):
                break
            count = text.count("\t")
            run.indexes.append(index)
            run.cells.append(_split_cells(text, "\t"))
        return run

    def _settle(self, runs: list[_Run]) -> int:
        """Make runs a table unless they are contents or too little for one; return where they end, or 0."""
        indexes = [index for run in runs for index in run.indexes]
        cells = [each for run in runs for each in run.cells]
        widest = max(len(each) for each in cells)
        texts = [self._texts[index] for index in indexes]
        if widest == 2 and looks_like_contents(texts, self._title_before(indexes[0])):
            return 0 if len(indexes) == 1 else indexes[-1] + 1
        if (len(indexes) == 1 and widest < 3) or widest > _MOST_CELLS:
            return 0
        self._table += 1
        for index, each in zip(indexes, cells, strict=True):
            self.rows[index] = Row("row", each, self._table)
        return indexes[-1] + 1

    def _aligned(self, start: int) -> int:
        """Take a table whose columns are kept apart by blanks; return where it ends, or 0."""
        fields = _fields(self._texts[start]) if start >= self._tried else []
        if len(fields) < 2 or title_of(self._texts[start]):
            return 0
        block = [fields]
        index = start + 1
        while index < len(self._texts) and (found := _fields(self._texts[index])):
            if len(found) < 2 and (len(fields) < 3 or _is_long(found)):
                break
            block.append(found)
            index += 1
        self._tried = index
        while len(block[-1]) < 2:
            block.pop()
        most = max(len(each) for each in block)
        full = sum(len(each) == most for each in block)
        if len(block) < (2 if most > 2 else 3) or 2 * full < len(block):
            return 0
        texts = self._texts[start : start + len(block)]
        template = next(_columns(text, each) for text, each in zip(texts, block, strict=True) if len(each) == most)
        placed = [_place(text, each, template) for text, each in zip(texts, block, strict=True)]
        rows = [row for row in placed if row is not None]
        if len(rows) < len(block):
            return 0
        if most == 2 and looks_like_contents(texts, self._title_before(start)):
            return start + len(block)
        self._table += 1
        for offset, cells in enumerate(rows):
            self.rows[start + offset] = Row("row", cells, self._table)
        return start + len(block)

    def _title_before(self, index: int) -> str:
        while index > 0:
            index -= 1
            if self._texts[index].strip():
                return self._texts[index] if title_of(self._texts[index]) else ""
        return ""


def _is_piped(texts: Sequence[str], index: int) -> bool:
    text = texts[index]
    if "|" not in text or len(text) > _MOST_LENGTH:
        return False
    bare = text.strip()
    if bare.startswith("|"):
        return bare.count("|") >= 2
    if _is_rule(text):
        return "|" in (texts[index - 1] if index else "")
    around = texts[index + 1 : index + 2] if not index else (texts[index - 1], *texts[index + 1 : index + 2])
    return any(_is_rule(other) for other in around) or (bool(index) and _is_piped_above(texts, index))


def _is_piped_above(texts: Sequence[str], index: int) -> bool:
    """Say whether a line without outer pipes goes on a table of such lines."""
    above = texts[index - 1]
    count = texts[index].count("|")
    if above.count("|") != count or above.strip().startswith("|"):
        return False
    for back in range(index - 1, max(-1, index - 60), -1):
        if _is_rule(texts[back]):
            return True
        if texts[back].count("|") != count:
            return False
    return False


def _is_rule(text: str) -> bool:
    return len(text) <= _MOST_LENGTH and "|" in text and "-" in text and _RULE_SIGNS.issuperset(text)


def _pipe_cells(text: str) -> tuple[LineCell, ...]:
    start = text.index("|") + 1 if text.lstrip().startswith("|") else 0
    end = len(text.rstrip())
    if end > start and text[end - 1] == "|" and text[end - 2 : end - 1] != "\\":
        end -= 1
    return _split_cells(text, "|", start, end)


def _split_cells(text: str, sign: str, start: int = 0, end: int | None = None) -> tuple[LineCell, ...]:
    """Return the cells between signs, blanks around them left out."""
    stop = len(text) if end is None else end
    cells: list[LineCell] = []
    while start <= stop and len(cells) <= _MOST_CELLS:
        cut = text.find(sign, start, stop)
        while cut > 0 and sign == "|" and text[cut - 1] == "\\":
            cut = text.find(sign, cut + 1, stop)
        cut = stop if cut < 0 else cut
        inner = text[start:cut]
        low = start + len(inner) - len(inner.lstrip())
        cells.append(LineCell(low, low + len(inner.strip())) if inner.strip() else LineCell(start, start))
        start = cut + 1
    return tuple(cells)


def _strings(text: str) -> list[str]:
    return [text[cell.start : cell.end] for cell in _pipe_cells(text)]


def _is_tabbed(text: str) -> bool:
    return "\t" in text and len(text) <= _MOST_LENGTH and "\t" in text.strip()


def _next_filled(texts: Sequence[str], index: int) -> int | None:
    for following in range(index, min(len(texts), index + _MOST_BLANK + 1)):
        if texts[following].strip():
            return following
    return None


def _fields(text: str) -> list[tuple[int, int]]:
    """Return the spans between runs of two and more blanks; none for long lines, tabs and sentences."""
    if len(text) > _MOST_ALIGNED or ("  " not in text and "\u3000\u3000" not in text) or "\t" in text or "|" in text:
        return [(len(text) - len(text.lstrip()), len(text.rstrip()))] if 0 < len(text.strip()) <= 20 else []
    fields = [found.span() for found in _FIELD.finditer(text)]
    return [] if any("。" in text[low:high] for low, high in fields) else fields


def _is_long(fields: list[tuple[int, int]]) -> bool:
    return any(high - low > 20 for low, high in fields)


def _columns(text: str, fields: list[tuple[int, int]]) -> list[int]:
    """Return twice the middle of each field in printed columns."""
    return [2 * low + len(_WIDE.findall(text, 0, low)) + len(_WIDE.findall(text, 0, high)) + high - low
            for low, high in fields]  # fmt: skip


def _place(text: str, fields: list[tuple[int, int]], template: list[int]) -> tuple[LineCell, ...] | None:
    """Return a row in the columns of the fullest one, empty cells where nothing stands below; None where two meet."""
    if len(fields) == len(template):
        return tuple(LineCell(low, high) for low, high in fields)
    cells: list[LineCell | None] = [None] * len(template)
    for (low, high), middle in zip(fields, _columns(text, fields), strict=True):
        best = min(range(len(template)), key=lambda i: abs(template[i] - middle))
        if cells[best] is not None:
            return None
        cells[best] = LineCell(low, high)
    position = fields[0][0]
    row = []
    for cell in cells:
        row.append(cell or LineCell(position, position))
        position = cell.end if cell else position
    return tuple(row)
