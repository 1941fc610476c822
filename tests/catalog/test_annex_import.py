"""A table that somebody else laid out is read, matched by name, alias and unit, and written for review."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from tests.catalog.annex_books import PLAIN, STAIRS, STAIRS_MERGED, WORDS, book
from tests.registers import catalog
from zhibao.catalog.annex_match import AnnexItem, AnnexTable, Matched, match_items
from zhibao.catalog.files import read_yaml
from zhibao.catalog.frame_faults import frame_faults
from zhibao.catalog.load import load_catalog
from zhibao.cli.app import app
from zhibao.collect.annex import AnnexBook, read_annex
from zhibao.collect.annex_lines import take_apart
from zhibao.terms.finding import Finding

Read = tuple[str, str, str, str]


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """Merged heads in two rows, a staircase of 其中, units in four places, and a sheet of explanations."""
    sheets = {"表3": STAIRS, "表4": PLAIN, "填报须知": WORDS, "封面": (("示例省教育厅",),)}
    return book(tmp_path / "附件2.xlsx", sheets, {"表3": STAIRS_MERGED})


def read(path: Path) -> AnnexBook:
    found = read_annex(path)
    assert isinstance(found, AnnexBook), found
    return found


def told(table: AnnexTable) -> list[Read]:
    return [(one.number, one.label, one.unit, one.parent) for one in table.items]


def table_of(path: Path, rows: Sequence[Sequence[str | int | float | None]], *merged: str) -> list[Read]:
    """Return what is read from one sheet of these rows."""
    (table,) = read(book(path / "t.xlsx", {"表": rows}, {"表": merged})).tables
    return told(table)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["catalog", *map(str, words)])


def test_merged_heads_and_a_staircase_of_parts_are_read(official: Path) -> None:
    table = read(official).tables[0]
    assert table.title == "2026年度教学资源表（示例）"
    assert told(table) == [
        ("1", "教职工总数", "人", ""),
        ("", "专任教师总数", "人", "1"),
        ("", "思政课教师数", "人", "1"),
        ("2", "生师比", ":1", ""),
        ("3", "名班主任工作室数", "个", ""),
        ("", "国家级", "个", "3"),
        ("", "省级", "个", "3"),
        ("4", "生均校舍建筑面积", "平方米", ""),
        ("5", "企业提供的实践教学设备总值", "元", ""),
        ("6", "就业率", "人", ""),
        ("7", "在线精品课程数", "门", ""),
    ]
    assert [one.group for one in table.items if one.number in ("1", "4")] == ["教师队伍", "办学条件"]


def test_units_of_a_block_hold_until_the_next_and_numbers_before_names_are_taken_off(official: Path) -> None:
    assert told(read(official).tables[1]) == [
        ("1", "接收国外留学生人数", "人", ""),
        ("", "学历教育", "人", "1"),
        ("", "短期研修", "人", "1"),
        ("2", "毕业生总数", "人", ""),
        ("3", "企业提供的实践教学设备总值", "万元", ""),
        ("4", "在国外组织担任职务的专任教师人数", "人", ""),
    ]


def test_what_is_no_item_is_left_out_and_said(official: Path) -> None:
    one, two = read(official).tables
    assert [text for _, text in one.left_out] == [
        "注：1.本表由学校填报。",
        "2.无毕业生的学校留空。",
        "填表人： 审核人：",
    ]
    assert two.left_out == ((13, "合计"),)
    assert read(official).without == ("封面",)


def test_a_sheet_of_explanations_gives_its_words_to_the_items(official: Path) -> None:
    words = {one.label: one.definition for one in read(official).tables[0].items if one.definition}
    assert words == {
        "生师比": "折合在校生数与专任教师数之比（示例说明）",
        "在线精品课程数": "经认定的在线精品课程（示例说明）",
    }


def test_a_unit_in_the_head_holds_for_every_row(tmp_path: Path) -> None:
    rows = (
        ("指标（单位：人）", "2025年", "2026年"),
        ("毕业生人数", 1, 2),
        ("　其中：升学人数", 1, 2),
        ("教职工总数", 3, 4),
    )
    assert table_of(tmp_path, rows) == [
        ("", "毕业生人数", "人", ""),
        ("", "升学人数", "人", "毕业生人数"),
        ("", "教职工总数", "人", ""),
    ]


def test_tables_side_by_side_and_below_each_other_are_told_apart(tmp_path: Path) -> None:
    head = ("序号", "指标", "单位", "本年", "序号", "指标", "单位", "本年")
    rows = (
        ("表1 示例甲表",),
        head,
        (1, "甲", "人", None, 3, "丙", "个", None),
        (2, "乙", "人", None, 4, "丁", "个", None),
        (),
        ("表2 示例乙表",),
        ("项目", "计量单位", "数值"),
        ("戊", "元", None),
    )
    one, two = read(book(tmp_path / "t.xlsx", {"表": rows})).tables
    assert (one.title, [item.label for item in one.items]) == ("表1 示例甲表", ["甲", "乙", "丙", "丁"])
    assert (two.title, told(two)) == ("表2 示例乙表", [("", "戊", "元", "")])


def test_a_head_repeated_on_the_next_page_goes_on_with_its_table(tmp_path: Path) -> None:
    rows = (("序号", "指标", "单位"), (1, "甲", "人"), ("序号", "指标", "单位"), (2, "乙", "人"))
    assert [label for _, label, *_ in table_of(tmp_path, rows)] == ["甲", "乙"]


def test_levels_in_columns_are_captions_of_what_stands_beside_them(tmp_path: Path) -> None:
    rows = (
        ("一级指标", "二级指标", "单位", "填报数"),
        ("师资队伍", "专任教师总数", "人", None),
        (None, "教职工总数", "人", None),
        ("办学条件", "纸质图书数", "册", None),
    )
    (table,) = read(book(tmp_path / "t.xlsx", {"表": rows}, {"表": ("A2:A3",)})).tables
    assert [(one.label, one.group, one.parent) for one in table.items] == [
        ("专任教师总数", "师资队伍", ""),
        ("教职工总数", "师资队伍", ""),
        ("纸质图书数", "办学条件", ""),
    ]


def test_a_row_with_nothing_but_a_unit_tells_the_item_above_in_it_too(tmp_path: Path) -> None:
    rows = (
        ("序号", "指标", "单位", "本年"),
        (5, "课程总数", "门", None),
        (None, None, "学时", None),
        (6, "教材数", "本", None),
    )
    read_rows = table_of(tmp_path, rows, "A2:A3", "B2:B3")
    assert read_rows == [("5", "课程总数", "门", ""), ("5", "课程总数", "学时", ""), ("6", "教材数", "本", "")]


def test_a_part_may_be_announced_in_the_column_of_numbers(tmp_path: Path) -> None:
    rows = (("序号", "指标", "单位"), (1, "教职工总数", "人"), ("其中：", "专任教师总数", "人"), (2, "图书数", "册"))
    assert table_of(tmp_path, rows)[1] == ("", "专任教师总数", "人", "1")


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("1.1 升学人数", "", ("1.1", "升学人数", "")),
        ("（1）国家级", "", ("（1）", "国家级", "")),
        ("一、人才培养", "", ("一", "人才培养", "")),
        ("① 甲", "", ("①", "甲", "")),
        ("1+X证书数", "2", ("2", "1+X证书数", "")),
        ("其他升学人数(含留学、成人教育、自学考试)", "24", ("24", "其他升学人数(含留学、成人教育、自学考试)", "")),
        ("互联网出口带宽（Mbps）", "1A", ("1A", "互联网出口带宽", "Mbps")),
        ("#：专任教师（单位：人）", "", ("", "：专任教师", "人")),
    ],
)
def test_a_printed_name_is_taken_apart(text: str, number: str, expected: tuple[str, str, str]) -> None:
    line = take_apart(text, number)
    assert (line.number, line.label, line.unit) == expected


def match(*items: AnnexItem) -> tuple[Matched, ...]:
    return match_items(AnnexTable("示例", "", items), catalog())


def test_a_name_or_alias_with_a_unit_that_converts_is_the_indicator() -> None:
    found = match(AnnexItem("教职工总数", "1", "人"), AnnexItem("企业提供的实践教学设备总值", "2", "元"))
    assert [(one.indicator, one.is_bound) for one in found] == [
        ("staff_total", True),
        ("enterprise_equipment_value", True),
    ]


def test_a_unit_that_does_not_convert_binds_nothing() -> None:
    (found,) = match(AnnexItem("毕业生总数", "1", "人次"))
    assert (found.indicator, found.is_bound) == ("graduates", False)


def test_a_near_name_is_offered_and_never_taken() -> None:
    (found,) = match(AnnexItem("思政课专任教师数", "1", "人"))
    assert not found.indicator
    assert "ideology_teachers" in found.near


def test_a_part_is_not_taken_for_the_whole_school() -> None:
    abroad, part = match(AnnexItem("在国外开办学校数", "7", "所"), AnnexItem("在校生数", "7.1", "人", "7"))
    assert not abroad.indicator
    assert not part.indicator


def test_every_row_of_the_confirmed_table_is_found_again() -> None:
    rows = catalog().annexes["quality_table_2021"].rows
    items = tuple(AnnexItem(row.label, row.number, row.unit, row.parent) for row in rows)
    assert [one.indicator for one in match(*items)] == [row.indicator for row in rows]


def test_the_command_writes_definitions_that_load(official: Path, tmp_path: Path) -> None:
    folder = tmp_path / "本省定义"
    result = run("import-annex", official, "--to", folder, "--name", "six_2026")
    assert result.exit_code == 0, result.output
    for word in ("单位不合", "待核定", "对上", "没有当作指标的行", "写出附表 2 份"):
        assert word in result.output
    mine = load_catalog((folder,))
    annex = mine.annexes["six_2026_1"]
    assert not annex.confirmed
    assert annex.edition == "seven_parts_2022"
    bound = {row.label: row.indicator for row in annex.rows if row.indicator}
    assert bound["名班主任工作室数"] == "class_teacher_studios"
    assert bound["国家级"] == "class_teacher_studios_national"
    assert "就业率" not in bound
    draft = mine.drafts["six_2026_1_07"]
    assert (draft.label, draft.unit, draft.note) == ("在线精品课程数", "门", "经认定的在线精品课程（示例说明）")
    assert list(frame_faults(mine)) == list(frame_faults(catalog()))
    text = (folder / "annexes" / "six_2026_1.yaml").read_text(encoding="utf-8")
    assert "# 与 employment_rate（就业率）同名，单位“人”与“%”不合" in text
    assert "# 名称相近：ideology_teachers" in text


def test_nothing_is_overwritten(official: Path, tmp_path: Path) -> None:
    there = tmp_path / "annexes" / "six_2026_2.yaml"
    there.parent.mkdir()
    there.write_text("别人的", encoding="utf-8")
    result = run("import-annex", official, "--to", tmp_path, "--name", "six_2026")
    assert "已经在了" in str(result.exception)
    assert there.read_text(encoding="utf-8") == "别人的"
    assert list(tmp_path.rglob("*.yaml")) == [there]


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--edition", "ten_parts"], "没有名为“ten_parts”的年报版本"), (["--name", "六张表"], "不能作名称")],
)
def test_a_wrong_option_is_told(official: Path, tmp_path: Path, options: list[str], said: str) -> None:
    result = run("import-annex", official, "--to", tmp_path / "to", *options)
    assert said in str(result.exception)
    assert not (tmp_path / "to").exists()


def test_a_file_that_is_no_workbook_is_told_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "附件.xlsx"
    path.write_bytes(b"PK\x03\x04 no archive")
    assert isinstance(read_annex(path), Finding)
    result = run("import-annex", path, "--to", tmp_path)
    assert result.exit_code == 2
    assert "附件.xlsx" in result.output


def test_a_workbook_without_a_table_says_what_a_head_looks_like(tmp_path: Path) -> None:
    result = run("import-annex", book(tmp_path / "a.xlsx", {"表": (("只有文字",),)}), "--to", tmp_path)
    assert "没有找到附表" in str(result.exception)


def test_written_names_survive_yaml(tmp_path: Path) -> None:
    names = ("是", "yes", "1.5", "甲: 乙", "#丙", "[丁]", "“双师”型", "null", "戊\\己")
    head: tuple[str | int, ...] = ("序号", "指标", "单位")
    rows = [head, *((place, f"{name}数", "人") for place, name in enumerate(names, 1))]
    run("import-annex", book(tmp_path / "names.xlsx", {"表": rows}), "--to", tmp_path / "to")
    content = read_yaml(tmp_path / "to" / "annexes" / "names.yaml")
    assert isinstance(content, dict)
    labels = [row["label"] for row in content["rows"]]
    assert labels == ["是数", "yes数", "1.5数", "甲: 乙数", "丙数", "[丁]数", "“双师”型数", "null数", "戊\\己数"]


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "序号",
            "指标",
            "项目",
            "单位",
            "上年",
            "本年",
            "其中：国家级",
            "一、甲",
            "1.1 乙",
            "单位：人",
            "注：无",
            "合计",
        ]
    ),
    st.text("甲乙（人）：1.#　〃", max_size=8),
    st.integers(0, 99),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=12))
def test_no_layout_stops_the_reading(
    rows: list[list[str | int | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = book(tmp_path_factory.mktemp("any") / "t.xlsx", {"表": rows}, {"表": ("A1:B2", "A4:C4")})
    for table in read(path).tables:
        keys = {item.key for item in table.items}
        assert all(item.label and (not item.parent or item.parent in keys) for item in table.items)
        match_items(table, catalog())
