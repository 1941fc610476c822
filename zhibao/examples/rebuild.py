"""重建: compares the tables of a compiled report with what the published one printed, cell by cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TypedDict

from zhibao.examples.model import Difference, Example, Named, PrintedCell, PublishedTable
from zhibao.examples.prove import proves

_DATE = re.compile(r"(\d{4})\s*[.年-]\s*(\d{1,2})\s*[.月-]\s*(\d{1,2})\s*日?")
_ABSENT = "（无）"


class DifferenceRecord(TypedDict):
    """差异一条, as rebuild.json holds it; an unexplained one has no kind and no proof."""

    table: str
    row: int
    column: int
    printed: str
    rebuilt: str
    kind: str
    proof: str


class RebuildRecord(TypedDict):
    """重建结果, as rebuild.json holds it."""

    tables: int
    figures: int
    cells: int
    equal: int
    named: int
    explained: int
    unexplained: int
    differences: list[DifferenceRecord]


@dataclass(frozen=True, slots=True)
class Compared:
    """比较过的单元格: what was printed, what was rebuilt, and how the two stand to each other."""

    table: str
    row: int
    column: int
    printed: str
    rebuilt: str
    is_named: bool
    proof: Difference | None = None

    @property
    def is_equal(self) -> bool:
        """Say whether both print the same, dates as dates."""
        return _same(self.printed, self.rebuilt)


@dataclass(frozen=True)
class Rebuild:
    """重建结果: every cell of the published tables, compared."""

    tables: int
    figures: int
    cells: tuple[Compared, ...]

    @property
    def equal(self) -> int:
        """Return how many cells come out as printed."""
        return sum(cell.is_equal and not cell.is_named for cell in self.cells)

    @property
    def named(self) -> int:
        """Return how many cells print the invented name that stands for a real one."""
        return sum(cell.is_equal and cell.is_named for cell in self.cells)

    @property
    def explained(self) -> tuple[Compared, ...]:
        """Return the cells that differ, each with a proof that holds."""
        return tuple(cell for cell in self.cells if not cell.is_equal and cell.proof)

    @property
    def unexplained(self) -> tuple[Compared, ...]:
        """Return the cells that differ without a proof."""
        return tuple(cell for cell in self.cells if not cell.is_equal and not cell.proof)

    def record(self) -> RebuildRecord:
        """Return the result as rebuild.json holds it."""
        return RebuildRecord(
            tables=self.tables,
            figures=self.figures,
            cells=len(self.cells),
            equal=self.equal,
            named=self.named,
            explained=len(self.explained),
            unexplained=len(self.unexplained),
            differences=[_record(cell) for cell in self.cells if not cell.is_equal],
        )


def compare(document_tables: Mapping[str, Sequence[Sequence[str]]], figures_drawn: int, example: Example) -> Rebuild:
    """Compare the bodies of a document's tables, by exhibit name, with the example's published cells.

    A cell that differs is explained only when differences.yaml foresees this very text and its proof holds.
    Missing: a table, row or cell that only one side has is a difference.
    """
    proofs = {
        (one.table, one.row, one.column, one.rebuilt): one
        for one in example.differences
        if proves(one, example.published, example.differences)
    }
    cells = tuple(
        cell
        for name, table in example.published.tables.items()
        for cell in _cells(table, document_tables.get(name, ()), proofs)
    )
    found = sum(name in document_tables for name in example.published.tables)
    return Rebuild(found, figures_drawn, cells)


def _cells(
    table: PublishedTable,
    rebuilt: Sequence[Sequence[str]],
    proofs: Mapping[tuple[str, int, int, str], Difference],
) -> Iterator[Compared]:
    empty: tuple[PrintedCell, ...] = ()
    for row, (printed_row, rebuilt_row) in enumerate(zip_longest(table.rows, rebuilt), 1):
        pairs = zip_longest(printed_row or empty, rebuilt_row or (), fillvalue=_ABSENT)
        for column, (printed, text) in enumerate(pairs, 1):
            words = str(text).strip()
            said = printed.named if isinstance(printed, Named) else str(printed).strip()
            proof = proofs.get((table.id, row, column, words))
            yield Compared(table.id, row, column, said, words, isinstance(printed, Named), proof)


def _same(printed: str, rebuilt: str) -> bool:
    if printed == rebuilt:
        return True
    day = _day(printed)
    return day is not None and day == _day(rebuilt)


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _record(cell: Compared) -> DifferenceRecord:
    return DifferenceRecord(
        table=cell.table,
        row=cell.row,
        column=cell.column,
        printed=cell.printed,
        rebuilt=cell.rebuilt,
        kind=cell.proof.kind if cell.proof else "",
        proof=cell.proof.sentence if cell.proof else "",
    )
