"""读懂的表: rows and columns with their heads, the claims in the cells, and the two directions of reading."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from zhibao.audit.blocks import Block, Grid
from zhibao.audit.claim import Claim
from zhibao.audit.tables.head import TOTALS, Head, Sense
from zhibao.audit.tables.words import HeadWords

Cells = dict[tuple[int, int], Claim]


@dataclass(slots=True, eq=False, weakref_slot=True)
class ReadTable:
    """读懂的表: `rows` and `columns` that hold numbers, with their place in the grid as `index`.

    `cells` are keyed by (row, column) of the grid; `directions` are cells that say only up, down or level (+1, −1, 0);
    `entries` is the number of rows that list one thing each. `is_split` marks two tables printed side by side.
    """

    grid: Grid
    caption: str
    words: HeadWords
    rows: list[Head] = field(default_factory=list)
    columns: list[Head] = field(default_factory=list)
    cells: Cells = field(default_factory=dict)
    missing: set[tuple[int, int]] = field(default_factory=set)
    directions: dict[tuple[int, int], int] = field(default_factory=dict)
    labels: list[list[str]] = field(default_factory=list)
    is_split: bool = False

    def views(self) -> "tuple[View, View]":
        """Return the two directions: columns as lines, then rows as lines."""
        return View(self, self.columns, self.rows, True), View(self, self.rows, self.columns, False)

    def block(self, row: int, column: int) -> Block | None:
        """Return the cell at a place of the grid."""
        return self.grid.rows[row][column]


@dataclass(slots=True, eq=False)
class View:
    """一个方向: `lines` are what is added, compared and divided, place by place along `places`."""

    table: ReadTable
    lines: list[Head]
    places: list[Head]
    by_columns: bool

    def key(self, line: Head, place: Head) -> tuple[int, int]:
        """Return the grid place of a line's cell."""
        return (place.index, line.index) if self.by_columns else (line.index, place.index)

    def at(self, line: Head, place: Head) -> Claim | None:
        """Return the number of a line at a place, None where there is none."""
        return self.table.cells.get(self.key(line, place))

    def is_missing(self, line: Head, place: Head) -> bool:
        """Say whether the cell holds no number."""
        return self.key(line, place) not in self.table.cells

    def segments(self) -> Iterator[list[Head]]:
        """Yield the lines between section heads."""
        run: list[Head] = []
        for line in self.lines:
            if line.sense is Sense.SECTION:
                if run:
                    yield run
                run = []
            else:
                run.append(line)
        if run:
            yield run

    def total_places(self) -> list[Head]:
        """Return the places that are totals of others."""
        return [place for place in self.places if place.sense in TOTALS]


def compatible(left: Head, right: Head) -> bool:
    """Say whether the heads allow that numbers under them are added: units equal or not said."""
    if left.unit is None or right.unit is None:
        return True
    return left.unit.name == right.unit.name and left.unit.sort is right.unit.sort


def alike(claims: "list[Claim]") -> bool:
    """Say whether claims may be added: one sort and unit, unsaid units aside."""
    units = {claim.numeral.unit for claim in claims if claim.numeral.unit}
    return len(units) <= 1
