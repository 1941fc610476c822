"""附表的见证: what a workbook shows, sheet by sheet, read with openpyxl; numbers by their formats."""

import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import openpyxl
from openpyxl.cell import Cell, MergedCell

from tests.document.parity.pieces import Piece, row

_FORMAT = re.compile(
    r'(?P<sign>\+?)(?:"(?P<before>[^"]*)")?(?P<digits>[#,]*0(?:\.(?P<places>0+))?)(?:"(?P<after>[^"]*)")?'
)


def workbook_pieces(content: bytes) -> list[Piece]:
    """Return the sheets as tables: title, rows and notes; rows without anything are none."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        Piece("table", tuple(line for cells in sheet.iter_rows() if (line := row([shown(one) for one in _own(cells)]))))
        for sheet in book
    ]


def _own(cells: Sequence[Cell | MergedCell]) -> Iterator[Cell]:
    """Yield the cells of a row that no other one covers."""
    yield from (one for one in cells if isinstance(one, Cell))


def shown(cell: Cell) -> str:
    """Return what a cell shows."""
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    return formatted(repr(cell.value), cell.number_format)


def formatted(number: str, code: str) -> str:
    """Return a number as a format of the few that the writers use shows it."""
    value = Decimal(number)
    form = _FORMAT.fullmatch(code.partition(";")[0])
    if form is None:
        return f"{value.normalize():f}"
    sign = "+" if form["sign"] and value > 0 else ""
    comma = "," if "," in form["digits"] else ""
    return f"{form['before'] or ''}{sign}{value:{comma}.{len(form['places'] or '')}f}{form['after'] or ''}"
