"""快读一行: a row about which nothing has to be said, each distinct content of a column read only once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter

from zhibao.catalog.model import CodeList
from zhibao.catalog.register import FieldType, RegisterField
from zhibao.collect.cells import Content, plain_number, read_cell
from zhibao.collect.id_number import is_id_number
from zhibao.collect.page import Page
from zhibao.snapshot.parquet import most_decimals
from zhibao.snapshot.submission import Cell
from zhibao.terms.numeral import missing_of
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known, Missing

_NOWHERE = CellPlace("")
_BLOCK = 1024


class _NeedsAWordError(Exception):
    """A content about which something has to be said."""


class _Meanings(dict[Content, Cell]):
    """一栏的读法: content → what it means in this column, filled as contents are met."""

    def __init__(self, field: RegisterField, codes: CodeList | None) -> None:
        super().__init__()
        self._field, self._codes = field, codes
        self._is_number, self._is_text = field.type.is_number, field.type is FieldType.TEXT
        self._decimals = most_decimals(field.type)

    def __missing__(self, content: Content) -> Cell:
        cell = self._plain(content)
        if cell is None:
            read = read_cell(content, self._field, self._codes, _NOWHERE)
            if read.findings:
                raise _NeedsAWordError
            cell = read.cell
        self[content] = cell
        return cell

    def _plain(self, content: Content) -> Cell | None:
        """Return what `read_cell` would, for the numbers and texts that are as they should be; None for the others."""
        if self._is_number and isinstance(content, float):
            number = plain_number(content, self._decimals)
            return None if number is None else Known(number)
        if self._is_text and isinstance(content, str) and content.isprintable():
            is_plain = content == content.strip() and content and missing_of(content) is None
            return content if is_plain and not is_id_number(content) else None
        return None


class QuickRow:
    """快读: the rows of one page, by the columns in which its fields stand."""

    def __init__(self, page: Page, columns: Mapping[str, int]) -> None:
        """Take a page whose columns are known."""
        names = page.sheet.typed
        definitions = [page.sheet.definition(name) for name in names]
        self._names = names
        self._meanings = [_Meanings(one, page.lists.get(one.list)) for one in definitions]
        self._pick = _picker([columns[name] for name in names])
        self._width = max(columns[name] for name in names) + 1
        self._key = page.sheet.register.key
        self._faulty = {row for row, _ in page.faults}

    def rows(self, lines: Iterable[tuple[int, Sequence[Content]]]) -> Iterator[tuple[int, dict[str, Cell] | None]]:
        """Yield number and cells of each row; None for one that has to be read cell by cell, or has no whole key."""
        waiting = iter(lines)
        while block := list(islice(waiting, _BLOCK)):
            numbers = [number for number, _ in block]
            yield from zip(numbers, self._read(numbers, [self._whole(contents) for _, contents in block]), strict=True)

    def _read(self, numbers: Sequence[int], block: Sequence[Sequence[Content]]) -> list[dict[str, Cell] | None]:
        """Return the cells of rows; taken together where nothing has to be said about any of them, which is faster."""
        # True equals 1, and a truth value is no number.
        if self._faulty.isdisjoint(numbers) and not any(bool in map(type, contents) for contents in block):
            try:
                columns = [
                    list(map(meaning.__getitem__, column))
                    for meaning, column in zip(self._meanings, zip(*map(self._pick, block), strict=True), strict=True)
                ]
            except _NeedsAWordError:
                pass
            else:
                return [self._keyed(dict(zip(self._names, row, strict=True))) for row in zip(*columns, strict=True)]
        if len(block) == 1:
            return [None]
        half = len(block) // 2
        return self._read(numbers[:half], block[:half]) + self._read(numbers[half:], block[half:])

    def _whole(self, contents: Sequence[Content]) -> Sequence[Content]:
        """Return a row with the empty cells behind its last one."""
        short = self._width - len(contents)
        return [*contents, *[""] * short] if short > 0 else contents

    def _keyed(self, cells: dict[str, Cell]) -> dict[str, Cell] | None:
        for name in self._key:
            if isinstance(cells[name], Missing):
                return None
        return cells


def _picker(columns: Sequence[int]) -> Callable[[Sequence[Content]], Sequence[Content]]:
    if list(columns) == list(range(len(columns))):
        return lambda contents: contents[: len(columns)]
    if len(columns) == 1:
        return lambda contents: (contents[columns[0]],)
    return itemgetter(*columns)
