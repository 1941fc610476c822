"""Reasons for changes stand once, under the first exhibit that prints the indicator."""

from pathlib import Path

from tests.compile.bench import compiled, figures, indicator, tables
from zhibao.document.nodes import plain

NAMES = [indicator("a", label="在校生"), indicator("b", label="毕业生"), indicator("c")]
GIVEN = {(name, year): year for name in "abc" for year in (2020, 2021)}
GRID = "```table %s\ncaption: 题\nkind: by_indicator\ncolumns: [年]\nholds: [this]\nrows: [%s]\n```\n\n"
CHART = "```chart %s\ncaption: 题\npanels: [{kind: year_bars, series: [%s]}]\n```\n\n"


def rows(names: str) -> str:
    return ", ".join(f"{{indicator: {name}}}" for name in names)


def test_a_reason_stands_under_the_first_exhibit_only(tmp_path: Path) -> None:
    text = "# 章\n\n" + CHART % ("one", rows("a")) + GRID % ("two", rows("ac"))
    document = compiled(tmp_path, text, NAMES, GIVEN, reasons={"在校生": "扩大招生"})
    assert [plain(note) for note in figures(document)[0].notes] == ["注：在校生：扩大招生。"]
    assert tables(document)[0].notes == ()


def test_several_reasons_are_numbered(tmp_path: Path) -> None:
    text = "# 章\n\n" + GRID % ("one", rows("abca"))
    document = compiled(tmp_path, text, NAMES, GIVEN, reasons={"毕业生": "届别变化。", "在校生": "扩大招生", "c": " "})
    assert [plain(note) for note in tables(document)[0].notes] == ["注1：在校生：扩大招生。", "注2：毕业生：届别变化。"]


def test_a_reason_for_one_year_stands_where_that_year_is_printed(tmp_path: Path) -> None:
    text = "# 章\n\n" + GRID % ("one", rows("a"))
    given = {"在校生（2021年）": "含延期毕业的学生", "在校生（2019年）": "不再印出"}
    document = compiled(tmp_path, text, NAMES, GIVEN, reasons=given)
    assert [plain(note) for note in tables(document)[0].notes] == ["注：在校生（2021年）：含延期毕业的学生。"]


def test_a_label_that_is_kept_for_a_reason_is_told_under_its_table(tmp_path: Path) -> None:
    text = "# 章\n\n" + GRID % ("one", "{indicator: a, label: 在校学生, reason: 沿用历年名称}")
    document = compiled(tmp_path, text, NAMES, GIVEN)
    assert [plain(note) for note in tables(document)[0].notes] == ["注：“在校学生”：沿用历年名称。"]
