"""Every kind of chart draws the printed values, and the table behind it holds them as numbers."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.compile.bench import Given, compiled, figures, indicator
from zhibao.catalog.files import CatalogError
from zhibao.document.charts import chart_svg
from zhibao.document.nodes import Chart, Figure, Number, plain
from zhibao.terms.value import Meaning, Missing

NAMES = [
    indicator("staff", label="教职工"),
    indicator("teachers", label="专任教师"),
    indicator("first", "%", 2, label="第一产业"),
    indicator("second", "%", 2, label="第二产业"),
    indicator("budget", "元", 2, label="经费", lag=1),
    indicator("points", "%", 2, label="布点占比", by="majors.category"),
]
GIVEN: Given = {
    ("staff", 2019): 90,
    ("staff", 2020): 100,
    ("staff", 2021): 110,
    ("teachers", 2019): Missing(Meaning.NOT_SUBMITTED),
    ("teachers", 2020): 80,
    ("teachers", 2021): 88,
    ("first", 2020): "0.93",
    ("first", 2021): "0.931",
    ("second", 2020): "99.07",
    ("second", 2021): "99.069",
    ("budget", 2020): "13646.3",
    ("budget", 2021): "13727.27",
    ("points", 2021): 100,
    ("points", 2020): Missing(Meaning.NOT_SUBMITTED),
    ("points", 2021, "66"): 20,
    ("points", 2021, "71"): 50,
    ("points", 2021, "70"): 30,
}
BARS = "  - {kind: year_bars, title: 人数（人）, series: [{indicator: staff}, {indicator: teachers, label: 教师}]}\n"
PARTS = '  - {kind: composition, title: "占{year}年比例", parts: [{indicator: first}, {indicator: second}]}\n'
RANKED = "  - {kind: ranked_bars, title: 占比, indicator: points, top: 2}\n"


def chart(folder: Path, panels: str, years: str = "[last, this]", history: int | None = None) -> Figure:
    text = f"# 章\n\n```chart c\ncaption: 对比\nyears: {years}\npanels:\n{panels}```\n"
    history_years = {history: ("staff",)} if history else {}
    return figures(compiled(folder, text, NAMES, GIVEN, history_years=history_years))[0]


def behind(figure: Figure) -> list[list[str]]:
    assert isinstance(figure.content, Chart)
    return [[plain(cell.content) for cell in row] for row in (figure.content.head, *figure.content.body)]


def drawn(figure: Figure, place: int = 0) -> Mapping[str, object]:
    """Return what a panel was drawn from; it must be drawable."""
    assert isinstance(figure.content, Chart)
    assert "<svg" in chart_svg(figure.content.panels[place])
    memo: Mapping[str, object] = json.loads(figure.content.panels[place])["usermeta"]["zhibao"]
    return memo


def test_bars_stand_by_year(tmp_path: Path) -> None:
    figure = chart(tmp_path, BARS)
    assert behind(figure) == [["项目", "2020年", "2021年"], ["教职工", "100", "110"], ["教师", "80", "88"]]
    assert drawn(figure)["series"] == [
        {"label": "2020年", "values": ["100", "80"], "texts": ["100", "80"]},
        {"label": "2021年", "values": ["110", "88"], "texts": ["110", "88"]},
    ]
    assert (figure.caption.name, figure.alt) == ("图1-1", "条形图：对比")


def test_a_third_year_stands_first_and_a_gap_is_drawn_as_its_sign(tmp_path: Path) -> None:
    figure = chart(tmp_path, BARS, "[earlier, last, this]", 2019)
    assert behind(figure)[0] == ["项目", "2019年", "2020年", "2021年"]
    assert behind(figure)[2] == ["教师", "缺", "80", "88"]
    assert "'values': ['90', None]" in str(drawn(figure)["series"])
    assert behind(chart(tmp_path, BARS, "[2019, this]", 2019))[0][1] == "2019年"


def test_a_year_that_the_edition_does_not_have_is_left_out(tmp_path: Path) -> None:
    assert behind(chart(tmp_path, BARS, "[earlier, last, this]"))[0] == ["项目", "2020年", "2021年"]
    with pytest.raises(CatalogError, match=r"01_only\.md:3：本轮没有这幅图要的年份"):
        chart(tmp_path, BARS, "[earlier]")


def test_a_composition_prints_its_shares_with_percent(tmp_path: Path) -> None:
    figure = chart(tmp_path, PARTS)
    assert behind(figure)[1:] == [["第一产业", "0.93%", "0.93%"], ["第二产业", "99.07%", "99.07%"]]
    memo = drawn(figure)
    assert (memo["kind"], memo["title"]) == ("composition", "占2021年比例")


def test_ranked_bars_show_the_largest(tmp_path: Path) -> None:
    figure = chart(tmp_path, RANKED, "[this]")
    assert behind(figure) == [["项目", "2021年"], ["电子与信息大类", "50.00%"], ["交通运输大类", "30.00%"]]
    assert drawn(figure)["kind"] == "ranked_bars"


def test_ranked_bars_without_members_show_the_sign_of_the_whole(tmp_path: Path) -> None:
    figure = chart(tmp_path, RANKED.replace("top: 2", "year: last"), "[last]")
    assert behind(figure)[1:] == [["布点占比", "缺"]]
    with pytest.raises(CatalogError, match="排序图的年份“this”不在 years 里"):
        chart(tmp_path, RANKED, "[last]")


def test_several_panels_name_their_rows(tmp_path: Path) -> None:
    figure = chart(tmp_path, BARS + PARTS + RANKED)
    assert [row[0] for row in behind(figure)[1:]] == [
        "人数（人）：教职工",
        "人数（人）：教师",
        "占2021年比例：第一产业",
        "占2021年比例：第二产业",
        "占比：电子与信息大类",
        "占比：交通运输大类",
    ]
    assert behind(figure)[5] == ["占比：电子与信息大类", "", "50.00%"]
    assert figure.alt == "条形图与构成图与排序条形图：对比"


def test_fiscal_figures_are_drawn_under_their_own_years(tmp_path: Path) -> None:
    figure = chart(tmp_path, "  - {kind: year_bars, series: [{indicator: budget}]}\n")
    assert behind(figure) == [["项目", "2019年", "2020年"], ["经费", "13646.30", "13727.27"]]
    with pytest.raises(CatalogError, match="请分成两幅图"):
        chart(tmp_path, "  - {kind: year_bars, series: [{indicator: budget}, {indicator: staff}]}\n")


def test_the_values_behind_a_chart_are_numbers(tmp_path: Path) -> None:
    figure = chart(tmp_path, BARS)
    assert isinstance(figure.content, Chart)
    number = figure.content.body[0][1].content[0]
    assert isinstance(number, Number)
    assert (number.indicator, number.period, str(number.exact)) == ("staff", "2020年", "100")


def test_a_kind_said_once_holds_for_all_panels(tmp_path: Path) -> None:
    text = "# 章\n\n```chart c\ncaption: 对比\nkind: year_bars\npanels: [{series: [{indicator: staff}]}]\n```\n"
    assert len(figures(compiled(tmp_path, text, NAMES, GIVEN))) == 1


def test_lines_go_over_the_years_and_a_pie_shows_one(tmp_path: Path) -> None:
    lines = "  - {kind: year_lines, title: 人数（人）, series: [{indicator: staff}]}\n"
    figure = chart(tmp_path / "lines", lines, "[2019, last, this]", history=2019)
    assert behind(figure) == [["项目", "2019年", "2020年", "2021年"], ["教职工", "90", "100", "110"]]
    assert chart_svg(panel_of(figure)).count("<path") >= 1
    pie = "  - {kind: parts_pie, title: 产业, parts: [{indicator: first}, {indicator: second}]}\n"
    figure = chart(tmp_path / "pie", pie)
    assert [row[0] for row in behind(figure)[1:]] == ["第一产业", "第二产业"]
    assert "99.07%" in chart_svg(panel_of(figure))


def test_a_pie_of_four_parts_is_refused_with_its_line(tmp_path: Path) -> None:
    parts = ", ".join("{indicator: first}" for _ in range(4))
    with pytest.raises(CatalogError, match=r"\.md:7：panels\.0"):
        chart(tmp_path, f"  - {{kind: parts_pie, parts: [{parts}]}}\n")


def panel_of(figure: Figure) -> str:
    assert isinstance(figure.content, Chart)
    return figure.content.panels[0]
