"""按栏读的长表: a sheet by its columns, made without a Python object for every cell."""

import logging
from dataclasses import dataclass

import fastexcel

from zhibao.collect.layout import FIRST_ROW
from zhibao.collect.pieces import first_cell

# 空栏没有类型可言，不值得一说。
logging.getLogger("fastexcel").setLevel(logging.ERROR)


@dataclass(frozen=True)
class ColumnSheet:
    """按栏的表: its columns from A on as an Arrow stream; `first` is the line of the sheet, from 0, of its first row.

    A column is of one type: numbers, moments, truth values, or texts, to which a mixed one is turned.
    """

    first: int
    table: fastexcel.ExcelSheet


def column_sheet(workbook: bytes, sheet: str, xml: bytes) -> ColumnSheet | None:
    """Return a register's sheet by columns, from its first row on; None when the sheet does not begin in column A.

    The reader leaves out empty rows and columns before the first cell, which would shift all that follow.
    """
    begins = first_cell(xml)
    if begins is None:
        return None
    skipped = max(0, FIRST_ROW - begins)
    book = fastexcel.read_excel(workbook)
    table = book.load_sheet(sheet, header_row=None, skip_rows=skipped, schema_sample_rows=None)
    return ColumnSheet(begins + skipped, table)
