"""长表: a long sheet is cut at its rows; while one piece is looked at, those before it are read by columns already.

Neither the decompressor nor the reader keeps other threads from working: what is looked at on one core is read on the
other, and nothing is read that was not looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

from python_calamine import CalamineWorkbook

from zhibao.collect.by_column import ColumnSheet, column_sheet
from zhibao.collect.cells import Content
from zhibao.collect.layout import FIRST_ROW
from zhibao.collect.packed import packed, quietly, workbook_of
from zhibao.collect.pieces import Begun, Grid, Piece, Readers, cut, first_cell, first_rows, is_long
from zhibao.collect.scan import Scan, scan

_AT_ONCE = 2
Columns = Future[ColumnSheet | None]


@dataclass
class LongSheet:
    """长表: a sheet whose columns are being read already; its rows are read once they are asked for.

    `extent` is None for a sheet that is no XML; what is larger than was allowed is not read.
    """

    head: Sequence[list[Content]]
    extent: Scan | None
    _columns: Sequence[Columns]
    _rows: Callable[[], Grid]

    @cached_property
    def grid(self) -> Grid:
        """Return the rows, each as soon as it has been read."""
        return self._rows()

    @property
    def begun(self) -> Sequence[list[Content]]:
        """Return the rows, of which only those after the first few make the sheet be read by rows."""
        return Begun(self.head, lambda: self.grid)

    def columns(self) -> Iterator[ColumnSheet | None]:
        """Yield the pieces of the sheet by columns, each as soon as it has been read; None for one that cannot be."""
        return (piece.result() for piece in self._columns)


def long_sheet(sheet: str, part: str, xml: bytes, around: Mapping[str, bytes], most: int) -> LongSheet | None:
    """Return a long sheet of at most so many cells, nothing of which but the first rows was read; None for a short one.

    Shape: `around` are the other parts of the workbook, without which no sheet can be read.
    """
    if not is_long(xml):
        return None
    pieces = cut(xml)
    pool = ThreadPoolExecutor(_AT_ONCE, "columns")

    def begin(piece: bytes) -> Columns:
        """Read a piece by columns, some time."""
        workbook = packed({**around, part: piece})
        return pool.submit(lambda: quietly(lambda: column_sheet(workbook, sheet, first_cell(piece))))

    def rows() -> Grid:
        """Read the pieces by rows, side by side."""
        readers = Readers(lambda piece: quietly(lambda: _piece(workbook_of({**around, part: piece}), sheet)))
        for piece in pieces:
            readers.take(piece)
        readers.close()
        return Grid(readers.pieces())

    extent, columns = _looked_at(pieces, most, begin) or (scan(xml, most), [])
    is_allowed = extent is not None and extent.rows * extent.columns <= most
    if is_allowed and not columns:
        columns = [begin(xml)]
    pool.shutdown(wait=False, cancel_futures=not is_allowed)
    first = quietly(lambda: _piece(workbook_of({**around, part: first_rows(pieces[0])}), sheet)) if is_allowed else None
    head: list[list[Content]] = [[] for _ in range(first[0])] + first[1] if first else []
    return LongSheet(head, extent, columns, rows)


def _looked_at(
    pieces: Sequence[bytes], most: int, begin: Callable[[bytes], Columns]
) -> tuple[Scan, list[Columns]] | None:
    """Return what all pieces hold together, each of them begun; None when the sheet has to be looked at whole."""
    rows, width, numbers = 0, 0, frozenset[int]()
    faults: dict[tuple[int, int], str] = {}
    columns: list[Columns] = []
    for piece in pieces:
        found, begins = scan(piece, most), first_cell(piece)
        if found is None or found.numbers is None or begins is None or begins < rows:
            return None
        rows, width = max(rows, found.rows), max(width, found.columns)
        if rows * width > most:
            return None
        numbers |= found.numbers
        faults |= found.faults
        if found.rows > FIRST_ROW:
            columns.append(begin(piece))
    return Scan(rows, width, faults, numbers), columns


def _piece(workbook: CalamineWorkbook, sheet: str) -> Piece:
    found = workbook.get_sheet_by_name(sheet)
    first, before = found.start or (0, 0)
    lines = found.to_python()
    return first, ([[""] * before + line for line in lines] if before else lines)
