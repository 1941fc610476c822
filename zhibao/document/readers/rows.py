"""表格的行: rows of lines as a table or as the numbers behind a chart."""

from collections.abc import Sequence

from zhibao.document.nodes import Caption, Cell, Chart, Row, Table, Text
from zhibao.document.origin import single, slice_of
from zhibao.document.readers.lines import SourceLine
from zhibao.document.readers.pieces import origin_of


def table_of(lines: Sequence[SourceLine], caption: Caption | None) -> Table | None:
    """Return the table of these rows, rows without any text left out; None where none is left."""
    filled = [line for line in lines if any(cell.start < cell.end or cell.rows > 1 for cell in line.cells)]
    heads = 0
    while heads < len(filled) and filled[heads].head:
        heads += 1
    rows = tuple(_row(line) for line in filled)
    return Table("", "", caption, rows[:heads], rows[heads:]) if rows else None


def chart_of(lines: Sequence[SourceLine]) -> Chart:
    """Return the chart whose numbers these rows are; the first row names the series."""
    rows = [_row(line) for line in lines]
    return Chart((), rows[0], tuple(rows[1:]))


def _row(line: SourceLine) -> Row:
    whole = single(line.text, line.number, 1, line.page)
    cells = []
    for cell in line.cells:
        origin = slice_of(whole, cell.start, cell.end) if not line.skips else origin_of(line, cell.start, cell.end)
        if cell.address:
            origin = single(origin.text, line.number, cell.start + 1, line.page, cell.address)
        cells.append(Cell((Text(origin.text),) if origin.text else (), "left", cell.columns, cell.rows, origin))
    return tuple(cells)
