"""Numbers, references and lists of contents follow the outline and are never typed."""

from pathlib import Path

from tests.compile.bench import SETTINGS, compiled, figures, headings, indicator, tables
from zhibao.document.nodes import (
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Reference,
    Table,
    inlines,
    plain,
)

GRID = "```table %s\ncaption: %s\n%skind: by_indicator\ncolumns: [年]\nholds: [this]\nrows: [{indicator: a}]\n```\n\n"
CHART = "```chart %s\ncaption: %s\npanels: [{kind: year_bars, series: [{indicator: a}]}]\n```\n\n"
CHAPTERS = {
    "00_preface.md": "---\nunnumbered: true\n---\n# 前言\n\n本年情况{see: one, picture}。\n",
    "01_first.md": "# 情况\n\n## 规模 {#size}\n\n"
    + GRID % ("one", "甲", "")
    + "### 细目\n\n"
    + CHART % ("picture", "乙"),
    "02_second.md": "# 学生\n\n" + GRID % ("two", "丙", "") + "## 素质\n\n## 就业\n\n" + GRID % ("three", "丁", ""),
    "03_annex.md": "---\nannex: true\n---\n# 附件\n\n## 表\n\n"
    + GRID % ("four", "戊", "")
    + GRID % ("five", "己", "numbered: false\n"),
}


def report(folder: Path, settings: str = SETTINGS) -> Document:
    return compiled(folder, CHAPTERS, [indicator("a")], {("a", 2020): 1, ("a", 2021): 2}, settings=settings)


def entries(document: Document, kind: str) -> list[tuple[int, str]]:
    lists = [block for block in document.blocks if isinstance(block, Contents) and block.kind == kind]
    return [(entry.level, entry.text) for block in lists for entry in block.entries]


def test_headings_are_numbered_and_a_preface_has_none(tmp_path: Path) -> None:
    assert headings(report(tmp_path)) == [
        "1.情况",
        "1.1规模",
        "1.1.1细目",
        "2.学生",
        "2.1素质",
        "2.2就业",
        "附件",
        "表",
    ]


def test_chapters_are_numbered_without_the_dot_when_the_outline_says_so(tmp_path: Path) -> None:
    assert headings(report(tmp_path, SETTINGS.replace('"1."', '"1"')))[:2] == ["1情况", "1.1规模"]


def test_tables_and_figures_are_numbered_by_chapter_each_for_themselves(tmp_path: Path) -> None:
    document = report(tmp_path)
    assert [table.caption.name for table in tables(document) if table.caption] == [
        "表1-1",
        "表2-1",
        "表2-2",
        "表附-1",
        "",
    ]
    assert [figure.caption.name for figure in figures(document)] == ["图1-1"]


def test_a_reference_is_resolved_even_before_its_exhibit(tmp_path: Path) -> None:
    document = report(tmp_path)
    preface = next(block for block in document.blocks if isinstance(block, Paragraph))
    assert plain(preface.content) == "本年情况（见表1-1、图1-1）。"
    found = [inline for inline in inlines(document.blocks) if isinstance(inline, Reference)]
    assert [one.anchor for one in found] == [tables(document)[0].anchor, figures(document)[0].anchor]


def test_the_lists_mix_tables_and_figures_in_order_and_stop_at_the_depth(tmp_path: Path) -> None:
    document = report(tmp_path)
    assert entries(document, "headings") == [
        (1, "1. 情况"),
        (2, "1.1 规模"),
        (1, "2. 学生"),
        (2, "2.1 素质"),
        (2, "2.2 就业"),
        (1, "附件"),
        (2, "表"),
    ]
    assert entries(document, "exhibits") == [
        (1, "表1-1 甲"),
        (1, "图1-1 乙"),
        (1, "表2-1 丙"),
        (1, "表2-2 丁"),
        (1, "表附-1 戊"),
    ]
    assert entries(document, "cases") == []
    assert [type(block) for block in document.blocks[:3]] == [Contents, Contents, PageBreak]


def test_every_entry_leads_to_an_anchor_of_the_body(tmp_path: Path) -> None:
    document = report(tmp_path)
    anchors = {block.anchor for block in document.blocks if isinstance(block, Heading | Table | Figure)}
    lists = [block for block in document.blocks if isinstance(block, Contents)]
    assert {entry.anchor for block in lists for entry in block.entries} <= anchors
    assert len(anchors) == len(headings(document)) + len(tables(document)) + len(figures(document))


def test_the_annex_is_marked(tmp_path: Path) -> None:
    roles = [block.role for block in report(tmp_path).blocks if isinstance(block, Heading) and block.level == 1]
    assert roles == ["section", "section", "annex"]


def test_the_cover_comes_from_outline_and_edition(tmp_path: Path) -> None:
    cover = report(tmp_path).cover
    assert cover.title == ("2022年度", "示例市质量报告")
    assert (cover.issuer, cover.date) == ("示例市教育局", "二〇二一年十二月")
    assert cover.remarks == ("示例数据，虚构学校。",)


def test_equal_input_gives_an_equal_tree(tmp_path: Path) -> None:
    assert report(tmp_path) == report(tmp_path)


def test_lists_and_remarks_keep_their_form(tmp_path: Path) -> None:
    document = compiled(tmp_path, "# 章\n\n- 甲\n  1. {year}\n- 乙\n\n> 注：丙\n", [indicator("a")])
    bullets, note = document.blocks[-2:]
    assert isinstance(bullets, BulletList)
    assert isinstance(bullets.items[0][1], OrderedList)
    assert isinstance(note, Note)
    assert [plain(block.content) for block in bullets.items[0][1].items[0] if isinstance(block, Paragraph)] == ["2021"]
