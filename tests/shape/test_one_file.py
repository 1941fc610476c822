"""One new thing is one new file: a definition dropped into a folder is found everywhere, and nothing else is edited."""

import json
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from zhibao.catalog.asked import asked_for
from zhibao.catalog.breaks import breaks_of_indicator
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.lint import lint
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.scaffold import KINDS, scaffold
from zhibao.check import kinds, run
from zhibao.check.rules import all_checks
from zhibao.check.run import example_findings
from zhibao.cli.app import app
from zhibao.collect.folder import read_folder, school_blank
from zhibao.collect.importing import Wanted, import_file
from zhibao.collect.write import write_workbook
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Submission
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known

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


TABLE = """\
label: 示例分年级表
level: school
owner: 教务处
period: point_in_time
as_of: 9月1日
optional: true
layout:
  head: 年级\\学生
  rows: {first: 一年级, second: 二年级, total: 合计}
  columns: {boys: 男生, girls: 女生, all: 合计}
  unit: 人
  note: 当日在籍人数
  total_row: total
  total_column: all
why: 只为测试。
source: [{title: 示例}]
examples: [{first_boys: 1, first_girls: 2, first_all: 3}]
"""
STAGES = """\
label: 示例项目
level: school
owner: 教务处
period: calendar_year
shape: rows
key: [project]
optional: true
stage: state
stages:
  申报: {by: 学校}
  验收: {by: 专家组, after: [申报], requires: [accepted_on]}
fields:
  project: {label: 项目名称, type: text}
  state: {label: 进度, type: text}
  accepted_on: {label: 验收日期, type: date, required: false}
why: 只为测试。
source: [{title: 示例}]
examples: [{project: 甲, state: 申报}]
"""
SYSTEM = """\
label: 示例系统
operator: 示例市教育局
feeds: [students]
why: 只为测试。
source: [{title: 示例}]
"""
MAPPING = """\
label: 示例对应
system: student_register
register: students
school: 单位
columns: {人数: full_time}
why: 只为测试。
source: [{title: 示例}]
"""
BREAK = """\
label: 示例口径变化
why: 只为测试。
source: [{title: 示例}]
year: 2021
indicators: [full_time_students]
before: 含技工学校
after: 不含技工学校
note: 2021年起不含技工学校
comparable: false
"""
EDITION = """\
label: 示例版
why: 只为测试。
since: 2031
labels: [2031年度]
outline: city_nine_chapters
city: [{title: 示例章, heads: [示例节]}]
source: [{title: 示例}]
"""
ANNEX = """\
label: 示例附表
why: 只为测试。
edition: seven_parts_2022
columns: [指标, 本年]
rows: [{label: 教职工总数, unit: 人, indicator: staff_total}]
source: [{title: 示例}]
"""
ODD = '''\
"""示例校验: a number is not odd."""


def find(check, context):
    for handed in context.handed:
        for row in handed.rows.get("students", ()):
            if row["full_time"].number % 2:
                yield check.name
'''
CHECK = """\
label: 人数不是奇数
kind: not_odd
of: [students.full_time]
severity: warning
message: “{label}”是奇数。
why: 只为测试。
fix: 请核对。
source: [{title: 示例}]
examples:
  - {given: {students: [{full_time: 410}, {school: B, full_time: 411}]}, finds: 1}
  - {given: {students: [{full_time: 410}]}}
"""


def one_file(folder: Path, place: str, text: str) -> Catalog:
    """Put one definition into a folder of its own, and return the catalog with it."""
    (folder / "catalog" / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / "catalog" / place).write_text(text, encoding="utf-8")
    catalog = load_catalog((folder / "catalog",))
    assert [one for one in lint(catalog) if Path(place).stem in str(one)] == []
    return catalog


def city_of(folder: Path, registers: str = "") -> WorkingFolder:
    """Return a working folder whose roster has one school, S01."""
    also = f"registers: [{registers}]\n" if registers else ""
    (folder / "zhibao.yaml").write_text(SETTINGS + also, encoding="utf-8")
    opened = WorkingFolder(folder)
    roster = {
        "code": "S01",
        "name": "示例学校",
        "county": "甲县",
        "ownership": "公办",
        "grade": "其他",
        "in_scope": "是",
    }
    given = Submission(
        opened.edition.city, 2021, {"schools": ({**roster, **dict.fromkeys(("short_name", "scope_reason"), "")},)}
    )
    Store(opened.store).hand_in(given, load_catalog())
    return opened


