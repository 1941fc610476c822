"""长表的分段: a long sheet is cut at its rows; the pieces are read side by side while the first ones are used already.

The reader lets other threads run while it works, so that two cores halve its time.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar, overload

from zhibao.collect.cells import Content

PIECE = 32 << 20
_OPEN, _ROW, _CLOSE = b"<sheetData>", b'<row r="', b"</sheetData>"
_AT_ONCE = 2
_FIRST_ROWS = 8
_FIRST_CELL = re.compile(rb"<row [^<>]*><c r=\"([A-Z]+)(\d+)\"[^<>]*><(?:v|is)>")

Line = list[Content]
Piece = tuple[int, list[Line]]
"""The first row of a piece, from 0, and its rows."""


Read = TypeVar("Read")


class DamagedSheetError(Exception):
    """坏表: a piece of a sheet could not be read, or stands where another one does."""


class Grid(Sequence[Line]):
    """格网: the rows of a long sheet from A1 on, each there as soon as its piece has been read."""

    def __init__(self, pieces: Iterator[Piece]) -> None:
        """Take the pieces in their order; asking for a row raises DamagedSheetError when there is no reading it."""
        self._pieces = pieces
        self._lines: list[Line] = []

    def __len__(self) -> int:
        """Return how many rows there are, once all pieces have been read."""
        while self._read_on():
            pass
        return len(self._lines)

    @overload
    def __getitem__(self, which: int) -> Line: ...
    @overload
    def __getitem__(self, which: slice) -> Sequence[Line]: ...
    def __getitem__(self, which: int | slice) -> Line | Sequence[Line]:
        """Return a row, as soon as it has been read; for a slice or a row from the end all must be read."""
        if isinstance(which, slice) or which < 0:
            return self._lines[: len(self)][which]
        while which >= len(self._lines) and self._read_on():
            pass
        return self._lines[which]

    def __iter__(self) -> Iterator[Line]:
        """Yield the rows, each as soon as it has been read."""
        done = 0
        while done < len(self._lines) or self._read_on():
            ready, done = self._lines[done:], len(self._lines)
            yield from ready

    def square(self) -> list[Line]:
        """Return all rows, filled up to the width of the widest."""
        width = max(map(len, self), default=0)
        return [line + [""] * (width - len(line)) for line in self]

    def _read_on(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        first, lines = piece
        if lines and first < len(self._lines):
            raise DamagedSheetError
        self._lines += ([] for _ in range(first - len(self._lines)))
        self._lines += lines
        return True


class Begun(Sequence[Line]):
    """开头已读的格网: the first rows at hand, the others from a grid that is begun when one of them is asked for."""

    def __init__(self, head: Sequence[Line], grid: Callable[[], Grid]) -> None:
        """Take the first rows and what gives the grid of all of them."""
        self._head, self._grid = head, grid

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._grid())

    @overload
    def __getitem__(self, which: int) -> Line: ...
    @overload
    def __getitem__(self, which: slice) -> Sequence[Line]: ...
    def __getitem__(self, which: int | slice) -> Line | Sequence[Line]:
        """Return a row, or several."""
        if isinstance(which, int) and 0 <= which < len(self._head):
            return self._head[which]
        return self._grid()[which]

    def __iter__(self) -> Iterator[Line]:
        """Yield the rows, each as soon as it has been read."""
        return iter(self._grid())


class Readers(Generic[Read]):
    """并读: reads the pieces of a sheet in threads of their own, each from the moment that it is handed over."""

    def __init__(self, read: Callable[[bytes], Read | None]) -> None:
        """Take what reads one piece, or says with None that it cannot."""
        self._read = read
        self._pool = ThreadPoolExecutor(_AT_ONCE, "piece")
        self._handed: deque[Future[Read | None]] = deque()

    def take(self, piece: bytes) -> None:
        """Read a piece, some time."""
        self._handed.append(self._pool.submit(self._read, piece))

    def close(self) -> None:
        """Take no more."""
        self._pool.shutdown(wait=False)

    def pieces(self) -> Iterator[Read]:
        """Yield the pieces in their order, waiting for each; raises DamagedSheetError for one that cannot be read."""
        while self._handed:
            piece = self._handed.popleft().result()
            if piece is None:
                raise DamagedSheetError
            yield piece


def is_long(xml: bytes) -> bool:
    """Say whether a sheet is so long that it is worth cutting, and written so that it can be."""
    start, end = xml.find(_OPEN), xml.rfind(_CLOSE)
    return len(xml) >= 2 * PIECE and 0 <= start < end


def cut(xml: bytes) -> tuple[bytes, ...]:
    """Return a sheet as sheets of about 32 MiB with some of its rows each; a short one as it is."""
    start, end = xml.find(_OPEN) + len(_OPEN), xml.rfind(_CLOSE)
    if not is_long(xml):
        return (xml,)
    edges = [start]
    while (edge := xml.find(_ROW, edges[-1] + PIECE, end)) > 0:
        edges.append(edge)
    whole = memoryview(xml)
    ends = [*edges[1:], end]
    return tuple(
        b"".join((whole[:start], whole[first:last], whole[end:])) for first, last in zip(edges, ends, strict=True)
    )


def without_rows(sheet: bytes) -> bytes:
    """Return a sheet that was cut with none of its rows, as what stands around them is still asked for."""
    return sheet[: sheet.find(_OPEN) + len(_OPEN)] + sheet[sheet.rfind(_CLOSE) :]


def first_rows(piece: bytes) -> bytes:
    """Return the first piece of a sheet with its first rows only."""
    start, end = piece.find(_OPEN) + len(_OPEN), piece.rfind(_CLOSE)
    edge = start
    for _ in range(_FIRST_ROWS):
        following = piece.find(_ROW, edge + 1, end)
        edge = following if following > 0 else end
    return piece[:edge] + piece[end:]


def first_cell(xml: bytes) -> int | None:
    """Return the row, from 0, of the first cell, when it stands in column A of the first row and has a value."""
    found = _FIRST_CELL.match(xml, xml.find(_OPEN) + len(_OPEN))
    return int(found[2]) - 1 if found and found[1] == b"A" else None
