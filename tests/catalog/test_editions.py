"""Editions of the report stand side by side: chapters, attached tables, drafts, and what differs between two."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.registers import catalog
from zhibao.catalog.exhibit import IndicatorTable
from zhibao.catalog.files import CatalogError
from zhibao.catalog.frame_diff import Difference, Kind, diff_frames
from zhibao.catalog.frame_faults import frame_faults
from zhibao.catalog.frames import UNCONFIRMED
from zhibao.catalog.lint import lint
from zhibao.catalog.load import load_catalog
from zhibao.catalog.outline import exhibits
from zhibao.cli.app import app

NINE, SIX, SEVEN = "nine_chapters_2016", "six_parts_2021", "seven_parts_2022"
SIX_TABLES = [one for one in catalog().annexes if one.startswith("six_tables_")]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["catalog", *map(str, words)])


def overlay(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_three_editions_follow_each_other_without_a_gap() -> None:
    editions = catalog().editions
    assert [(editions[one].since, editions[one].until) for one in (NINE, SIX, SEVEN)] == [
        (2016, 2020),
        (2021, 2021),
        (2022, None),
    ]
    assert [len(editions[one].school) for one in (NINE, SIX, SEVEN)] == [9, 6, 7]


def test_chapter_lists_of_rounds_and_provinces_stand_beside_the_edition() -> None:
    chapters = {one.since: [chapter.title for chapter in one.chapters] for one in catalog().editions[SEVEN].variants}
    assert len(chapters[2025]) == 8
    assert chapters[2025][1] == "教育教学"
    assert chapters[2024][0] == "学校基本情况"


def test_what_no_document_says_is_marked_in_the_chapters() -> None:
    school = {one.title: one for one in catalog().editions[NINE].school}
    assert {head.title for head in school["学生发展"].heads if head.mark == "G"} == {"在校体验", "资助情况", "职业发展"}
    assert school["举办者履责"].mark == "G"


def test_every_name_in_editions_annexes_and_breaks_is_known() -> None:
    assert list(frame_faults(catalog())) == []


def test_the_annex_of_2021_is_the_table_that_the_outline_prints() -> None:
    annex = catalog().annexes["quality_table_2021"]
    spec = next(one.spec for _, one in exhibits(catalog().outlines["city_ten_chapters"]) if one.name == "quality_annex")
    assert isinstance(spec, IndicatorTable)
    printed = [(row.number, row.label, row.unit, row.indicator) for row in spec.rows]
    assert [(row.number, row.label, row.unit, row.indicator) for row in annex.rows] == printed
    assert annex.confirmed
    assert (sum(bool(row.number) for row in annex.rows), len(annex.rows)) == (47, 55)


def test_the_six_tables_have_107_rows_and_none_is_confirmed() -> None:
    annexes = [catalog().annexes[name] for name in SIX_TABLES]
    assert [len(one.rows) for one in annexes] == [12, 12, 28, 16, 18, 21]
    assert not any(one.confirmed for one in annexes)
    assert {one.mark_of(row) for one in annexes for row in one.rows} == {UNCONFIRMED}
    bound = [row.draft for one in annexes for row in one.rows if row.draft]
    assert sorted(bound) == sorted(catalog().drafts)


def test_a_draft_says_nothing_but_label_unit_and_source() -> None:
    for draft in catalog().drafts.values():
        assert not draft.confirmed
        assert not draft.note
        assert draft.source[0].mark == "G"


def test_a_draft_cannot_call_itself_confirmed(tmp_path: Path) -> None:
    text = "label: 甲\nconfirmed: true\nsource: [{title: 示例}]\n"
    with pytest.raises(CatalogError, match="只能写 confirmed: false"):
        load_catalog((overlay(tmp_path, {"drafts/one.yaml": text}),))


def test_a_draft_is_neither_linted_nor_counted(tmp_path: Path) -> None:
    text = "label: 生师比\nsource: [{title: 示例}]\n"
    mine = load_catalog((overlay(tmp_path, {"drafts/one.yaml": text}),))
    assert lint(mine) == lint(catalog())
    counted = run("lint", "--overlay", tmp_path).output
    assert "待核定" not in counted
    assert "附表 7、口径变化" in counted


@pytest.mark.parametrize(
    "words", [("show", "six_tables_1_scorecard_01"), ("list", "drafts"), ("annex", SIX_TABLES[0]), ("list", "annexes")]
)
def test_wherever_a_draft_is_shown_the_mark_stands_with_it(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert UNCONFIRMED in result.output.replace("\n", "").replace(" ", "")


def test_a_confirmed_annex_is_shown_without_the_mark() -> None:
    output = run("annex", "quality_table_2021").output
    assert "student_teacher_ratio" in output
    assert "待核定" not in output


def test_names_that_nobody_defined_are_faults(tmp_path: Path) -> None:
    row = "  - {label: 甲, indicator: no_such}\n  - {label: 乙, draft: no_draft, parent: '9'}\n"
    annex = f"label: 附\nwhy: 试\nsource: [{{title: 示例}}]\nedition: none\ncolumns: [指标]\nrows:\n{row}"
    frame = "label: 版\nwhy: 试\nsource: [{title: 示例}]\nlabels: [一]\nschool: [{title: 甲}]\n"
    frame += "outline: none\nannexes: [none]\n"
    series = "label: 变\nwhy: 试\nsource: [{title: 示例}]\nyear: 2021\nbefore: 甲\nafter: 乙\nnote: 丙\n"
    files = {
        "annexes/one.yaml": annex,
        "editions/one.yaml": frame,
        "breaks/one.yaml": series + "indicators: [no_such]\nfields: [graduates.no_such]\n",
    }
    faults = list(frame_faults(load_catalog((overlay(tmp_path, files),))))
    assert [where for where, _ in faults].count("annexes/one.yaml") == 4
    assert [where for where, _ in faults].count("editions/one.yaml") == 2
    assert [where for where, _ in faults].count("breaks/one.yaml") == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [("{label: 甲}", "只写一个"), ("{label: 甲, indicator: graduates, draft: one}", "只写一个")],
)
def test_a_row_is_bound_exactly_once(tmp_path: Path, row: str, said: str) -> None:
    text = f"label: 附\nwhy: 试\nsource: [{{title: 示例}}]\nedition: {SIX}\ncolumns: [指标]\nrows: [{row}]\n"
    with pytest.raises(CatalogError, match=said):
        load_catalog((overlay(tmp_path, {"annexes/one.yaml": text}),))


def differences(before: str, after: str) -> dict[tuple[str, Kind], list[Difference]]:
    found: dict[tuple[str, Kind], list[Difference]] = {}
    for one in diff_frames(catalog(), before, after):
        found.setdefault((one.part, one.kind), []).append(one)
    return found


def test_a_diff_tells_chapters_that_came_went_and_moved() -> None:
    found = differences(SIX, SEVEN)
    assert [one.what for one in found["学校章目", Kind.DROPPED]] == ["学生发展", "教学改革", "政策保障"]
    assert [one.what for one in found["学校章目", Kind.ADDED]] == ["人才培养", "文化传承", "产教融合", "发展保障"]
    moved = {one.what: (one.before, one.after) for one in found["学校章目", Kind.MOVED]}
    assert moved["服务贡献"] == ("第5章", "第2章")


def test_a_diff_tells_rows_by_their_indicator_whatever_they_are_called() -> None:
    renamed = {(one.before, one.after) for one in differences(SIX, SEVEN)["附表", Kind.RENAMED]}
    assert ("教职员总数", "教职工总数") in renamed
    assert ("企业提供的实践教学设备总值", "企业提供的校内实践教学设备值") in renamed
    assert all(one.mark == UNCONFIRMED for one in differences(SIX, SEVEN)["附表", Kind.ADDED])


def test_a_unit_that_changed_is_told(tmp_path: Path) -> None:
    head = "why: 试\nsource: [{title: 示例}]\n"
    files = {
        f"{kind}/{name}.yaml": text
        for name, unit in (("old", "元"), ("new", "万元"))
        for kind, text in {
            "annexes": f"label: 附\n{head}edition: {name}\ncolumns: [指标]\n"
            f"rows: [{{label: 企业设备, unit: {unit}, indicator: enterprise_equipment_value}}]\n",
            "editions": f"label: 版\n{head}labels: [一]\nschool: [{{title: 甲}}]\nannexes: [{name}]\n",
        }.items()
    }
    found = diff_frames(load_catalog((overlay(tmp_path, files),)), "old", "new")
    assert [(one.kind, one.before, one.after) for one in found] == [(Kind.UNIT, "元", "万元")]


def test_an_edition_does_not_differ_from_itself() -> None:
    assert diff_frames(catalog(), SIX, SIX) == ()
    assert "没有差别" in run("diff", SIX, SIX).output


def test_a_diff_is_printed_as_text_and_as_json() -> None:
    assert "学校章目 移位 服务贡献：第5章 → 第2章" in run("diff", SIX, SEVEN).output
    rows = json.loads(run("diff", NINE, SIX, "--format", "json").output)
    assert {"kind": "added", "part": "学校章目", "what": "国际合作", "before": "", "after": "第4章", "mark": ""} in rows


def test_an_unknown_edition_is_told_with_those_that_there_are() -> None:
    with pytest.raises(CatalogError, match="six_parts_2021"):
        diff_frames(catalog(), "eight", SIX)


def test_the_programmes_of_2021_and_their_additions_carry_class_and_year() -> None:
    items = catalog().lists["majors"].items
    years = [one.attributes["since"] for one in items.values()]
    assert (len(items), years.count("2021")) == (368, 358)
    assert all(one.attributes["class"] == code[:4] for code, one in items.items())
    assert all(one.attributes["category"] == code[:2] for code, one in items.items())
    assert items["610120"].attributes["since"] == "2025-12"
