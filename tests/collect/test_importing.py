"""Data of other systems come in as one step and go out as one; what was typed is never overwritten."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.registers import CITY, catalog, roster, submission
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.files import CatalogError
from zhibao.collect.importing import Imported, Wanted, import_file
from zhibao.snapshot.batches import Batches
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Row
from zhibao.terms.finding import Severity
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing, OriginKind

SETTINGS = """
place: 示例市
code: city
outline: city_nine_chapters
round: 示例轮次
label_year: 2022
data_years: [2020, 2021]
issuer: 示例市教育局
issued: 2021-12
"""
SCHOOLS = [Place(Level.SCHOOL, code, f"示例{code}校", "甲县") for code in ("S01", "S02")]
SYSTEM = "全国中等职业学校学生管理信息系统"


@pytest.fixture
def folder(tmp_path: Path) -> WorkingFolder:
    (tmp_path / "zhibao.yaml").write_text(SETTINGS, encoding="utf-8")
    opened = WorkingFolder(tmp_path)
    store = Store(opened.store)
    store.hand_in(submission(CITY, 2021, {"schools": roster(["S01", "S02"])}), catalog())
    return opened


def typed(folder: WorkingFolder, school: Place, **cells: int | None) -> None:
    given = submission(school, 2021, {"students": [{"entrants": None, "full_time": None, **cells}]})
    Store(folder.store).hand_in(given, catalog())


def export(folder: WorkingFolder, text: str, name: str = "导出.csv", encoding: str = "utf-8") -> Path:
    path = folder.path / name
    path.write_bytes(text.encode(encoding))
    return path


def imported(folder: WorkingFolder, file: Path, **more: str) -> Imported:
    return import_file(folder, catalog(), Wanted(file, 2021, **more))


def students(folder: WorkingFolder, code: str) -> Row:
    snapshot = Store(folder.store).current_of(code, 2021)
    assert snapshot is not None
    return read_rows(snapshot, catalog().registers)["students"][0]


def number(row: Row, field: str) -> int:
    cell = row[field]
    assert isinstance(cell, Known)
    assert cell.number.denominator == 1
    return int(cell.number)


EXPORT = "学籍系统分校人数表,,\n学校名称,在校生数,招生数\n示例S01校,1180,400\n示例S02校,960,310\n"


def test_empty_cells_are_filled_and_know_where_they_come_from(folder: WorkingFolder) -> None:
    typed(folder, SCHOOLS[0])
    result = imported(folder, export(folder, EXPORT))
    assert result.findings == ()
    assert result.batch is not None
    row = students(folder, "S01")
    assert (number(row, "full_time"), number(row, "entrants")) == (1180, 400)
    assert isinstance(row["full_time"], Known)
    assert row["full_time"].origin.system == SYSTEM
    assert number(students(folder, "S02"), "full_time") == 960


def test_a_typed_number_stays_and_the_other_one_is_kept_beside_it(folder: WorkingFolder) -> None:
    typed(folder, SCHOOLS[0], full_time=1200)
    imported(folder, export(folder, EXPORT))
    assert number(students(folder, "S01"), "full_time") == 1200
    snapshot = Store(folder.store).current_of("S01", 2021)
    assert snapshot is not None
    assert [(one.field, one.value, one.origin) for one in snapshot.others] == [
        ("full_time", "1180", f"{OriginKind.IMPORTED.value}:{SYSTEM}")
    ]


def test_taking_an_import_back_restores_every_place_as_it_was(folder: WorkingFolder) -> None:
    typed(folder, SCHOOLS[0], full_time=1200)
    store = Store(folder.store)
    before = {code: store.current_of(code, 2021) for code in ("S01", "city")}
    result = imported(folder, export(folder, EXPORT))
    assert result.batch is not None
    assert store.current_of("S01", 2021) != before["S01"]
    Batches(store).take_back(result.batch.number, catalog())
    assert {code: store.current_of(code, 2021) for code in before} == before
    assert Batches(store).all() == ()
    with pytest.raises(SnapshotError, match="没有第 1 次导入"):
        Batches(store).take_back(1, catalog())


def test_an_import_outlives_a_workbook_that_is_read_again(folder: WorkingFolder) -> None:
    typed(folder, SCHOOLS[0])
    imported(folder, export(folder, EXPORT))
    typed(folder, SCHOOLS[0], entrants=420)
    row = students(folder, "S01")
    assert (number(row, "full_time"), number(row, "entrants")) == (1180, 420)


def test_the_same_file_again_is_the_same_step(folder: WorkingFolder) -> None:
    file = export(folder, EXPORT)
    first, second = imported(folder, file), imported(folder, file)
    assert first.batch == second.batch
    assert len(Batches(Store(folder.store)).all()) == 1


def test_a_workbook_is_read_like_a_text_whatever_stands_above_its_headers(folder: WorkingFolder) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["全市学籍汇总"], ["制表日期", "2021-10-09"], ["学校名称", "在校生数", "招生数"], ["S01", 1180, 400]):
        sheet.append(line)
    book.save(folder.path / "导出.xlsx")
    assert imported(folder, folder.path / "导出.xlsx").batch is not None
    assert number(students(folder, "S01"), "full_time") == 1180


def test_a_text_in_the_encoding_of_old_programs_is_read(folder: WorkingFolder) -> None:
    assert imported(folder, export(folder, EXPORT, encoding="gb18030")).batch is not None


def test_an_amount_in_ten_thousands_is_converted(folder: WorkingFolder) -> None:
    file = export(folder, "单位名称,财政拨款收入（万元）\n示例S01校,820.35\n")
    assert imported(folder, file, mapping="finance_report_schools").batch is not None
    snapshot = Store(folder.store).current_of("S01", 2021)
    assert snapshot is not None
    row = read_rows(snapshot, catalog().registers)["funding"][0]
    assert number(row, "fiscal_appropriation") == 8_203_500


def test_a_list_whose_heads_run_down_fills_a_form_of_the_city(folder: WorkingFolder) -> None:
    file = export(folder, "项目,金额\n在校学生数,28771\n一般公共预算教育经费,39494.7285\n公用经费,9306.6416\n")
    assert imported(folder, file, mapping="finance_report_city").findings == ()
    snapshot = Store(folder.store).current_of("city", 2021)
    assert snapshot is not None
    row = read_rows(snapshot, catalog().registers)["city_budget"][0]
    # 人数没有单位可换算，金额由万元换算为元。
    assert (number(row, "students"), number(row, "education_budget")) == (28771, 394_947_285)


def test_an_unknown_school_is_named_with_those_it_resembles_and_the_rest_comes_in(folder: WorkingFolder) -> None:
    result = imported(folder, export(folder, EXPORT + "示例S03校,5,5\n"))
    assert [one.rule for one in result.findings] == ["collect.import_unknown_school"]
    assert "示例S01校" in result.findings[0].message
    assert result.batch is not None
    assert set(result.batch.places) == {"S01", "S02"}


def test_one_bad_cell_keeps_the_whole_file_out(folder: WorkingFolder) -> None:
    result = imported(folder, export(folder, EXPORT.replace("310", "三百多")))
    assert result.batch is None
    assert [str(one.where) for one in result.findings if one.severity is Severity.ERROR] == ["导出.csv C4（招生数）"]
    assert Store(folder.store).current_of("S02", 2021) is None


def test_headers_that_no_mapping_has_give_a_draft_to_review_and_nothing_is_taken_over(folder: WorkingFolder) -> None:
    file = export(folder, "学校代码,全日制在校生数,新生\nS01,1180,400\n")
    assert [one.rule for one in imported(folder, file).findings] == ["collect.no_mapping"]
    result = imported(folder, file, system="student_register", register="students")
    assert result.batch is None
    assert result.draft is not None
    text = result.draft.read_text(encoding="utf-8")
    assert '"全日制在校生数": full_time' in text
    assert "# 新生" in text
    with pytest.raises(CatalogError, match="已经在了"):
        imported(folder, file, system="student_register", register="students")


def test_a_dry_run_writes_nothing(folder: WorkingFolder) -> None:
    result = import_file(folder, catalog(), Wanted(export(folder, EXPORT), 2021), dry_run=True)
    assert set(result.rows) == {"S01", "S02"}
    assert Store(folder.store).current_of("S01", 2021) is None
    assert Batches(Store(folder.store)).all() == ()


def test_a_cell_said_to_be_missing_is_not_filled(folder: WorkingFolder) -> None:
    given = submission(SCHOOLS[0], 2021, {"students": [{"entrants": Missing(Meaning.NOT_COLLECTED), "full_time": 1}]})
    Store(folder.store).hand_in(given, catalog())
    imported(folder, export(folder, EXPORT))
    assert students(folder, "S01")["entrants"] == Missing(Meaning.NOT_COLLECTED)
