"""One new thing is one new file: a definition dropped into a folder is found everywhere, and nothing else is edited."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from zhibao.catalog.asked import asked_for
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import load_catalog
from zhibao.catalog.scaffold import KINDS, scaffold
from zhibao.cli.app import app
from zhibao.collect.folder import school_blank
from zhibao.collect.write import write_workbook
from zhibao.terms.place import Level, Place

LISTED = {"indicator": "indicators", "register": "registers", "check": "checks", "standard": "standards"}
NAME = "one_new_thing"


def listed(kind: str, folder: Path) -> list[dict[str, object]]:
    command = ["catalog", "list", LISTED[kind], "--overlay", str(folder), "--format", "json"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    rows: list[dict[str, object]] = json.loads(result.stdout)
    return rows


@pytest.mark.parametrize("kind", LISTED)
def test_a_new_file_is_a_new_definition(kind: str, tmp_path: Path) -> None:
    assert NAME not in [row["name"] for row in listed(kind, tmp_path)]
    scaffold(kind, NAME, tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{NAME}.yaml"]
    row = next(row for row in listed(kind, tmp_path) if row["name"] == NAME)
    assert row["label"]
    assert row["source"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_skeleton_of_a_new_definition_is_itself_in_order(kind: str, tmp_path: Path) -> None:
    scaffold(kind, NAME, tmp_path)
    load_catalog(overlays=(tmp_path,))


def test_a_new_file_is_shown_by_its_name(tmp_path: Path) -> None:
    scaffold("indicator", NAME, tmp_path)
    result = CliRunner().invoke(app, ["catalog", "show", NAME, "--overlay", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "numerator" in result.output


def test_a_new_file_does_not_replace_an_old_one_unless_it_says_so(tmp_path: Path) -> None:
    old = next(iter(load_catalog().registers))
    scaffold("register", old, tmp_path)
    result = CliRunner().invoke(app, ["catalog", "list", "registers", "--overlay", str(tmp_path)])
    assert result.exit_code != 0
    path = tmp_path / "registers" / f"{old}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"replaces: {old}\n", encoding="utf-8")
    assert load_catalog(overlays=(tmp_path,)).registers[old].label == "数据表名称"


SETTINGS = """\
place: 示例市
code: EX
outline: city_ten_chapters
round: 第一轮
label_year: 2021
data_years: [2020, 2021]
issuer: 示例市教育局
issued: 2021-12
"""


def test_a_new_register_stands_in_the_workbook_once_a_chapter_prints_it(tmp_path: Path) -> None:
    definitions, chapters = tmp_path / "catalog", tmp_path / "outline"
    register = scaffold("register", NAME, definitions)
    indicator = scaffold("indicator", NAME, definitions)
    text = indicator.read_text(encoding="utf-8")
    indicator.write_text(text.replace("SUM(graduates.employed)", f"SUM({NAME}.total)"), encoding="utf-8")
    label = "数据表名称"
    assert label in register.read_text(encoding="utf-8")
    outline = "city_ten_chapters"
    assert NAME not in [one.register.name for one in asked_for(load_catalog((definitions,)), outline, Level.SCHOOL)]

    chapters.mkdir()
    chapter = f"# 学生发展\n\n占比为{{number: {NAME}}}。\n"
    (chapters / "02_students.md").write_text(chapter, encoding="utf-8")
    (tmp_path / "zhibao.yaml").write_text(SETTINGS, encoding="utf-8")
    catalog = load_catalog((definitions,), chapters={outline: chapters})
    assert NAME in [one.register.name for one in asked_for(catalog, outline, Level.SCHOOL)]
    workbook = tmp_path / "S01.xlsx"
    school = Place(Level.SCHOOL, "S01", "示例学校")
    write_workbook(workbook, school_blank(WorkingFolder(tmp_path), catalog, school, 2021))
    assert label in openpyxl.load_workbook(workbook).sheetnames
