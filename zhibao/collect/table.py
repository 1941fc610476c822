"""表样的位置: where the rows and columns of a printed table stand on its sheet; writing and reading both go by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhibao.catalog.register import Layout
from zhibao.collect.layout import FIRST_ROW, LAST, REASON, Sheet

LABEL_COLUMN, FIRST_COLUMN = 0, 1
FOOTNOTE = "口径："


@dataclass(frozen=True)
class Square:
    """表样: the cells of a sheet that is laid out as the printed table.

    Only rows and columns of which something is asked are there; a cell that is not asked for is grey.
    """

    sheet: Sheet
    layout: Layout

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the rows in print order."""
        return tuple(row for row in self.layout.rows if any((row, one) in self.cells for one in self.layout.columns))

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns in print order."""
        return tuple(one for one in self.layout.columns if any((row, one) in self.cells for row in self.layout.rows))

    @property
    def cells(self) -> Mapping[tuple[str, str], str]:
        """Return (row, column) → field of the cells asked for."""
        return {pair: name for pair, name in self.layout.cells().items() if name in self.sheet.typed}

    @property
    def totals(self) -> Mapping[str, tuple[str, ...]]:
        """Return field → fields that add up to it, of the totals whose parts are all asked for.

        The corner is the sum of the total row's cells where there are any, else of the total column's.
        """
        found: dict[str, tuple[str, ...]] = {}
        for _, total, parts in self.layout.sums():
            if {total, *parts} <= {*self.sheet.typed}:
                found.setdefault(total, parts)
        return found

    def place(self, row: str, column: str) -> tuple[int, int]:
        """Return the sheet's row and column, from 0, of a cell."""
        return FIRST_ROW + self.rows.index(row), FIRST_COLUMN + self.columns.index(column)

    def places(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield every field asked for with its place."""
        for (row, column), name in self.cells.items():
            yield name, self.place(row, column)

    @property
    def reason_column(self) -> int:
        """Return the column of the words on a row's change."""
        return FIRST_COLUMN + len(self.columns)

    def head(self) -> tuple[str, ...]:
        """Return the headers from the first column on."""
        columns = (self.layout.columns[one] for one in self.columns)
        return (self.layout.head, *columns, REASON)

    def last_head(self) -> tuple[str, ...]:
        """Return the headers of last year's cells, which stand beside."""
        return tuple(f"{LAST}{self.layout.columns[one]}" for one in self.columns)


def square_of(sheet: Sheet) -> Square:
    """Return the square of a register that has a layout."""
    assert sheet.register.layout is not None
    return Square(sheet, sheet.register.layout)
