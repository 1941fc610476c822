"""A finding goes out in a painted copy, comes back with an answer, is closed, and its reason is printed."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from tests.way.conftest import Way
from zhibao.cli.app import app
from zhibao.document.nodes import Figure, Table, plain, walk
from zhibao.pipeline import run, verify
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace
from zhibao.workshop import Workshop

STUDENTS, REASON = "学生规模", "两校合并，学生并入"


def typed(path: Path, sheet: str, cells: Mapping[str, str | int | None]) -> None:
    book = openpyxl.load_workbook(path)
    for name, content in cells.items():
        book[sheet][name] = content
    book.save(path)


def feedback(path: Path) -> dict[str, tuple[int, list[str]]]:
    """Return what was found → the row of the 反馈 sheet, and its cells."""
    sheet = openpyxl.load_workbook(path)["反馈"]
    rows = ([str(cell or "") for cell in row[:8]] for row in sheet.iter_rows(values_only=True))
    return {row[3]: (number, row) for number, row in enumerate(rows, 1) if row[3] and row[0] != "编号"}


def line(path: Path, start: str) -> tuple[int, list[str]]:
    """Return the row of the finding whose words begin so."""
    (found,) = [one for said, one in feedback(path).items() if said.startswith(start)]
    return found


def answered(copy: Path, to: Path, answers: Mapping[str, tuple[str, str]]) -> None:
    """Fill in 处理 and 理由 beside findings that begin so, and save the copy over the workbook."""
    book = openpyxl.load_workbook(copy)
    for start, (action, reason) in answers.items():
        row, _ = line(copy, start)
        for column, content in (("F", action), ("G", reason), ("H", "张示例")):
            book["反馈"][f"{column}{row}"] = content
    book.save(to)


@pytest.fixture(scope="module")
def as_typed(little: Way, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a school has doubled, so that the city's values moved, and another wrote words for a number."""
    folder = Path(shutil.copytree(little.folder, tmp_path_factory.mktemp("threads") / "folder"))
    typed(folder / "workbooks/2020/jm01.xlsx", STUDENTS, {"E5": "撤并一所学校"})
    typed(folder / "workbooks/2021/jm01.xlsx", STUDENTS, {"D5": 11800})
    typed(folder / "workbooks/2021/jm02.xlsx", STUDENTS, {"D5": "三千多"})
    return folder


