"""What is wrong with a workbook as a whole is said once, clearly, and says what to do."""

import io
import zipfile
from pathlib import Path

from openpyxl.workbook import Workbook

from tests.collect.edit import changed, few, repacked, rules, said
from zhibao.collect.layout import sheets_of
from zhibao.collect.read import read_workbook
from zhibao.collect.write import workbook_bytes
from zhibao.terms.finding import Severity

FORM, ROWS = (next(one.name for one in sheets_of(few()) if one.register.shape == shape) for shape in ("form", "rows"))


def test_a_merged_range_over_two_numbers_is_told_with_what_is_lost(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book[FORM]["D5"] = 100
        book[FORM].merge_cells("D5:D6")

    reading = changed(tmp_path / "S01.xlsx", few(now=True), merge)
    (finding,) = [one for one in reading.findings if one.rule == "collect.merged_cells"]
    assert finding.severity is Severity.ERROR
    assert "D5:D6" in finding.message
    assert "全日制在校生数" in finding.message
    assert "取消单元格合并" in finding.fix
    assert reading.submission is None


def test_a_merged_range_over_rows_of_a_list_is_told(tmp_path: Path) -> None:
    reading = changed(tmp_path / "S01.xlsx", few(now=True), lambda book: book[ROWS].merge_cells("A5:A6"))
    assert "collect.merged_cells" in rules(reading)


def test_merged_titles_and_empty_ranges_of_a_list_harm_nothing(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book[FORM].merge_cells("A1:C1")
        book[ROWS].merge_cells("A30:B31")
        book[FORM].merge_cells("E5:F5")

    assert changed(tmp_path / "S01.xlsx", few(now=True), merge).submission is not None


def test_a_hundred_empty_sheets_are_told_once(tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        for number in range(100):
            book.create_sheet(f"空{number}")

    reading = changed(tmp_path / "S01.xlsx", few(now=True), add)
    assert reading.submission is not None
    (finding,) = said(reading)
    assert finding.rule == "collect.sheet_ignored"
    assert "100 张" in finding.message


def test_macros_are_not_run_and_the_numbers_are_read(tmp_path: Path) -> None:
    blank = few(now=True)
    file = tmp_path / "S01.xlsm"

    def add(name: str, part: bytes) -> bytes:
        return part.replace(b"docProps/app.xml", b"xl/vbaProject.bin") if name == "[Content_Types].xml" else part

    packed = io.BytesIO(repacked(workbook_bytes(blank), add))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0" * 100)
    file.write_bytes(packed.getvalue())
    reading = read_workbook(file, blank)
    assert reading.submission is not None
    (finding,) = said(reading)
    assert (finding.rule, finding.severity) == ("collect.macros_not_run", Severity.WARNING)
    assert "没有运行" in finding.message
