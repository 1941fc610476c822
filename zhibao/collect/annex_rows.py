"""附表的各行: reads the rows under one head: which are items, which are parts of them, which are none."""

from dataclasses import dataclass, field, replace

from zhibao.catalog.annex_match import AnnexItem
from zhibao.collect.annex_head import Band, Origins, Role, Texts, role_of
from zhibao.collect.annex_lines import (
    NUMBERED,
    Line,
    ends_table,
    is_total,
    only_says_part,
    take_apart,
    unit_line,
)

MOST_ITEMS = 2000
LONGEST_NAME = 80
_DITTO = ("〃", "″", '"', "同上")
_BELOW = 5
"""What lies between a row and its parts; indents move a row by less."""


@dataclass(frozen=True, slots=True)
class _Above:
    """An item under which others may stand."""

    depth: int
    item: AnnexItem
    is_part: bool


@dataclass
class RowReader:
    """逐行读取: takes the rows of one table in their order; `items` and `left_out` grow."""

    texts: Texts
    origins: Origins
    band: Band
    items: list[AnnexItem] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    _over: list[_Above] = field(default_factory=list)
    _group: str = ""
    _unit: str = ""
    _last_unit: str = ""
    _left_is_item: bool = False
    _numbered: bool = False
    _has_units: bool = False

    def read(self, start: int, end: int) -> None:
        """Take the rows from `start` up to `end`; what follows a note is left out."""
        self._unit = self.band.default_unit
        self._numbered = any(self._is_numbered(row) for row in range(start, end))
        self._has_units = any(self._cell(row, self.band.unit) for row in range(start, end))
        ended = False
        for row in range(start, end):
            said = [text.strip() for text in self.texts[row] if text]
            ended = ended or bool(said and ends_table(said[0]))
            if ended or len(self.items) >= MOST_ITEMS:
                self._leave(row, " ".join(said))
            elif len(said) == 1 and (unit := unit_line(said[0])):
                self._unit = unit
            elif said:
                self._row(row)

    def _row(self, row: int) -> None:
        names = [(column, text) for column in self.band.labels if (text := self._cell(row, column))]
        is_part = any(only_says_part(text) for _, text in names)
        names = [one for one in names if not only_says_part(one[1])]
        if len(names) > 1 and is_total(names[-1][1]):
            names = names[:-1]
        if not names:
            self._second_measure(row)
            return
        column, text = names[-1]
        number = self._cell(row, self.band.number)
        is_part = is_part or only_says_part(number)
        line = take_apart(text, "" if only_says_part(number) else number)
        if not line.label or len(line.label) > LONGEST_NAME or is_total(line.label) or role_of(text) is Role.LABEL:
            self._leave(row, text)
            return
        own = self._own_unit(row)
        if self._is_caption(row, line, own):
            self._begin_group(line.label)
            self._unit = line.unit or self.band.default_unit
            return
        if len(names) > 1:
            self._begin_group(take_apart(names[0][1]).label)
        beside = column != self.band.labels[0]
        hangs = line.is_part or is_part or (beside and self._left_is_item)
        self._add(row, line, line.unit or own or self._unit, is_part=hangs)
        self._left_is_item = self._left_is_item if beside and len(names) == 1 else not beside

    def _second_measure(self, row: int) -> None:
        """Take a row that has only a unit: the item above is told in this unit too (门, then 学时)."""
        unit = self._cell(row, self.band.unit).strip()
        if self.items and unit and unit not in _DITTO and unit != self.items[-1].unit:
            self.items.append(replace(self.items[-1], unit=unit, definition="", row=row + 1))

    def _add(self, row: int, line: Line, unit: str, *, is_part: bool) -> None:
        depth = self._depth(line, is_part=is_part)
        while self._over and self._over[-1].depth >= depth:
            self._over.pop()
        whole = self._over[-1].item if self._over else None
        definition = self._cell(row, self.band.definition).strip()
        parent, group = (whole.key, "") if whole else ("", self._group)
        item = AnnexItem(line.label, line.number, unit, parent, group, definition, row + 1)
        self.items.append(item)
        self._over.append(_Above(depth, item, is_part or (line.depth is None and bool(whole))))

    def _depth(self, line: Line, *, is_part: bool) -> int:
        """Return how deep a row stands: by 其中, by its number, by a numbered row above, by its indent."""
        main = next((one for one in reversed(self._over) if not one.is_part), None)
        if main and (is_part or (line.depth is None and line.is_grade)):
            return main.depth + _BELOW
        if line.depth is not None:
            return line.depth
        if main and self._numbered:
            return main.depth + (_BELOW if main.item.number else 0)
        return NUMBERED + min(line.indent, _BELOW - 1)

    def _is_caption(self, row: int, line: Line, own: str) -> bool:
        """Say whether a row is a heading over others: 一、…, a range across the table, no unit and no number."""
        if line.is_part or line.is_grade:
            return False
        alone = sum(map(bool, self.texts[row])) == 1 + bool(self._cell(row, self.band.number))
        if line.is_chapter:
            return alone and not own
        if not alone or line.number:
            return False
        bare = self._numbered and self._has_units and not own and not line.indent and not self._unit
        return bare or self._goes_across(row)

    def _goes_across(self, row: int) -> bool:
        """Say whether the row's one text is merged over columns that hold no names."""
        named = (*self.band.labels, self.band.number)
        over = {self.origins.get((row, column)) for column in range(len(self.texts[row])) if column not in named}
        return any((row, column) in over for column in named if column is not None)

    def _begin_group(self, label: str) -> None:
        if label != self._group or self._left_is_item:
            self._group, self._over = label, []

    def _own_unit(self, row: int) -> str:
        if self.band.unit is None:
            return ""
        at_row, at_column = self.origins.get((row, self.band.unit), (row, self.band.unit))
        said = self._cell(at_row, at_column).strip() if at_column == self.band.unit else ""
        self._last_unit = self._last_unit if said in _DITTO else said
        return self._last_unit

    def _is_numbered(self, row: int) -> bool:
        texts = [text for column in self.band.labels if (text := self._cell(row, column))]
        line = take_apart(texts[-1], self._cell(row, self.band.number)) if texts else None
        return line is not None and line.depth is not None and not line.is_chapter

    def _leave(self, row: int, text: str) -> None:
        if text:
            self.left_out.append((row + 1, text.strip()[:LONGEST_NAME]))

    def _cell(self, row: int, column: int | None) -> str:
        return "" if column is None or column >= len(self.texts[row]) else self.texts[row][column]
