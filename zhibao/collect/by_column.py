"""按栏读的长表: a sheet by its columns, made without a Python object for every cell."""

import logging
from dataclasses import dataclass

import fastexcel

from zhibao.collect.layout import FIRST_ROW

# 空栏没有类型可言，不值得一说。
logging.getLogger("fastexcel").setLevel(logging.ERROR)


@dataclass(frozen=True)
class ColumnSheet:
    """按栏的表: its columns from A on as an Arrow stream; `first` is the line of the sheet, from 0, of its first row.

    A column is of one type: numbers, moments, truth values, or texts, to which a mixed one is turned.
    """

    first: int
    table: fastexcel.ExcelSheet


def column_sheet(workbook: bytes, sheet: str, begins: int | None) -> ColumnSheet | None:
    """Return a register's sheet by columns, from its first row on; None when the sheet does not begin in column A.

    The reader leaves out empty rows and columns before the first cell, which would shift all that follow.
    """
    if begins is None:
        return None
    # A number of rows to be skipped counts from the top of the sheet, and the rows up to there are made even if empty.
    skipped = FIRST_ROW if begins < FIRST_ROW else None
    table = fastexcel.read_excel(workbook).load_sheet(
        sheet, header_row=None, skip_rows=skipped, schema_sample_rows=None
    )
    return ColumnSheet(max(begins, FIRST_ROW), table)
