"""A change across a break in a series is never printed bare: a note stands with it, or it is not printed at all."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.compile.bench import compiled, figures, indicator, prose, tables
from tests.registers import CITY, catalog, submission
from tests.way.conftest import walked
from zhibao.catalog.asked import Asked
from zhibao.catalog.breaks import breaks_of_field, breaks_of_indicator
from zhibao.catalog.frames import Break
from zhibao.catalog.outline import used_indicators
from zhibao.catalog.shape import Cited
from zhibao.check.context import Context, Handed
from zhibao.check.run import check
from zhibao.cli.app import app
from zhibao.document.nodes import Document, Figure, Footnote, Paragraph, Table, inlines, plain, walk
from zhibao.examples.build import write_example
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Computed, Known, ValueKey, Values
from zhibao.workshop import Workshop

NOTE = "2021年起含技工学校，与此前的数不可直接相比"
NAMES = [indicator("a", label="在校生"), indicator("b", label="毕业生"), indicator("c", label="拨款", lag=1)]
GIVEN = {(name, year): year for name in "abc" for year in (2019, 2020, 2021)}
HEAD = "# 章\n\n"
GRID = HEAD + "```table t\ncaption: 题\nkind: by_indicator\ncolumns: [指标, 上年, 本年, 变化]\n"
GRID += "holds: [label, last, this, change]\nrows: [{indicator: a}, {indicator: b}]\n```\n"
CHART = HEAD + "```chart c\ncaption: 题\npanels: [{kind: year_bars, series: [{indicator: a}]}]\n```\n"


def broken(
    *, year: int = 2021, comparable: bool = True, indicators: tuple[str, ...] = ("a",), fields: tuple[str, ...] = ()
) -> Break:
    return Break(
        name="one",
        label="范围扩大",
        why="测试",
        source=(Cited(title="示例文件"),),
        year=year,
        before="不含",
        after="含",
        note=NOTE,
        comparable=comparable,
        indicators=indicators,
        fields=fields,
    )


def report(folder: Path, text: str, *breaks: Break) -> Document:
    return compiled(folder, text, NAMES, GIVEN, breaks=breaks)


def notes(block: Table | Figure) -> list[str]:
    return [plain(note) for note in block.notes]


def footnotes(document: Document) -> list[str]:
    return [plain(one.content) for one in inlines(document.blocks) if isinstance(one, Footnote)]


def test_a_table_that_compares_across_a_break_says_so(tmp_path: Path) -> None:
    (table,) = tables(report(tmp_path, GRID, broken()))
    assert notes(table) == [f"注：在校生：{NOTE}。"]
    assert [plain(row[3].content) for row in table.body] == ["+1", "+1"]


def test_a_break_that_forbids_the_comparison_takes_the_change_away(tmp_path: Path) -> None:
    (table,) = tables(report(tmp_path, GRID, broken(comparable=False)))
    assert [plain(row[3].content) for row in table.body] == ["—", "+1"]
    assert [plain(row[2].content) for row in table.body] == ["2021", "2021"]
    assert notes(table) == [f"注：在校生：{NOTE}。"]


def test_several_indicators_of_one_break_share_its_note(tmp_path: Path) -> None:
    (table,) = tables(report(tmp_path, GRID, broken(indicators=("a", "b"))))
    assert notes(table) == [f"注：在校生、毕业生：{NOTE}。"]


@pytest.mark.parametrize("year", [2020, 2022])
def test_years_on_one_side_of_a_break_are_compared_without_a_note(tmp_path: Path, year: int) -> None:
    (table,) = tables(report(tmp_path, GRID, broken(year=year, comparable=False)))
    assert notes(table) == []
    assert [plain(row[3].content) for row in table.body] == ["+1", "+1"]


def test_a_table_of_one_year_compares_nothing(tmp_path: Path) -> None:
    text = GRID.replace("holds: [label, last, this, change]", "holds: [label, this]")
    (table,) = tables(report(tmp_path, text.replace("[指标, 上年, 本年, 变化]", "[指标, 本年]"), broken()))
    assert notes(table) == []


def test_a_chart_and_a_table_by_year_say_so_too(tmp_path: Path) -> None:
    by_year = HEAD + "```table t\ncaption: 题\nkind: by_year\nhead: [[年, 在校生]]\n"
    by_year += "years: {last: 上年, this: 本年}\ncolumns: [{indicator: a}]\n```\n"
    assert notes(figures(report(tmp_path / "c", CHART, broken()))[0]) == [f"注：在校生：{NOTE}。"]
    assert notes(tables(report(tmp_path / "t", by_year, broken()))[0]) == [f"注：在校生：{NOTE}。"]


def test_a_sentence_that_compares_across_a_break_says_so(tmp_path: Path) -> None:
    document = report(tmp_path, HEAD + "在校生{number: a}，{change: a}。\n", broken())
    assert prose(document) == "在校生2021人，比上年（2020人）增加1人，增幅为0.05%。"
    assert footnotes(document) == [f"在校生：{NOTE}。"]


@pytest.mark.parametrize("directive", ["{change: a}", "{trend: a}"])
def test_a_sentence_does_not_compare_what_a_break_forbids(tmp_path: Path, directive: str) -> None:
    document = report(tmp_path, f"{HEAD}在校生{directive}。\n", broken(comparable=False))
    assert prose(document) == "在校生与上年无法比较。"
    assert footnotes(document) == [f"在校生：{NOTE}。"]


def test_two_years_side_by_side_in_a_sentence_are_a_comparison(tmp_path: Path) -> None:
    text = HEAD + "在校生由{number: a, year: last}到{number: a}。\n\n毕业生由{number: b, year: last}到{number: b}。\n"
    document = report(tmp_path, text, broken())
    said = [block for block in walk(document.blocks) if isinstance(block, Paragraph)][-2:]
    assert [[NOTE in one for one in footnotes(replace(document, blocks=(block,)))] for block in said] == [[True], []]


def test_a_figure_that_lags_is_compared_by_the_years_it_speaks_of(tmp_path: Path) -> None:
    text = HEAD + "拨款{change: c, short}。\n"
    assert footnotes(report(tmp_path / "a", text, broken(year=2021, indicators=("c",)))) == []
    (note,) = footnotes(report(tmp_path / "b", text, broken(year=2020, indicators=("c",))))
    assert NOTE in note


def test_a_break_of_a_field_is_one_of_every_indicator_that_reads_it() -> None:
    one = broken(indicators=(), fields=("students.full_time",))
    mine = replace(catalog(), breaks={"one": one})
    assert breaks_of_indicator(mine, "full_time_students", (2020, 2021)) == (one,)
    assert breaks_of_indicator(mine, "student_teacher_ratio", (2021, 2020)) == (one,)
    assert breaks_of_indicator(mine, "graduates", (2020, 2021)) == ()
    assert breaks_of_field(mine, "students", "full_time", (2020, 2021)) == (one,)
    assert breaks_of_field(mine, "students", "entrants", (2020, 2021)) == ()


def found(breaks: Iterable[Break], last: int, this: int) -> tuple[Finding, ...]:
    school = Place(Level.SCHOOL, "S01", "示例一校", "甲县")
    asked = (Asked(catalog().registers["students"], ("full_time",)),)
    handed = [
        Handed(school, year, submission(school, year, {"students": [{"full_time": number}]}).registers, (), asked)
        for year, number in ((2020, last), (2021, this))
    ]
    table = {
        ValueKey("full_time_students", CITY.code, year): Computed(Known(Fraction(number)), Known(Fraction(number)))
        for year, number in ((2020, last), (2021, this))
    }
    mine = replace(catalog(), breaks={one.name: one for one in breaks})
    values = Values(table, CITY.code)
    context = Context(mine, tuple(handed), {}, values, ("full_time_students",), (2020, 2021), CITY)
    return tuple(one for one in check(context) if one.rule == "large_changes_are_explained")


def test_a_change_across_a_break_asks_nobody_for_a_reason() -> None:
    assert all(one.is_open for one in found((), 100, 200))
    noted = found([broken(indicators=(), fields=("students.full_time",))], 100, 200)
    assert len(noted) == len(found((), 100, 200)) == 2
    for one in noted:
        assert one.severity is Severity.NOTE
        assert not one.is_open
        assert NOTE in str(one)
        assert "示例文件" in str(one)


def test_a_break_of_the_indicator_alone_leaves_the_school_its_question() -> None:
    severities = sorted(one.severity.value for one in found([broken(indicators=("full_time_students",))], 100, 200))
    assert severities == ["note", "warning"]


@pytest.mark.parametrize("outline", ["city_nine_chapters", "city_ten_chapters"])
def test_no_shipped_break_lies_between_the_years_of_the_example_cities(outline: str) -> None:
    crossed = {
        (name, one.name)
        for name in used_indicators(catalog().outlines[outline])
        for one in breaks_of_indicator(catalog(), name, (2020, 2021))
    }
    # Both are printed for one year only, so no page of theirs compares them.
    assert crossed <= {("majors_offered", "major_catalogue_2021"), ("major_categories_covered", "major_catalogue_2021")}


BREAK = """\
label: 统计范围改变
why: 测试
source: [{title: 示例文件}]
year: 2021
indicators: [full_time_students, graduates, employed_graduates]
before: 不含
after: 含
note: 2021年起统计范围扩大，与此前的数不可直接相比
comparable: %s
"""


@pytest.mark.parametrize("comparable", ["true", "false"])
def test_a_report_across_a_break_still_proves_itself(tmp_path_factory: pytest.TempPathFactory, comparable: str) -> None:
    folder = walked("jiangmen", partial(write_example, "jiangmen"), tmp_path_factory).folder
    own = folder / "catalog" / "breaks" / "scope.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(BREAK % comparable, encoding="utf-8")
    work = Workshop(folder)
    document = work.document
    annex = next(one for one in walk(document.blocks) if isinstance(one, Table) and one.name == "quality_annex")
    assert "统计范围扩大" in " ".join(notes(annex))
    assert any("统计范围扩大" in one for one in footnotes(document))
    rows = [one for one in work.should_be() if one["whole"] and one["indicator"] == "graduates" and one["year"] == 2021]
    assert ["统计范围扩大" in str(one["change_note"]) for one in rows] == [True]
    assert bool(rows[0]["change"]) == bool(rows[0]["growth_percent"]) == (comparable == "true")
    printed = CliRunner().invoke(app, ["compute", str(folder)]).output
    assert "注：毕业生总数：2021年起统计范围扩大" in printed
    # The written report is read back and proved number by number; an error would be raised here.
    assert work.files["report.docx"]