def test_a_register_with_a_layout_is_printed_in_the_workbook_and_read_back(tmp_path: Path) -> None:
    catalog = one_file(tmp_path, f"registers/{NAME}.yaml", TABLE)
    folder = city_of(tmp_path, NAME)
    school = Place(Level.SCHOOL, "S01", "示例学校", "甲县")
    file = folder.workbook(2021, "S01")
    file.parent.mkdir(parents=True)
    write_workbook(file, school_blank(folder, catalog, school, 2021))
    book = openpyxl.load_workbook(file)
    sheet = book["示例分年级表"]
    assert [sheet.cell(4, column).value for column in range(1, 5)] == ["年级\\学生", "男生", "女生", "合计"]
    assert [sheet.cell(row, 1).value for row in range(5, 8)] == ["一年级", "二年级", "合计"]
    for row, column, number in ((5, 2, 10), (5, 3, 20), (6, 2, 30), (6, 3, 40)):
        sheet.cell(row, column).value = number
    book.save(file)
    (snapshot,) = read_folder(folder, catalog).snapshots
    (totals,) = read_rows(snapshot, catalog.registers)[NAME]
    assert totals["total_all"] == Known(Fraction(100))


def test_a_register_with_stages_is_checked_for_what_each_stage_requires(tmp_path: Path) -> None:
    catalog = one_file(tmp_path, f"registers/{NAME}.yaml", STAGES)
    old = all_checks(load_catalog())
    new = {name: one for name, one in all_checks(catalog).items() if name not in old}
    assert {one.kind for one in new.values()} >= {"stage_filled", "stage_order"}
    for one in new.values():
        assert [example_findings(one, example, catalog) for example in one.examples] == [
            example.finds for example in one.examples
        ]


def test_a_system_and_a_mapping_bring_in_a_file_of_theirs(tmp_path: Path) -> None:
    assert one_file(tmp_path, f"systems/{NAME}.yaml", SYSTEM).systems[NAME].label == "示例系统"
    mapping = MAPPING.replace("student_register", NAME)
    catalog = one_file(tmp_path, "mappings/another_new_thing.yaml", mapping)
    folder = city_of(tmp_path)
    (tmp_path / "导出.csv").write_text("单位,人数\nS01,410\n", encoding="utf-8")
    result = import_file(folder, catalog, Wanted(tmp_path / "导出.csv", 2021))
    assert result.mapping == "another_new_thing"
    assert result.batch is not None
    snapshot = Store(folder.store).current_of("S01", 2021)
    assert snapshot is not None
    number = read_rows(snapshot, catalog.registers)["students"][0]["full_time"]
    assert isinstance(number, Known)
    assert (number.number, number.origin.system) == (Fraction(410), "示例系统")


def test_a_check_of_a_new_kind_runs_by_its_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "not_odd.py").write_text(ODD, encoding="utf-8")
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path / "kinds")])
    run._known_kinds.cache_clear()
    try:
        catalog = one_file(tmp_path, f"checks/{NAME}.yaml", CHECK)
        rule = all_checks(catalog)[NAME]
        assert [example_findings(rule, one, catalog) for one in rule.examples] == [1, 0]
    finally:
        run._known_kinds.cache_clear()


def test_a_break_lies_between_the_years_it_parts(tmp_path: Path) -> None:
    catalog = one_file(tmp_path, f"breaks/{NAME}.yaml", BREAK)
    (found,) = [one for one in breaks_of_indicator(catalog, "full_time_students", (2020, 2021)) if one.name == NAME]
    assert (found.note, found.comparable) == ("2021年起不含技工学校", False)
    assert NAME not in [one.name for one in breaks_of_indicator(catalog, "full_time_students", (2021, 2022))]


@pytest.mark.parametrize(("kind", "text"), [("editions", EDITION), ("annexes", ANNEX), ("breaks", BREAK)])
def test_a_frame_is_listed_and_shown(kind: str, text: str, tmp_path: Path) -> None:
    one_file(tmp_path, f"{kind}/{NAME}.yaml", text)
    overlay = ["--overlay", str(tmp_path / "catalog")]
    listed_ = CliRunner().invoke(app, ["catalog", "list", kind, *overlay, "--format", "json"])
    assert NAME in [row["name"] for row in json.loads(listed_.stdout)]
    shown = CliRunner().invoke(app, ["catalog", "show", NAME, *overlay])
    assert shown.exit_code == 0, shown.output
    assert "示例" in shown.output
    if kind == "annexes":
        printed = CliRunner().invoke(app, ["catalog", "annex", NAME, *overlay])
        assert printed.exit_code == 0, printed.output
        assert "教职工总数" in printed.output
