"""An outline that cannot be used says so with file and line."""

from pathlib import Path

import pytest

from tests.compile.bench import SETTINGS, compiled, indicator, outline, write_outline
from tests.registers import catalog
from zhibao.catalog.files import CatalogError
from zhibao.catalog.outline import load_outline, used_fields, used_indicators, used_registers
from zhibao.catalog.outline_faults import outline_faults
from zhibao.document.nodes import Footnote, Paragraph, Text

GRID = "```table t\ncaption: 题\nkind: by_indicator\ncolumns: [年]\nholds: [this]\nrows:\n  - {indicator: a}\n```\n"
BARS = "```chart c\ncaption: 题\npanels:\n  - {kind: year_bars, series: [{indicator: a}]}\n```\n"
LIST = '```table l\ncaption: 题\nkind: listing\nregister: majors\ncolumns: [专业]\ncells: ["{school}：{major}"]\n```\n'


@pytest.mark.parametrize("name", ["city_ten_chapters", "city_nine_chapters"])
def test_the_outlines_of_the_catalog_name_only_what_there_is(name: str) -> None:
    known = catalog()
    assert list(outline_faults(known.outlines[name], known.indicators, known.registers)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 章\n\n一\n\n二{number: nobody}\n", r"01_only\.md:5：没有指标“nobody”。"),
        ("# 章\n\n一\n二{change: nobody}\n", r"01_only\.md:4：没有指标“nobody”。"),
        ("# 章\n\n- 一\n- {trend: nobody}\n", r"01_only\.md:4：没有指标“nobody”。"),
        ("# 章\n\n> {reasons: a, nobody}\n", r"01_only\.md:3：没有指标“nobody”。"),
        ("# 章\n\n" + GRID.replace("indicator: a", "indicator: nobody"), r"01_only\.md:3：没有指标“nobody”。"),
        ("# 章\n\n{see: nowhere}\n", r"01_only\.md:3：没有名为“nowhere”的表或图。"),
        ("# 章\n\n{see: t}\n\n" + GRID.replace("题\n", "题\nnumbered: false\n"), r"01_only\.md:3：“t”不编号"),
        ("# 章\n\n{top: a}\n", r"01_only\.md:3：指标“a”没有分组"),
        ("# 章\n\n{number: a, unit: 万元}\n", r"01_only\.md:3：指标“a”的单位是人，不能换算成“万元”。"),
        ("# 章\n\n" + LIST.replace("majors", "nowhere"), r"01_only\.md:3：没有数据表“nowhere”。"),
        ("# 章\n\n" + LIST.replace("{major}", "{nothing}"), r"01_only\.md:3：数据表“majors”没有字段“nothing”。"),
        ("---\nunnumbered: true\n---\n# 章\n\n" + GRID, r"01_only\.md:6：没有章号的一章里，图表须写 numbered: false。"),
        ("# 章\n\n{number: a, year: earlier}\n", r"01_only\.md:3：本轮没有“earlier”年的数据"),
        ("# 章\n\n" + GRID.replace("[this]", "[earlier]"), r"01_only\.md:3：指标“a”：本轮没有更早一年的数据"),
    ],
)
def test_a_report_on_unknown_names_is_refused_with_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogError, match=said):
        compiled(tmp_path, text, [indicator("a")], {("a", 2020): 1, ("a", 2021): 2})


