"""Sentences say what the printed values say, in both directions (requirements F0-13, F0-14)."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.compile.bench import compiled, flat, indicator, prose, school, schools
from zhibao.document.nodes import Number
from zhibao.terms.value import Known, Meaning, Missing, Undefined, Value

PEOPLE = indicator("people", label="在校生")
RATE = indicator("rate", "%", 2)
RATIO = indicator("ratio", "x:1", 2)
MONEY = indicator("money", "元", 2)
NAMES = [PEOPLE, RATE, RATIO, MONEY]


def said(folder: Path, directive: str, last: str | int | Value, this: str | int | Value) -> str:
    name = directive.strip("{}").split(":")[1].split(",")[0].strip()
    return prose(compiled(folder, f"# 章\n\n{directive}\n", NAMES, {(name, 2020): last, (name, 2021): this}))


@pytest.mark.parametrize(
    ("directive", "this", "printed"),
    [
        ("{number: people}", 28198, "28198人"),
        ("{number: people, bare}", 28198, "28198"),
        ("{number: rate}", "93.2229", "93.22%"),
        ("{number: rate, decimals: 1}", "93.2229", "93.2%"),
        ("{number: ratio}", "16.587", "16.59:1"),
        ("{number: money}", "12489.4", "12489.40元"),
        ("{number: money, unit: 万元, decimals: 1}", "12489.4", "1.2万元"),
        ("{number: people, year: last}", 1, "25782人"),
        ("{number: people, year: 2020}", 1, "25782人"),
        ("{number: people}", Known(Fraction(9000), estimated=True), "约9000人"),
        ("{number: people}", Missing(Meaning.NOT_SUBMITTED), "缺"),
        ("{number: rate}", Undefined(), "÷"),
    ],
)
def test_a_number_is_printed_with_its_unit(
    tmp_path: Path, directive: str, this: str | int | Value, printed: str
) -> None:
    assert said(tmp_path, directive, 25782, this) == printed


@pytest.mark.parametrize(
    ("directive", "last", "this", "printed"),
    [
        ("{change: people}", 25782, 28198, "比上年（25782人）增加2416人，增幅为9.37%"),
        ("{change: people}", 28198, 25782, "比上年（28198人）减少2416人，降幅为8.57%"),
        ("{change: people, short}", 25782, 28198, "比上年增加2416人，增幅为9.37%"),
        ("{change: people}", 5, 5, "与上年持平"),
        ("{change: people}", 0, 5, "比上年（0人）增加5人"),
        ("{change: rate}", "99.0099", "97.9600", "比上年（99.01%）下降1.05个百分点"),
        ("{change: rate}", "97.96", "99.01", "比上年（97.96%）上升1.05个百分点"),
        ("{change: rate}", "97.961", "97.964", "与上年持平"),
        ("{change: ratio}", "15.184", "16.587", "比上年（15.18:1）上升1.41"),
        ("{change: ratio}", "16.587", "15.184", "比上年（16.59:1）下降1.41"),
        ("{change: money}", "13646.3", "13727.27", "比上年（13646.30元）增加80.97元，增幅为0.59%"),
        ("{change: money, unit: 万元}", 20000, 30000, "比上年（2.00万元）增加1.00万元，增幅为50.00%"),
        (
            "{change: people}",
            Known(Fraction(9000), estimated=True),
            9120,
            "比上年（约9000人）增加约120人，增幅为约1.33%",
        ),
        ("{change: people}", Missing(Meaning.NOT_COLLECTED), 5, "与上年无法比较"),
        ("{change: rate}", 5, Undefined(), "与上年无法比较"),
    ],
)
def test_a_change_is_said_in_a_sentence(
    tmp_path: Path, directive: str, last: str | int | Value, this: str | int | Value, printed: str
) -> None:
    assert said(tmp_path, directive, last, this) == printed


@pytest.mark.parametrize(
    ("directive", "last", "this", "printed"),
    [
        ("{trend: rate}", "90.00", "90.00", "与上年持平"),
        ("{trend: rate}", "90.00", "90.09", "与上年基本持平"),
        ("{trend: rate}", "90.09", "90.00", "与上年基本持平"),
        ("{trend: rate}", "90.00", "90.10", "略有上升"),
        ("{trend: rate}", "90.10", "90.00", "略有下降"),
        ("{trend: rate}", "90.00", "91.00", "有所上升"),
        ("{trend: rate}", "91.00", "90.00", "有所下降"),
        ("{trend: rate}", "70.00", "80.01", "明显上升"),
        ("{trend: rate}", "80.01", "70.00", "明显下降"),
        ("{trend: people}", 1000, 1004, "与上年基本持平"),
        ("{trend: people}", 1000, 995, "略有下降"),
        ("{trend: people}", 1000, 1029, "略有上升"),
        ("{trend: people}", 1000, 1030, "有所上升"),
        ("{trend: people}", 1000, 900, "有所下降"),
        ("{trend: people}", 1000, 899, "明显下降"),
        ("{trend: people}", 0, 1, "明显上升"),
        ("{trend: people}", 0, 0, "与上年持平"),
        ("{trend: people}", Missing(Meaning.NOT_SUBMITTED), 1, "与上年无法比较"),
    ],
)
def test_a_trend_is_a_word_by_thresholds(
    tmp_path: Path, directive: str, last: str | int | Value, this: str | int | Value, printed: str
) -> None:
    assert said(tmp_path, directive, last, this) == printed


def test_every_printed_number_knows_where_it_comes_from(tmp_path: Path) -> None:
    given = {("people", 2020): 25782, ("people", 2021): 28198}
    document = compiled(tmp_path, "# 章\n\n{number: people}，{change: people}。\n", NAMES, given)
    numbers = [inline for inline in flat(document) if isinstance(inline, Number)]
    assert [(one.text, one.period, one.unit) for one in numbers] == [
        ("28198", "2021年", "人"),
        ("25782", "2020年", "人"),
        ("2416", "2021年比2020年", "人"),
        ("9.37", "2021年比2020年", "%"),
    ]
    assert {(one.indicator, one.place) for one in numbers} == {("people", "city")}
    assert numbers[0].exact == 28198
    assert numbers[0].snapshots == ("id-2021",)


def test_a_fall_keeps_its_sign_in_the_exact_value(tmp_path: Path) -> None:
    document = compiled(tmp_path, "# 章\n\n{change: people}\n", NAMES, {("people", 2020): 7, ("people", 2021): 5})
    assert [one.exact for one in flat(document) if isinstance(one, Number)][1] == -2


def test_fiscal_figures_are_named_by_their_own_year(tmp_path: Path) -> None:
    given = {("budget", 2020): 1, ("budget", 2021): 2}
    document = compiled(tmp_path, "# 章\n\n{number: budget}\n", [indicator("budget", "元", lag=1)], given)
    assert [one.period for one in flat(document) if isinstance(one, Number)] == ["2020财政年度"]


def test_words_of_the_edition_fill_the_text(tmp_path: Path) -> None:
    text = "# 章\n\n{place}（{place_short}）{year}年、{last_year}年，{label_year}年度，{issuer}，**重{year}**，*轻*，[址](http://x.example)\n"
    assert prose(compiled(tmp_path, text)) == "示例市（示例）2021年、2020年，2022年度，示例市教育局，重2021，轻，址"


def test_lines_of_a_paragraph_join_without_a_blank_between_chinese(tmp_path: Path) -> None:
    assert prose(compiled(tmp_path, "# 章\n\n第一行，\n第二行 the\nend\n")) == "第一行，第二行 the end"


def test_the_largest_members_are_named(tmp_path: Path) -> None:
    names = [indicator("points", "个", by="majors.category")]
    given = {
        ("points", 2021, "66"): 30,
        ("points", 2021, "62"): 3,
        ("points", 2021, "71"): 25,
        ("points", 2020, "61"): 99,
    }
    assert prose(compiled(tmp_path, "# 章\n\n{top: points, 2}。\n", names, given)) == "装备制造大类、电子与信息大类。"
    assert prose(compiled(tmp_path, "# 章\n\n{top: points, year: last}。\n", names, given)) == "农林牧渔大类。"
    assert prose(compiled(tmp_path, "# 章\n\n{top: points}\n", names, {})) == "—"


def test_a_member_of_a_breakdown_is_printed_by_name_and_is_not_applicable_where_it_does_not_occur(
    tmp_path: Path,
) -> None:
    names = [indicator("points", "个", by="majors.category")]
    text = "# 章\n\n{number: points, member: 66}，{number: points, member: 99}\n"
    assert prose(compiled(tmp_path, text, names, {("points", 2021, "66"): 30})) == "30个，／"


def test_reasons_are_told_as_sentences_or_not_at_all(tmp_path: Path) -> None:
    given = {("people", 2021): 5, ("rate", 2021): 5}
    text = "# 章\n\n前。{reasons: people, rate}后。\n"
    assert (
        prose(compiled(tmp_path, text, NAMES, given, reasons={"在校生": "扩大招生。"}))
        == "前。在校生变化的原因是：扩大招生。后。"
    )
    assert prose(compiled(tmp_path, text, NAMES, given)) == "前。后。"


def test_a_paragraph_that_prints_nothing_is_left_out(tmp_path: Path) -> None:
    document = compiled(tmp_path, "# 章\n\n{reasons: people}\n", NAMES)
    assert len(document.blocks) == 2


ROSTER = schools(
    school("A", "甲校"),
    school("B", "乙校", ownership="民办"),
    school("C", "丙校", in_scope="否", scope_reason="技工学校"),
    school("D", "丁校", in_scope="否"),
)


def test_the_scope_sentence_is_generated_from_the_roster(tmp_path: Path) -> None:
    document = compiled(tmp_path, "# 章\n\n{scope}\n", rows={2021: {"city": ROSTER}})
    assert prose(document) == "本报告统计范围为全市2所中等职业学校（其中民办1所），不含丙校（技工学校）、丁校。"
    assert [one.indicator for one in flat(document) if isinstance(one, Number)] == ["schools.in_scope"] * 2


def test_the_scope_sentence_leaves_its_end_to_the_author_and_names_known_indicators(tmp_path: Path) -> None:
    given = {("schools_in_scope", 2021): 1}
    rows = {2021: {"city": schools(school("A", "甲校"))}}
    document = compiled(tmp_path, "# 章\n\n{scope}，下同。\n", [indicator("schools_in_scope", "所")], given, rows=rows)
    assert prose(document) == "本报告统计范围为全市1所中等职业学校，下同。"
    assert [one.indicator for one in flat(document) if isinstance(one, Number)] == ["schools_in_scope"]
