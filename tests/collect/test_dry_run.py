"""Trying a workbook says what it would change, cell by cell, and changes nothing."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.collect.test_folder import SCHOOLS, SETTINGS, enter
from tests.registers import row
from zhibao.catalog.asked import Asked
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.collect.difference import Change, State, What, differences
from zhibao.collect.folder import Book, Collected, read_folder, write_templates
from zhibao.collect.layout import Sheet
from zhibao.collect.spots import Spots
from zhibao.snapshot.submission import Action, Answer, Reason, Row, Submission
from zhibao.terms.place import Level, Place

PLACE = Place(Level.SCHOOL, "S01", "示例一校", "甲县")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def folder(tmp_path: Path, catalog: Catalog) -> WorkingFolder:
    """A city's folder of which everything was read once."""
    (tmp_path / "zhibao.yaml").write_text(SETTINGS, encoding="utf-8")
    folder = WorkingFolder(tmp_path)
    write_templates(folder, catalog)
    for year in (2020, 2021):
        enter(folder.city_workbook(year), SCHOOLS)
    assert read_folder(folder, catalog).refused == ()
    write_templates(folder, catalog)
    assert {one.state for one in read_folder(folder, catalog).books} == {State.UNCHANGED, State.NEW}
    return folder


def tried(folder: WorkingFolder, catalog: Catalog) -> Collected:
    """Return what a dry run says, which leaves the store as it is."""
    before = stored(folder)
    collected = read_folder(folder, catalog, dry_run=True)
    assert stored(folder) == before
    assert collected.snapshots == ()
    return collected


def stored(folder: WorkingFolder) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.store.rglob("*") if one.is_file()}


def book_of(collected: Collected, code: str, year: int) -> Book:
    (book,) = [one for one in collected.books if (one.place.code, one.year) == (code, year)]
    return book


def typed(path: Path, sheet: str, cells: Mapping[str, str | int | None]) -> None:
    book = openpyxl.load_workbook(path)
    for name, content in cells.items():
        book[sheet][name] = content
    book.save(path)


def test_the_same_files_again_change_nothing_and_give_the_same_snapshots(
    folder: WorkingFolder, catalog: Catalog
) -> None:
    first = read_folder(folder, catalog)
    before = stored(folder)
    again = read_folder(folder, catalog)
    assert [one.id for one in again.snapshots] == [one.id for one in first.snapshots]
    assert {one.state for one in again.books} == {State.UNCHANGED}
    assert stored(folder) == before
    assert {(one.state, one.changes) for one in tried(folder, catalog).books} == {(State.UNCHANGED, ())}


def test_a_dry_run_names_every_cell_that_would_change(folder: WorkingFolder, catalog: Catalog) -> None:
    typed(folder.workbook(2021, "S01"), "学生规模", {"D5": "约5900", "E5": "扩招"})
    book = book_of(tried(folder, catalog), "S01", 2021)
    assert book.state is State.CHANGED
    assert [str(one) for one in book.changes] == [
        "学生规模 D5 全日制在校生数：（空） → 约5900",
        "学生规模 D5 全日制在校生数 说明：（空） → 扩招",
    ]


def test_rows_that_came_and_went_are_told_by_their_key(folder: WorkingFolder, catalog: Catalog) -> None:
    roster = (SCHOOLS[0], ("S03", "示例三校", "三校", "乙县", "公办", "其他", "是"))
    enter(folder.city_workbook(2021), roster)
    collected = tried(folder, catalog)
    changes = [str(one) for one in book_of(collected, "example", 2021).changes]
    assert changes == ["学校名册 A6 S03：新增一行", "学校名册 S02：删去一行"]
    assert folder.workbook(2021, "S02") in collected.refused


def test_a_new_and_a_refused_workbook_are_told_apart(folder: WorkingFolder, catalog: Catalog) -> None:
    (folder.store / "heads" / "2020" / "S02.json").unlink()
    typed(folder.workbook(2021, "S01"), "学生规模", {"D5": -3})
    collected = tried(folder, catalog)
    assert book_of(collected, "S02", 2020).state is State.NEW
    assert book_of(collected, "S01", 2021).state is State.REFUSED
    assert collected.refused == (folder.workbook(2021, "S01"),)


TEACHER = {"staff_number": "T001", "name": "示例教师甲", "sex": "女", "degree": "本科"}


def compared(catalog: Catalog, old: Submission, new: Submission) -> tuple[Change, ...]:
    register = catalog.registers["teachers"]
    sheet = Sheet("教师名册", Asked(register, tuple(register.fields)), tuple(register.fields))
    spots = {
        "teachers": Spots("教师名册", lines={"T001": 4}, columns={name: at for at, name in enumerate(sheet.typed)})
    }
    return differences(old, new, (sheet,), catalog.lists, spots)


def teachers(catalog: Catalog, *given: dict[str, str]) -> Submission:
    rows: tuple[Row, ...] = tuple(row(catalog.registers["teachers"], one) for one in given)
    return Submission(PLACE, 2021, {"teachers": rows})


def test_of_a_personal_cell_nothing_is_told_but_that_it_changed(catalog: Catalog) -> None:
    other = {**TEACHER, "name": "示例教师乙", "degree": "硕士研究生"}
    name, degree = compared(catalog, teachers(catalog, TEACHER), teachers(catalog, other))
    assert str(name) == "教师名册 B5 T001 姓名：（个人信息）已变"
    assert "示例教师" not in str(name.record())
    assert str(degree).endswith("学历：本科 → 硕士研究生")


def test_a_new_order_of_the_same_rows_is_a_change(catalog: Catalog) -> None:
    other = {**TEACHER, "staff_number": "T002"}
    (change,) = compared(catalog, teachers(catalog, TEACHER, other), teachers(catalog, other, TEACHER))
    assert (change.what, str(change)) == (What.ORDER, "教师名册：行的次序变了")


def test_reasons_and_answers_that_changed_are_told(catalog: Catalog) -> None:
    old = replace(teachers(catalog, TEACHER), answers=(Answer("a1b2c3d4e5", Action.FIXED, ""),))
    answer = Answer("a1b2c3d4e5", Action.EXPLAINED, "数没有错", "张示例")
    reason = Reason("teachers", "T001", "", "新招聘")
    changes = compared(catalog, old, replace(old, reasons=(reason,), answers=(answer,)))
    assert [str(one) for one in changes] == [
        "教师名册 A5 T001 说明：（空） → 新招聘",
        "反馈 编号 a1b2c3d4e5：已改正 → 说明：数没有错（张示例）",
    ]
