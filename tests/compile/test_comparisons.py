"""Comparisons, compositions and rankings say what the values say, and the audit reads them back as true."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from tests.compile.bench import (
    CITY,
    Given,
    compiled,
    definitions,
    edition,
    flat,
    indicator,
    outline,
    prose,
    school,
    schools,
    values,
)
from zhibao.audit.run import audited_facts
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import load_catalog
from zhibao.catalog.phrasing import Benchmark, Degree, Figure, SizeWords
from zhibao.catalog.rulebook import load_rulebook
from zhibao.catalog.shape import Cited
from zhibao.compile import compile_report
from zhibao.document.nodes import Document, Footnote, Number, plain
from zhibao.document.readers.read import read_bytes
from zhibao.document.writers.docx import write_docx
from zhibao.terms.value import Computed, Known, Meaning, Missing, ValueKey, Values

PEOPLE = indicator("people", label="全日制在校生")
RATE = indicator("rate", "%", 2, label="毕业生就业率")
RATIO = indicator("ratio", "x:1", 2, label="生师比")
WORK = indicator("work", label="直接就业")
STUDY = indicator("study", label="升学")
GROUPS = indicator("groups", label="在校生", by="majors.category")
LAGGING = indicator("money", "元", 2, label="生均公用经费", lag=1)
NAMES = [PEOPLE, RATE, RATIO, WORK, STUDY, GROUPS, LAGGING]


def findings(document: Document) -> list[str]:
    """Return what the audit says against a report that was written and read back."""
    reading = read_bytes(write_docx(document, {}), "report.docx")
    return [str(one) for one in audited_facts(reading, load_rulebook())[1].loud()]


def said(folder: Path, text: str, given: Given, **changes: object) -> str:
    """Return the first paragraph of a report with a text, which the audit must not gainsay."""
    document = compiled(folder, f"# 学生发展\n\n{text}\n", NAMES, given, **changes)  # type: ignore[arg-type]
    assert findings(document) == []
    return prose(document)


def three(name: str, *numbers: str | int) -> Given:
    return {(name, 2019 + place): number for place, number in enumerate(numbers)}


HISTORY = {"history_years": {2019: ()}}


@pytest.mark.parametrize(
    ("name", "numbers", "printed"),
    [
        (
            "people",
            (25100, 25782, 28198),
            "2019年、2020年、2021年分别为25100人、25782人、28198人，逐年增加，"
            "比2019年（25100人）增加3098人，增幅为12.34%",
        ),
        (
            "people",
            (27000, 28782, 28198),
            "2019年、2020年、2021年分别为27000人、28782人、28198人，先增后减，"
            "比2019年（27000人）增加1198人，增幅为4.44%",
        ),
        (
            "people",
            (27000, 25782, 26000),
            "2019年、2020年、2021年分别为27000人、25782人、26000人，先减后增，"
            "比2019年（27000人）减少1000人，降幅为3.70%",
        ),
        (
            "people",
            (27000, 27000, 26000),
            "2019年、2020年、2021年分别为27000人、27000人、26000人，总体减少，"
            "比2019年（27000人）减少1000人，降幅为3.70%",
        ),
        (
            "people",
            (27000, 27000, 27000),
            "2019年、2020年、2021年分别为27000人、27000人、27000人，保持不变，与2019年持平",
        ),
        (
            "rate",
            ("97.10", "98.20", "97.50"),
            "2019年、2020年、2021年分别为97.10%、98.20%、97.50%，先升后降，比2019年（97.10%）上升0.40个百分点",
        ),
        (
            "ratio",
            ("18.1", "18.0", "17.5"),
            "2019年、2020年、2021年分别为18.10:1、18.00:1、17.50:1，逐年下降，比2019年（18.10:1）下降0.60",
        ),
    ],
)
def test_three_years_are_told_with_how_they_run(
    tmp_path: Path, name: str, numbers: tuple[str | int, ...], printed: str
) -> None:
    label = {"people": "全日制在校生", "rate": "毕业生就业率", "ratio": "生师比"}[name]
    text = f"{label}{{years: {name}}}。"
    assert said(tmp_path, text, three(name, *numbers), **HISTORY) == f"{label}{printed}。"


def test_of_estimates_no_difference_is_told(tmp_path: Path) -> None:
    given: Given = {**three("people", 0, 8773, 8317), ("people", 2019): Known(Fraction(9100), estimated=True)}
    text = "2021年，全日制在校生{number: people}，{years: people}；毕业生就业率较高。"
    assert said(tmp_path, text, given, **HISTORY) == (
        "2021年，全日制在校生8317人，2019年、2020年、2021年分别为约9100人、8773人、8317人，逐年减少；毕业生就业率较高。"
    )


def test_a_benchmark_stands_beside_last_years_value_and_the_audit_keeps_them_apart(tmp_path: Path) -> None:
    text = "2021年，毕业生就业率为{number: rate}{against: rate}，{change: rate}；生师比为{number: ratio}。"
    given: Given = {("rate", 2020): "79.24", ("rate", 2021): "83.89", ("ratio", 2020): "18.1", ("ratio", 2021): "18.28"}
    document = against(tmp_path, text, "rate", "83.89", {2021: "55.51"}, given)
    assert prose(document) == (
        "2021年，毕业生就业率为83.89%，高于全省平均水平（55.51%）28.38个百分点，"
        "比上年（79.24%）上升4.65个百分点；生师比为18.28:1。"
    )
    assert findings(document) == []


@pytest.mark.parametrize("first", [None, Missing(Meaning.NOT_COLLECTED)])
def test_without_three_years_the_sentence_is_that_of_last_year(tmp_path: Path, first: Missing | None) -> None:
    given: Given = {**({("people", 2019): first} if first else {}), ("people", 2020): 25782, ("people", 2021): 28198}
    changes = HISTORY if first else {}
    text = "2021年，全日制在校生{number: people}，{years: people}。"
    assert said(tmp_path, text, given, **changes).endswith("28198人，比上年（25782人）增加2416人，增幅为9.37%。")


def against(
    folder: Path,
    text: str,
    name: str,
    this: str | int,
    figures: Mapping[int, str],
    given: Given | None = None,
    **more: object,
) -> Document:
    """Return a report over one benchmark of the province 示例省."""
    settings: dict[str, object] = {
        "name": "trial", "label": "试", "why": "试", "source": (Cited(title="示例统计"),), "indicator": name,
        "area": "示例省", "values": {year: Figure(value=value) for year, value in figures.items()},
    }  # fmt: skip
    benchmark = Benchmark.model_validate(settings | more)
    catalog = replace(definitions(*NAMES), benchmarks={"trial": benchmark})
    home = outline(folder, f"# 学生发展\n\n{text}\n")
    given = given or {(name, 2020): this, (name, 2021): this}
    return compile_report(home, edition(province="示例省"), values(given), catalog, {})


@pytest.mark.parametrize(
    ("name", "this", "figure", "printed"),
    [
        ("rate", "60.32", "55.51", "毕业生就业率为60.32%，高于全省平均水平（55.51%）4.81个百分点。"),
        ("rate", "50.32", "55.5", "毕业生就业率为50.32%，低于全省平均水平（55.5%）5.2个百分点。"),
        ("rate", "55.51", "55.51", "毕业生就业率为55.51%，与全省平均水平（55.51%）持平。"),
        ("ratio", "18.52", "19.6", "生师比为18.52:1，低于全省平均水平（19.6:1）1.1。"),
    ],
)
def test_a_value_is_set_against_that_of_the_province(
    tmp_path: Path, name: str, this: str, figure: str, printed: str
) -> None:
    label = printed.partition("为")[0]
    document = against(tmp_path, f"{label}为{{number: {name}}}{{against: {name}}}。", name, this, {2021: figure})
    assert prose(document) == printed
    assert findings(document) == []
    (note,) = [one for one in flat(document) if isinstance(one, Footnote)]
    assert plain(note.content) == "示例省的数据来自《示例统计》。"
    (number,) = [one for one in flat(document) if isinstance(one, Number) and one.place == "示例省"]
    assert (number.text, number.exact) == (figure, Fraction(figure))


def test_an_amount_is_a_share_of_the_whole(tmp_path: Path) -> None:
    text = "全日制在校生{number: people}{against: people}。"
    document = against(tmp_path, text, "people", 28198, {2021: "866800"}, compare="whole")
    assert prose(document) == "全日制在校生28198人，占全省（866800人）的3.25%。"
    assert findings(document) == []


def test_a_figure_of_another_year_or_place_is_not_compared_with(tmp_path: Path) -> None:
    text = "毕业生就业率为{number: rate}{against: rate, nation}{against: rate}。"
    assert prose(against(tmp_path, text, "rate", "60.32", {2020: "55.51"})) == "毕业生就业率为60.32%。"


def test_a_figure_is_of_the_year_that_the_value_speaks_of(tmp_path: Path) -> None:
    text = "生均公用经费为{number: money}{against: money}。"
    document = against(tmp_path, text, "money", "2714.5", {2020: "2276.00"})
    assert prose(document) == "生均公用经费为2714.50元，高于全省平均水平（2276.00元）438.50元。"


def test_what_a_value_consists_of_is_told_with_shares(tmp_path: Path) -> None:
    given: Given = {("people", 2021): 20000, ("work", 2021): 12345, ("study", 2021): 7655}
    text = "2021年，毕业生{number: people}，{parts: people, work, study=升入高一级学校}。"
    assert said(tmp_path, text, given) == (
        "2021年，毕业生20000人，其中直接就业12345人，占61.73%；升入高一级学校7655人，占38.28%。"
    )


def test_a_part_without_a_value_has_its_sign_and_no_share(tmp_path: Path) -> None:
    given: Given = {("people", 2021): 20000, ("work", 2021): Missing(Meaning.NOT_COLLECTED), ("study", 2021): 7655}
    text = "毕业生{number: people}，{parts: people, work, study}。"
    assert said(tmp_path, text, given) == "毕业生20000人，其中直接就业—；升学7655人，占38.28%。"


def members(**numbers: int) -> Given:
    return {("groups", 2021, name): number for name, number in numbers.items()} | {
        ("groups", 2021): sum(numbers.values())
    }


def test_the_largest_members_are_told_with_their_shares(tmp_path: Path) -> None:
    given = members(A=60, B=30, C=10)
    assert said(tmp_path, "在校生{number: groups}，{parts: groups, 2}。", given) == (
        "在校生100人，其中A60人，占60.00%；B30人，占30.00%。"
    )


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        ({"A": 60, "B": 30, "C": 20, "D": 10}, "排名前三的依次为A（60人）、B（30人）、C（20人）"),
        ({"A": 30, "B": 60, "C": 30, "D": 10}, "排名前三的依次为B（60人）、A（30人，并列）、C（30人，并列）"),
        (
            {"A": 60, "B": 30, "C": 20, "D": 20, "E": 1},
            "排名前四的依次为A（60人）、B（30人）、C（20人，并列）、D（20人，并列）",
        ),
        ({"A": 60, "B": 0}, "排名第一的是A（60人）"),
        ({"A": 0}, "—"),
    ],
)
def test_a_ranking_never_cuts_equal_values_apart(tmp_path: Path, numbers: dict[str, int], printed: str) -> None:
    assert said(tmp_path, "按专业大类看，在校生{ranking: groups, 3}。", members(**numbers)) == (
        f"按专业大类看，在校生{printed}。"
    )


def test_schools_are_ranked_by_their_own_values(tmp_path: Path) -> None:
    numbers = {CITY: 300, "S1": 100, "S2": 200}
    table = {
        ValueKey("people", place, year): Computed(Known(Fraction(number)), Known(Fraction(number)))
        for place, number in numbers.items()
        for year in (2020, 2021)
    }
    rows = {
        2021: {
            CITY: schools(school("S1", "示例一校"), school("S2", "示例二校"), school("S3", "示例三校", in_scope="否"))
        }
    }
    home = outline(tmp_path, "# 规模\n\n在校生{ranking: people, 5, schools}。\n")
    document = compile_report(home, edition(), Values(table, CITY, {}), definitions(*NAMES), rows)
    assert prose(document) == "在校生排名前二的依次为示例二校（200人）、示例一校（100人）。"
    assert [one.place for one in flat(document) if isinstance(one, Number)] == ["S2", "S1"]


@pytest.mark.parametrize(
    ("directive", "message"),
    [
        ("{against: rate, county}", "只能写 province 或 nation"),
        ("{parts: people}", "各部分的指标"),
        ("{parts: people, rate}", "不能算占比"),
        ("{parts: rate, rate}", "是比率"),
        ("{parts: people, 3}", "没有分组"),
        ("{ranking: people, 3}", "没有分组"),
        ("{ranking: groups, first}", "没有选项"),
        ("{years: people, short}", "没有选项"),
        ("{years: nothing}", "没有指标"),
    ],
)
def test_what_the_language_does_not_have_is_refused_with_its_place(
    tmp_path: Path, directive: str, message: str
) -> None:
    with pytest.raises(CatalogError, match=message) as raised:
        compiled(tmp_path, f"# 章\n\n{directive}\n", NAMES, {})
    assert "01_only.md:3" in str(raised.value)


LASTS, STEPS = ("4.00", "40.00", "97.00"), ("0.01", "0.09", "0.10", "0.99", "1.00", "9.99", "2.50")


@pytest.mark.parametrize(("last", "step"), list(product(LASTS, STEPS)))
def test_the_audit_confirms_every_word_for_a_size(tmp_path: Path, last: str, step: str) -> None:
    before = Decimal(last)
    for this in (before + Decimal(step), before - Decimal(step)):
        if 0 <= this <= 100:
            given: Given = {("rate", 2020): last, ("rate", 2021): str(this)}
            text = "毕业生就业率为{number: rate}，上年为{number: rate, year: last}，{trend: rate}。"
            assert said(tmp_path / str(this), text, given).count("%") == 2
    count = int(before * 100)
    for people in (count + int(Decimal(step) * count / 100), count - int(Decimal(step) * count / 100)):
        given = {("people", 2020): count, ("people", 2021): people}
        text = "全日制在校生{number: people}，上年为{number: people, year: last}，{trend: people}。"
        assert said(tmp_path / f"n{people}", text, given).count("人") == 2


def test_the_thresholds_are_a_definition_that_a_folder_may_replace(tmp_path: Path) -> None:
    own = tmp_path / "own" / "sizes" / "change.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        "replaces: change\nlabel: 用词\nwhy: 本市习惯\nsource: [{title: 测试, mark: G}]\nbetween: 有所\n"
        "steady: {word: 基本持平, points: 0.5, percent: 2}\nslight: {word: 小幅, points: 2, percent: 5}\n"
        "marked: {word: 大幅, points: 20, percent: 20}\n",
        encoding="utf-8",
    )
    words = load_catalog((tmp_path / "own",)).sizes["change"]
    assert [words.degree(Decimal(one), rate=True) for one in ("0.4", "0.5", "2", "21")] == [
        "基本持平", "小幅", "有所", "大幅",
    ]  # fmt: skip
    catalog = replace(definitions(*NAMES), sizes={"change": words})
    home = outline(tmp_path, "# 章\n\n{trend: rate}\n")
    given = values({("rate", 2020): "90.00", ("rate", 2021): "91.00"})
    assert prose(compile_report(home, edition(), given, catalog, {})) == "小幅上升"


def test_limits_that_do_not_rise_are_refused() -> None:
    one = Degree(word="基本持平", points=Decimal(2), percent=Decimal(1))
    two = Degree(word="略有", points=Decimal(1), percent=Decimal(3))
    with pytest.raises(ValueError, match="依次不减"):
        SizeWords(
            name="x", label="x", why="x", source=(Cited(title="x"),), steady=one, slight=two, marked=two, between="有所"
        )
