import io
from collections.abc import Callable

import pytest
import xlsxwriter

from tests.document.readers.written import origins, shown
from zhibao.document.nodes import Table, plain
from zhibao.document.readers.errors import ReadError
from zhibao.document.readers.read import read_bytes


def book(write: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        write(workbook)
    return target.getvalue()


def annex(workbook: xlsxwriter.Workbook) -> None:
    rate, money = workbook.add_format({"num_format": "0.00%"}), workbook.add_format({"num_format": "#,##0.00"})
    sheet = workbook.add_worksheet("数据表")
    sheet.merge_range(0, 0, 0, 3, "青禾市数据表")
    sheet.write_row(2, 0, ["序号", "指标", "2022 年", "2023 年"])
    sheet.write_row(3, 0, [1, "就业率"])
    sheet.write(3, 2, 0.9548, rate)
    sheet.write(3, 3, 0.96125, rate)
    sheet.write_row(4, 0, [2, "设备值"])
    sheet.write(4, 2, 12489.4, money)
    sheet.write(4, 3, 0.1 + 0.2)
    sheet.write(5, 0, "注：设备值为 9 月数。")
    other = workbook.add_worksheet("教师")
    other.write_row(0, 0, ["学校", "人数"])
    other.write_row(1, 0, ["青禾一职", 96])


def test_sheets_are_headings_and_rows_keep_their_numbers_and_addresses() -> None:
    reading = read_bytes(book(annex), "a.xlsx")
    assert shown(reading) == [
        ("heading", "section", "", "数据表"),
        ("paragraph", "青禾市数据表"),
        ("table", "", "序号|指标|2022 年|2023 年", "1|就业率|95.48%|96.13%", "2|设备值|12489.40|0.3"),
        ("paragraph", "注：设备值为 9 月数。"),
        ("heading", "section", "", "教师"),
        ("table", "", "学校|人数", "青禾一职|96"),
    ]
    assert [line.number for line in reading.lines] == [1, 1, 3, 4, 5, 6, 1, 1, 2]
    places = {origin.text: origin.places(0, len(origin.text))[0] for origin in origins(reading)}
    assert (places["95.48%"].line, places["95.48%"].cell) == (4, "数据表!C4")
    assert (places["96"].line, places["96"].cell) == (2, "教师!B2")
    assert places["注：设备值为 9 月数。"].cell == "数据表!A6"
    assert places["教师"].cell == "教师"


def test_merged_cells_keep_their_spans() -> None:
    def write(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "类别")
        sheet.merge_range(0, 1, 0, 2, "2023 年")
        sheet.write_row(1, 1, ["人数", "占比"])
        sheet.write_row(2, 0, ["专任", 96, 12])

    (_, table) = read_bytes(book(write), "a.xlsx").document.blocks
    assert isinstance(table, Table)
    assert [[(plain(cell.content), cell.columns, cell.rows) for cell in row] for row in table.body[:2]] == [
        [("类别", 1, 2), ("2023 年", 2, 1)], [("人数", 1, 1), ("占比", 1, 1)]
    ]  # fmt: skip


def test_empty_rows_part_tables() -> None:
    def write(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        for row in (0, 1, 4, 5):
            sheet.write_row(row, 1, [f"行{row}", row])

    tables = [block for block in read_bytes(book(write), "a.xlsx").document.blocks if isinstance(block, Table)]
    assert [len(table.body) for table in tables] == [2, 2]


def test_a_cell_at_the_far_end_is_refused() -> None:
    def write(workbook: xlsxwriter.Workbook) -> None:
        workbook.add_worksheet().write(1048575, 16383, 1)

    with pytest.raises(ReadError, match="过大"):
        read_bytes(book(write), "a.xlsx")


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    with pytest.raises(ReadError, match="没有文字"):
        read_bytes(book(lambda workbook: workbook.add_worksheet()), "a.xlsx")