def test_a_value_that_was_never_computed_is_not_a_gap(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="指标“a”没有计算 2021 年的值"):
        compiled(tmp_path, "# 章\n\n{number: a}\n", [indicator("a")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("没有标题\n", r"01_only\.md:1：每章一个文件，应以“# 章标题”开头。"),
        ("## 节\n", r"01_only\.md:1：每章一个文件"),
        ("# 章\n\n# 又一章\n", r"01_only\.md:3：一个文件只能有一个“# 章标题”"),
        ("# 章\n\n### 跳\n", r"01_only\.md:3：标题跳级，这里最多是第 2 级。"),
        ("# 章\n\n## {#only}\n", r"01_only\.md:3：标题是空的"),
        ("---\ncolour: red\n---\n# 章\n", r"01_only\.md:1：章首设置只有 annex"),
        ("# 章\n\n一\n{nubmer: a}\n", r"01_only\.md:4：提纲没有指令 \{nubmer: a\}。可用的有 \{place\}"),
        ("# 章\n\n{number}\n", r"01_only\.md:3：提纲没有指令 \{number\}"),
        ("# 章\n\n{number: }\n", r"01_only\.md:3：提纲没有指令"),
        ("# 章\n\n{number: a, loud}\n", r"01_only\.md:3：\{number: a\} 没有选项“loud”。"),
        ("# 章\n\n{number: a, decimals: two}\n", r"01_only\.md:3：小数位数“two”"),
        ("# 章\n\n{number: a, year: next}\n", r"01_only\.md:3：年份“next”应为"),
        ("# 章\n\n{number: 在校生}\n", r"01_only\.md:3：“在校生”不是定义的名称"),
        ("# 章\n\n开{头\n", r"01_only\.md:3：花括号不成对。请检查“开\{头”"),
        ("# 章\n\n- {cases}\n", r"01_only\.md:3：\{cases\} 须独占一段"),
        ("# 章\n\n一\n![图](a.png)\n", r"01_only\.md:4：报告正文里不能有这种写法（image）。"),
        ("# 章\n\n***\n", r"01_only\.md:3：报告正文里不能有这种写法（hr）。"),
        ("# 章\n\n```python x\n```\n", r"01_only\.md:3：围栏块应写作"),
        ("# 章\n\n" + GRID.replace("caption: 题", "caption: 题: 二"), r"01_only\.md:4:11：YAML 写法有误"),
        ("# 章\n\n```table t\n- 一\n```\n", r"01_only\.md:4：图表块里应为“键: 值”的形式。"),
        (
            "# 章\n\n" + GRID.replace("by_indicator", "by_magic"),
            r"01_only\.md:5：没有表的种类“by_magic”，可用 by_indicator",
        ),
        ("# 章\n\n" + GRID.replace("columns: [年]", "columns: [年]\ncolums: []"), r"01_only\.md:7：colums：没有这一项"),
        ("# 章\n\n" + GRID.replace("a}", "a, decimal: 2}"), r"01_only\.md:9：rows\.0\.decimal：没有这一项"),
        ("# 章\n\n" + GRID.replace("[年]", "[年, 年]"), r"`columns` 与 `holds` 的个数不等"),
        (
            "# 章\n\n" + GRID.replace("caption: 题", 'caption: "{number: a}"'),
            r"01_only\.md:4：题目、表头和标签里只能用 \{place\}",
        ),
        ("# 章\n\n" + GRID.replace("[年]", '["{yaer}年"]'), r"01_only\.md:6：提纲没有指令 \{yaer\}"),
        (
            "# 章\n\n" + BARS.replace("year_bars", "pie"),
            r"01_only\.md:6：没有图的种类“pie”，可用 year_bars、composition、ranked_bars、place_bars、year_lines、"
            "parts_pie。",
        ),
        ("# 章\n\n" + BARS.replace("series", "serie"), r"01_only\.md:6：panels\.0\.series：缺少这一项"),
        ("# 章\n\n" + BARS.replace("a}", 'a, label: "{who}"}'), r"01_only\.md:6：提纲没有指令 \{who\}"),
        ("# 章\n\n" + LIST.replace("{major}", "{专业}"), r"花括号里只能是字段名"),
        ("# 章\n\n" + LIST.replace("[专业]", "[专业, 学校]"), r"`columns` 与 `cells` 的个数不等"),
        (
            "# 章\n\n```table t\ncaption: 题\nkind: by_year\nhead: [[年份]]\nyears: {this: 今}\n"
            "columns: [{indicator: a}]\n```\n",
            r"表头有 1 列，应为 2 列",
        ),
        (
            "# 章\n\n```table t\ncaption: 题\nkind: grouped\nindicator: a\ncolumns: [类]\nholds: [label, value]\n```\n",
            r"`columns` 与 `holds` 的个数不等",
        ),
        ("# 章 {#same}\n\n## 节 {#same}\n", r"01_only\.md:3：名称“same”在 .*01_only\.md:1 已经用过"),
        ("# 章\n\n" + GRID + "\n" + GRID, r"01_only\.md:12：名称“图表 t”在 .*01_only\.md:3 已经用过"),
    ],
)
def test_a_faulty_outline_is_refused_with_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogError, match=said):
        outline(tmp_path, text)


def test_faulty_settings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="case_heading 应以"):
        outline(tmp_path, "# 章\n", SETTINGS.replace("{title}\ncontents", "{title}。\ncontents"))
    with pytest.raises(CatalogError, match=r"outline\.yaml.*提纲没有指令"):
        outline(tmp_path, "# 章\n", SETTINGS.replace("{label_year}", "{age}"))
    with pytest.raises(CatalogError, match="提纲里没有章"):
        outline(tmp_path / "empty", {})
    home = write_outline(tmp_path / "other", "# 章\n")
    (home / "01_only.md").write_bytes("# 章".encode("gb18030"))
    with pytest.raises(CatalogError, match="不是 UTF-8"):
        load_outline(home)


def test_a_working_folder_replaces_a_chapter_by_its_file_name(tmp_path: Path) -> None:
    home = write_outline(tmp_path, {"01_one.md": "# 甲\n", "02_two.md": "# 乙\n"})
    own = tmp_path / "outline"
    own.mkdir()
    (own / "02_two.md").write_text("# 丙\n\n{nobody}\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"outline.02_two\.md:3"):
        load_outline(home, own)
    (own / "02_two.md").write_text("# 丙\n", encoding="utf-8")
    titles = [chapter.title[0] for chapter in load_outline(home, own).chapters]
    assert [getattr(title, "text", "") for title in titles] == ["甲", "丙"]


def test_an_outline_knows_what_it_uses(tmp_path: Path) -> None:
    text = (
        "# 章{number: f}\n\n{number: b}{change: a}\n\n- {trend: c}\n\n> {top: d}{reasons: e, a}\n\n"
        + GRID
        + "\n"
        + BARS
        + "\n"
        + LIST.replace("{major}", "{index}{school.grade}{major}")
    )
    found = outline(tmp_path, text)
    assert used_indicators(found) == ("f", "b", "a", "c", "d", "e")
    assert used_fields(found) == (("schools", "name"), ("schools", "grade"), ("majors", "major"))
    assert used_registers(found) == ("schools", "majors")


def test_a_footnote_stands_behind_the_words_it_belongs_to(tmp_path: Path) -> None:
    document = compiled(tmp_path, "# 章\n\n全省居首{footnote: 来源：全省教育统计, 第3页}。\n")
    (said,) = [block.content for block in document.blocks if isinstance(block, Paragraph)][-1:]
    assert said == (Text("全省居首"), Footnote((Text("来源：全省教育统计, 第3页"),)), Text("。"))
