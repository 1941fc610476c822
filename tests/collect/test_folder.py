"""A folder of workbooks: every finding says which file, and the roster that was frozen stays in force."""

from pathlib import Path

import openpyxl
import pytest

from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.collect.errors import CollectError
from zhibao.collect.folder import Collected, read_folder, write_templates
from zhibao.terms.errors import ZhibaoError

SETTINGS = """place: 示例市
code: example
outline: city_ten_chapters
round: 2021年度
label_year: 2021
data_years: [2020, 2021]
issuer: 示例市教育局
issued: 2021-12
"""
SCHOOLS = (
    ("S01", "示例一校", "一校", "甲县", "公办", "其他", "是"),
    ("S02", "示例二校", "二校", "乙县", "民办", "其他", "是"),
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def folder(tmp_path: Path, catalog: Catalog) -> WorkingFolder:
    """A new city's folder whose rosters are read and whose schools have blank workbooks."""
    (tmp_path / "zhibao.yaml").write_text(SETTINGS, encoding="utf-8")
    folder = WorkingFolder(tmp_path)
    assert [path.name for path in write_templates(folder, catalog)] == ["2020.xlsx", "2021.xlsx"]
    for year in (2020, 2021):
        enter(folder.city_workbook(year), SCHOOLS)
    assert read_folder(folder, catalog).refused == ()
    assert len(write_templates(folder, catalog)) == 4
    return folder


def enter(city: Path, schools: tuple[tuple[str, ...], ...]) -> None:
    book = openpyxl.load_workbook(city)
    for row, school in enumerate(schools, 5):
        for column, content in enumerate(school, 1):
            book["学校名册"].cell(row, column).value = content
    book.save(city)


def places(collected: Collected) -> set[str]:
    return {str(one.where).split(" ")[0] for one in collected.findings}


def test_what_is_wrong_is_said_with_the_year_of_the_workbook(folder: WorkingFolder, catalog: Catalog) -> None:
    folder.workbook(2020, "S01").write_bytes(b"")
    folder.city_workbook(2021).write_text("no workbook", encoding="utf-8")
    collected = read_folder(folder, catalog)
    assert {"workbooks/2020/S01.xlsx", "city/2021.xlsx"} <= places(collected)
    assert len(collected.refused) == 2


def test_a_city_workbook_that_cannot_be_read_does_not_keep_its_schools_out(
    folder: WorkingFolder, catalog: Catalog
) -> None:
    folder.city_workbook(2021).write_text("no workbook", encoding="utf-8")
    collected = read_folder(folder, catalog)
    assert collected.refused == (folder.city_workbook(2021),)
    assert {one.place.code for one in collected.snapshots if one.year == 2021} == {"S01", "S02"}


def test_without_any_roster_the_schools_of_a_year_are_told_once(folder: WorkingFolder, catalog: Catalog) -> None:
    (folder.store / "heads" / "2021" / "example.json").unlink()
    folder.city_workbook(2021).unlink()
    collected = read_folder(folder, catalog)
    (finding,) = [one for one in collected.findings if one.rule == "collect.no_roster"]
    assert "city/2021.xlsx" in finding.fix
    assert len(collected.refused) == 2


def test_a_file_that_is_no_workbook_is_not_passed_over_in_silence(folder: WorkingFolder, catalog: Catalog) -> None:
    folder.workbook(2021, "S02").with_suffix(".csv").touch()
    (finding,) = [one for one in read_folder(folder, catalog).findings if one.rule == "collect.file_ignored"]
    assert str(finding.where) == "workbooks/2021/S02.csv"


def test_two_workbooks_of_one_school_are_both_left_unread(folder: WorkingFolder, catalog: Catalog) -> None:
    first = folder.workbook(2021, "S02")
    second = first.with_suffix(".xls")
    second.write_bytes(first.read_bytes())
    collected = read_folder(folder, catalog)
    (finding,) = [one for one in collected.findings if one.rule == "collect.two_files"]
    assert "S02.xls、S02.xlsx" in finding.message
    assert set(collected.refused) == {first, second}
    assert (2021, "S02") not in {(one.year, one.place.code) for one in collected.snapshots}


def test_a_school_that_has_handed_in_an_older_format_is_given_no_second_workbook(
    folder: WorkingFolder, catalog: Catalog
) -> None:
    first = folder.workbook(2021, "S02")
    first.rename(first.with_suffix(".xls"))
    assert write_templates(folder, catalog) == ()


def test_a_list_in_which_nothing_stands_is_not_frozen_as_none(folder: WorkingFolder, catalog: Catalog) -> None:
    (snapshot,) = [one for one in read_folder(folder, catalog).snapshots if (one.year, one.place.code) == (2021, "S01")]
    assert "awards" not in snapshot.registers
    assert "students" in snapshot.registers


def test_a_workbook_that_cannot_be_written_is_an_error_with_an_exit_code(
    folder: WorkingFolder, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.workbook(2021, "S01").unlink()

    def refuse(path: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device", str(path), len(content))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(CollectError, match="磁盘已满") as caught:
        write_templates(folder, catalog)
    assert isinstance(caught.value, ZhibaoError)
