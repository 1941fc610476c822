"""年度表: a row per year and one for the change, a column per indicator."""

from zhibao.catalog.exhibit import HeadCell, YearTable
from zhibao.catalog.inline import fill_words
from zhibao.compile.material import Material
from zhibao.compile.tables.grid import Grid, Line, inline_cell, text_cell
from zhibao.document.nodes import Align, Cell, Row, Text


def year_table(spec: YearTable, material: Material) -> Grid:
    """Return the table with a row per year; the change row prints differences of the rows above."""
    lines = [Line(column, material) for column in spec.columns]
    body: list[Row] = []
    for slot, label in spec.years.items():
        name = text_cell(fill_words(label, material.words))
        cells = [line.change(spec.change) if slot == "change" else line.value(slot) for line in lines]
        body.append((name, *(inline_cell(cell.number) for cell in cells)))
    return Grid(_head(spec, material), tuple(body))


def _head(spec: YearTable, material: Material) -> tuple[Row, ...]:
    rows = []
    for row in spec.head:
        cells = []
        for place, cell in enumerate(row):
            given = cell if isinstance(cell, HeadCell) else HeadCell(text=cell)
            first = row is spec.head[0] and place == 0
            align: Align = "left" if first else "center" if given.columns > 1 else "right"
            text = fill_words(given.text, material.words)
            cells.append(Cell((Text(text),) if text else (), align, given.columns, given.rows))
        rows.append(tuple(cells))
    return tuple(rows)
