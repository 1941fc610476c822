"""A school's outline prints what the school has, its sentences still whole; a city takes cases in the third person."""

from pathlib import Path

import pytest

from tests.compile.bench import SETTINGS, cells, compiled, headings, indicator, prose, tables
from zhibao.catalog.load import load_catalog
from zhibao.catalog.outline_faults import outline_faults
from zhibao.compile import Case
from zhibao.compile.selection import edited, selected
from zhibao.terms.value import Meaning, Missing, Value

SCHOOL = SETTINGS + "level: school\nnothing: 没有数据。\nother_cases: other\n"
UNKNOWN = Missing(Meaning.NOT_SUBMITTED)
Two = tuple[int | Value, int | Value]
TABLE = """
```table t
caption: 表
kind: by_indicator
columns: [指标, 上年, 本年]
holds: [label, last, this]
rows: [{indicator: a}, {indicator: b}]
```
"""


def given(**values: Two) -> dict[tuple[str, int], int | Value]:
    return {(name, year): one for name, two in values.items() for year, one in zip((2020, 2021), two, strict=True)}


def said(folder: Path, text: str, **values: Two) -> str:
    """Return the text of a school's report; each indicator has a value of last year and one of this."""
    named = [indicator(name) for name in values]
    return prose(compiled(folder, f"# 章\n\n{text}\n", named, given(**values), settings=SCHOOL))


def test_a_clause_without_its_value_goes_and_the_sentence_still_ends(tmp_path: Path) -> None:
    text = "{year}年，招生{number: a}，{change: a, short}；在校{number: b}。"
    assert "2021年，招生5人，比上年增加1人，增幅为25.00%。" in said(tmp_path, text, a=(4, 5), b=(UNKNOWN, UNKNOWN))


def test_the_lead_of_a_sentence_stays_when_its_first_clause_goes(tmp_path: Path) -> None:
    text = "{year}年，招生{number: a}，其中女生{number: b}；在校{number: b}。"
    assert "2021年，在校5人。" in said(tmp_path, text, a=(UNKNOWN, UNKNOWN), b=(4, 5))


def test_a_comparison_with_an_unknown_year_is_left_out(tmp_path: Path) -> None:
    assert "招生5人。" in said(tmp_path, "招生{number: a}，{change: a}。", a=(UNKNOWN, 5))


def test_nought_in_both_years_is_no_news(tmp_path: Path) -> None:
    assert "没有数据。" in said(tmp_path, "获奖{number: a}，{change: a}。", a=(0, 0))


def test_a_table_keeps_the_rows_that_have_a_number_and_a_reference_goes_with_its_table(tmp_path: Path) -> None:
    named = [indicator("a"), indicator("b")]
    text = f"# 章\n\n人数见下{{see: t}}。\n{TABLE}"
    some = compiled(tmp_path / "some", text, named, given(a=(1, 2), b=(UNKNOWN, UNKNOWN)), settings=SCHOOL)
    assert [cells(table) for table in tables(some)] == [[["a", "1", "2"]]]
    none = compiled(tmp_path / "none", text, named, given(a=(0, 0), b=(UNKNOWN, UNKNOWN)), settings=SCHOOL)
    assert tables(none) == []
    assert "人数见下" not in prose(none)


def test_a_section_without_anything_goes_and_a_chapter_says_that_there_is_nothing(tmp_path: Path) -> None:
    text = "# 章\n\n## 甲 {#first}\n\n招生{number: a}。\n\n{cases}\n\n## 乙 {#second}\n\n{cases}\n"
    report = compiled(tmp_path, text, [indicator("a")], given(a=(UNKNOWN, UNKNOWN)), settings=SCHOOL)
    assert headings(report) == ["1.章"]
    assert "没有数据。" in prose(report)


def test_a_case_for_a_section_that_the_outline_lacks_stands_among_the_others(tmp_path: Path) -> None:
    text = "# 章\n\n## 甲 {#first}\n\n{cases}\n\n## 其他 {#other}\n\n{cases}\n"
    cases = [Case("city", 1, "一", "first", "正文。"), Case("city", 2, "二", "elsewhere", "正文。")]
    report = compiled(tmp_path, text, cases=cases, settings=SCHOOL)
    assert headings(report) == ["1.章", "1.1甲", "【案例一】一", "1.2其他", "【案例二】二"]


@pytest.mark.parametrize("name", ["school_nine_chapters", "school_seven_parts"])
def test_the_packaged_school_outlines_name_nothing_that_is_not_there(name: str) -> None:
    known = load_catalog()
    assert list(outline_faults(known.outlines[name], known.indicators, known.registers)) == []


def case(body: str, place: str = "S1", number: int = 1, *, choice: bool | int | None = None) -> Case:
    return Case(place, number, "题目", "first", body, selected=choice)


def test_without_a_selection_every_case_is_taken() -> None:
    assert len(selected([case("甲"), case("乙", number=2)], "city")) == 2


def test_a_selection_leaves_the_others_of_the_schools_out_and_puts_numbers_first() -> None:
    cases = [
        case("甲"),
        case("乙", number=2, choice=True),
        case("丙", number=3, choice=1),
        case("丁", "city"),
        case("戊", "city", 2, choice=False),
    ]
    assert [one.body for one in selected(cases, "city")] == ["丙", "乙", "丁"]


@pytest.mark.parametrize(
    ("body", "turned", "left"),
    [
        ("我校开展活动，我们组织竞赛。", "示例甲校开展活动，该校组织竞赛。", []),
        ("我校有“我们的歌”社团，坚持以我为主。", "示例甲校有“我们的歌”社团，坚持以我为主。", []),
        ("教师说起我们时很自豪。", "教师说起我们时很自豪。", ["我们"]),
        ("我国职业教育发展，我部开设课程。", "我国职业教育发展，我部开设课程。", ["我部"]),
    ],
)
def test_a_school_is_spoken_of_in_the_third_person_and_doubts_are_told(body: str, turned: str, left: list[str]) -> None:
    cases, findings = edited([case(body)], {"S1": "示例甲校"}, load_catalog())
    assert [one.body for one in cases] == [turned]
    assert [one.said for one in findings] == left
    assert all(one.is_open and "case.md" in str(one.where) for one in findings)


def test_the_citys_own_cases_are_left_as_they_are() -> None:
    cases, findings = edited([case("我市推进改革。", "city")], {"S1": "示例甲校"}, load_catalog())
    assert (cases[0].body, findings) == ("我市推进改革。", ())