@pytest.fixture(scope="module")
def as_given(as_typed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after its findings were given back."""
    folder = Path(shutil.copytree(as_typed, tmp_path_factory.mktemp("given") / "folder"))
    Workshop(folder).feedback()
    return folder


@pytest.fixture
def spoilt(as_typed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(as_typed, tmp_path / "folder"))


@pytest.fixture
def given_back(as_given: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(as_given, tmp_path / "folder"))


def of_cell(findings: tuple[Finding, ...], place: str, field: str, rule: str) -> Finding:
    (found,) = [
        one
        for one in findings
        if isinstance(one.where, CellPlace) and (one.where.place, one.where.field, one.rule) == (place, field, rule)
    ]
    return found


def test_findings_go_back_into_copies_cell_by_cell_and_the_workbooks_stay_as_they_are(spoilt: Path) -> None:
    workbooks = {one: one.read_bytes() for one in spoilt.glob("workbooks/*/*.xlsx")}
    given = Workshop(spoilt).feedback()
    copies = {one.relative_to(spoilt / "feedback").as_posix() for one in given.written}
    assert {"2021/jm01.xlsx", "2021/jm02.xlsx", "2021/city.xlsx"} <= copies
    assert {one: one.read_bytes() for one in workbooks} == workbooks

    changed = openpyxl.load_workbook(spoilt / "feedback/2021/jm01.xlsx")
    assert "变化超过10%" in str(changed[STUDENTS]["D5"].comment)
    _, row = line(spoilt / "feedback/2021/jm01.xlsx", "“全日制在校生数”由上年")
    assert row[1].startswith("学生规模 D5")
    assert (row[5], row[6]) == ("", "上年说明：撤并一所学校")

    refused = openpyxl.load_workbook(spoilt / "feedback/2021/jm02.xlsx")
    assert "三千多" in str(refused[STUDENTS]["D5"].comment)
    assert [row[2] for _, row in feedback(spoilt / "feedback/2021/jm02.xlsx").values()] == ["强制"]

    before = {one: one.read_bytes() for one in given.written}
    again = Workshop(spoilt).feedback()
    assert {one: one.read_bytes() for one in again.written} == before


def test_an_answer_closes_its_finding_and_the_citys_reason_is_printed(spoilt: Path, little: Way) -> None:
    shutil.copy(little.folder / "workbooks/2021/jm02.xlsx", spoilt / "workbooks/2021/jm02.xlsx")
    Workshop(spoilt).feedback()
    school, city = spoilt / "feedback/2021/jm01.xlsx", spoilt / "feedback/2021/city.xlsx"
    answered(school, spoilt / "workbooks/2021/jm01.xlsx", {"“全日制在校生数”由上年": ("说明", REASON)})
    explained = {"“全市生均校园占地面积”": ("说明", "学生并入，校园未扩"), "“全市生师比”": ("已改正", "")}
    answered(city, spoilt / "city/2021.xlsx", explained)

    result = run(spoilt, spoilt / "release")
    found = of_cell(result.findings, "jm01", "full_time", "large_changes_are_explained")
    assert (found.reason, found.is_open) == (REASON, False)
    fixed = next(one for one in result.findings if isinstance(one.where, CellPlace) and one.where.key == "生师比")
    assert fixed.is_open
    assert "“已改正”，但仍有这个问题" in fixed.message

    assert result.document is not None
    notes = [
        plain(note) for one in walk(result.document.blocks) if isinstance(one, Table | Figure) for note in one.notes
    ]
    assert any("生均校园占地面积：学生并入，校园未扩" in note for note in notes)
    assert verify(spoilt / "release") == ()


def test_answers_that_are_not_handed_in_yet_are_not_written_over(given_back: Path) -> None:
    copy = given_back / "feedback/2021/jm01.xlsx"
    answered(copy, copy, {"“全日制在校生数”由上年": ("说明", REASON)})
    held = copy.read_bytes()
    given = Workshop(given_back).feedback()
    assert given.kept == (copy,)
    assert copy.read_bytes() == held

    copy.replace(given_back / "workbooks/2021/jm01.xlsx")
    given = Workshop(given_back).feedback()
    assert given.kept == ()
    _, row = line(copy, "“全日制在校生数”由上年")
    assert row[5:8] == ["说明", REASON, "张示例"]


def test_the_commands_say_what_they_wrote_and_what_would_change(spoilt: Path) -> None:
    tried = CliRunner().invoke(app, ["collect", "read", str(spoilt), "--dry-run"])
    assert tried.exit_code == 1
    assert "学生规模 D5 全日制在校生数：5900 → 11800" in tried.output
    assert "没有读入 1 本。只是试读，没有封存。" in tried.output
    given = CliRunner().invoke(app, ["collect", "feedback", str(spoilt), "--to", str(spoilt / "往返")])
    assert given.exit_code == 0
    assert (spoilt / "往返" / "2021" / "jm02.xlsx").is_file()
    checked = CliRunner().invoke(app, ["check", str(spoilt)])
    assert f"zhibao collect feedback {spoilt}" in checked.output.replace("\n", "")


def test_what_was_answered_is_not_lost_when_the_workbook_is_refused(given_back: Path) -> None:
    copy, workbook = given_back / "feedback/2021/jm01.xlsx", given_back / "workbooks/2021/jm01.xlsx"
    answered(copy, workbook, {"“全日制在校生数”由上年": ("说明", REASON)})
    typed(workbook, STUDENTS, {"D5": "一万多"})
    Workshop(given_back).feedback()
    _, row = line(copy, "“全日制在校生数”由上年")
    assert row[5:8] == ["说明", REASON, "张示例"]

    copy.replace(workbook)
    Workshop(given_back).feedback()
    _, again = line(copy, "“全日制在校生数”由上年")
    assert again == row

    copy.replace(workbook)
    typed(workbook, STUDENTS, {"D5": 11800})
    (snapshot,) = [
        one for one in Workshop(given_back).collect().snapshots if (one.place.code, one.year) == ("jm01", 2021)
    ]
    assert [one.reason for one in snapshot.answers] == [REASON]


def test_what_cannot_be_given_back_is_said_and_a_copy_without_anything_to_do_goes(
    given_back: Path, little: Way
) -> None:
    copy = given_back / "feedback/2021/jm02.xlsx"
    assert copy.is_file()
    shutil.copy(little.folder / "workbooks/2021/jm02.xlsx", given_back / "workbooks/2021/jm02.xlsx")
    (given_back / "workbooks/2021/jm03.xlsx").write_text("no workbook", encoding="utf-8")
    (given_back / "city/2021.xlsx").unlink()
    given = CliRunner().invoke(app, ["collect", "feedback", str(given_back)])
    assert not copy.is_file()
    assert f"标不进去 {given_back / 'workbooks/2021/jm03.xlsx'}" in given.output
    assert "条发现没有可以写回的工作簿，请看 zhibao check。" in given.output
