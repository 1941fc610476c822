"""表的文件: what a page shows as CSV or XLSX, in which no text can act as a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibao.document.writers.lists import Column, ListRow, ListSheet
from zhibao.document.writers.lists_xlsx import write_lists
from zhibao.publish.open_data import as_csv

Cell = str | int | Fraction | None
CSV, XLSX = "csv", "xlsx"
KINDS = (CSV, XLSX)


@dataclass(frozen=True)
class Listed:
    """一张表: heads and rows; a number is exact, a text may be the sign of what is no number."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    remark: str = ""


def file_of(tables: Sequence[Listed], kind: str) -> bytes:
    """Return tables as sheets of a workbook, or the first as CSV."""
    if kind == CSV:
        listed = tables[0]
        texts = ({head: _text(cell) for head, cell in zip(listed.heads, row, strict=True)} for row in listed.rows)
        return as_csv(listed.heads, texts)
    return write_lists([_sheet(one) for one in tables], tables[0].title)


def _sheet(listed: Listed) -> ListSheet:
    columns = tuple(Column(head, 14 if number else 28, wraps=not number) for number, head in enumerate(listed.heads))
    rows = [ListRow(tuple(_value(cell) for cell in row)) for row in listed.rows]
    return ListSheet(listed.title, columns, rows, remark=listed.remark, frozen=1)


def _text(cell: Cell) -> str:
    if isinstance(cell, Fraction):
        return str(cell) if cell.denominator == 1 else f"{float(cell):.10g}"
    return "" if cell is None else str(cell)


def _value(cell: Cell) -> str | int | float:
    if isinstance(cell, Fraction):
        return int(cell) if cell.denominator == 1 else float(cell)
    return "" if cell is None else cell
