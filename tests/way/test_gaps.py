"""A school that is not on the roster does not count, and what nobody wrote is a gap in the report, never a zero."""

import shutil
from pathlib import Path

import openpyxl

from zhibao.cli.demo import document_tables
from zhibao.workshop import Workshop


def annex(work: Workshop) -> dict[str, tuple[str, str]]:
    """Return indicator → what the annex prints for both years."""
    return {row[1]: (row[3], row[4]) for row in document_tables(work.document)["quality_annex"]}


def emptied(workbook: Path, sheet: str) -> None:
    book = openpyxl.load_workbook(workbook)
    for row in book[sheet].iter_rows(min_row=5):
        for cell in row:
            cell.value = None
    book.save(workbook)


def test_a_list_left_blank_is_a_gap_in_the_report_and_not_a_zero(folder: Path) -> None:
    for workbook in folder.glob("workbooks/2021/*.xlsx"):
        emptied(workbook, "合作企业教师实践基地")
    work = Workshop(folder)
    work.collect()
    last, this = annex(work)["合作企业教师实践基地数"]
    assert last.isdecimal()
    assert this == "缺"
    assert sum("一行也没有填" in one.message for one in work.findings) == 9


def test_an_estimate_an_inapplicable_cell_and_a_missing_one_print_as_what_they_are(folder: Path) -> None:
    shutil.rmtree(folder / "store")
    for school, content in (("jm01", "约5900"), ("jm02", "／")):
        book = openpyxl.load_workbook(folder / "workbooks" / "2021" / f"{school}.xlsx")
        book["学生规模"]["D5"].value = content
        book.save(folder / "workbooks" / "2021" / f"{school}.xlsx")
    work = Workshop(folder)
    assert work.collect().refused == ()
    assert annex(work)["全日制在校生数"][1].startswith("约")


def test_data_of_a_school_off_the_roster_are_neither_checked_nor_used(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "city" / "2021.xlsx")
    roster = book["学校名册"]
    (row,) = [cells for cells in roster.iter_rows(min_row=5) if cells[0].value == "jm09"]
    row[6].value, row[7].value = "否", "已停止招生"
    book.save(folder / "city" / "2021.xlsx")
    (folder / "workbooks" / "2021" / "jm09.xlsx").unlink()
    work = Workshop(folder)
    assert work.collect().refused == ()
    assert [one.year for one in work.snapshots if one.place.code == "jm09"] == [2020]
    assert not any("示例江门壬职业技术学校2021年" in str(one.where) for one in work.findings)
    assert annex(work)["全日制在校生数"][1] != "缺"
