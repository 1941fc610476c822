"""The kinds of checks: what each says, when it keeps silent, and which finding gives way to which."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.check.test_check import SCHOOL, found, handed
from tests.registers import CITY, Plain, PlainRow, catalog, submission
from zhibao.catalog.asked import Asked
from zhibao.catalog.files import CatalogError
from zhibao.catalog.identities import generated_checks
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.model import Check, CheckExample
from zhibao.catalog.orders import generated_orders
from zhibao.catalog.register import Register
from zhibao.check.context import Context, Handed
from zhibao.check.example import example_context
from zhibao.check.kinds.feasibility import is_possible, power
from zhibao.check.run import check, example_findings, touched
from zhibao.snapshot.submission import Reason
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level, Place
from zhibao.terms.rounding import Rounding, round_exact
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Values

SURVEY = """
label: 示例调查
level: school
owner: 教务处
period: calendar_year
fields:
  answers: {label: 答卷数, type: count, unit: 人, note: 收回的答卷}
  satisfied: {label: 满意度, type: measure, unit: '%', note: 保留一位小数}
why: 只为测试。
source: [{title: 示例}]
examples: [{answers: 50, satisfied: 94}]
"""
POSSIBLE = """
label: 满意度可以得出
kind: feasibility
of: [survey.satisfied, survey.answers]
parameters: {decimals: 1, power: 0.5}
severity: warning
message: “{label}”{said}%，以{base}为分母没有整数可得，最近的是{near}；这项检验能认出{power}的错数。
why: 分子是整数。
fix: 请核对。
source: [{title: 示例}]
examples:
  - {given: {survey: [{answers: 50, satisfied: 94}]}}
  - {given: {survey: [{answers: 50, satisfied: 94.3}]}, finds: 1}
"""
PILOTS = """
label: 示例项目
level: school
owner: 教务处
period: calendar_year
shape: rows
key: [name]
stage: state
stages:
  立项: {by: 学校}
  验收: {by: 教育局, after: [立项], requires: [closed]}
  终止: {by: 教育局, after: [立项]}
fields:
  name: {label: 项目, type: text}
  state: {label: 阶段, type: text}
  begun: {label: 立项日期, type: date}
  closed: {label: 验收日期, type: date, not_before: begun}
why: 只为测试。
source: [{title: 示例}]
examples: [{name: 示例项目, state: 立项}]
"""
LAYOUT = """
label: 示例表
level: school
owner: 教务处
period: calendar_year
layout:
  head: 年级\\性别
  rows: {first: 一年级, second: 二年级, boarding: 其中：住校, total: 合计}
  columns: {male: 男, female: 女, both: 合计}
  unit: 人
  note: 只为测试
  total_row: total
  total_column: both
  of_which: {boarding: second}
why: 只为测试。
source: [{title: 示例}]
examples: [{first_male: 1}]
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalog with registers made up for these tests."""
    folder = tmp_path_factory.mktemp("own")
    files = {
        "registers/survey": SURVEY,
        "registers/pilots": PILOTS,
        "registers/grid": LAYOUT,
        "checks/possible": POSSIBLE,
    }
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_catalog((Path(folder),))


def said(findings: Sequence[Finding], rule: str) -> list[Finding]:
    return [one for one in findings if one.rule == rule]


def both_years(last: Mapping[str, PlainRow], this: Mapping[str, PlainRow], *reasons: Reason) -> tuple[Finding, ...]:
    before, now = ({name: [row] for name, row in forms.items()} for forms in (last, this))
    return found(handed(2020, before), handed(2021, now, reasons))


def given(rule: Check, catalog_: Catalog, rows: dict[str, list[dict[str, Plain]]]) -> tuple[Finding, ...]:
    example = CheckExample.model_validate({"given": rows})
    return check(replace(example_context(rule, example, catalog_), rules={rule.name: rule}))


def test_a_slip_of_scale_is_said_once_and_not_also_called_a_large_change() -> None:
    (finding,) = both_years({"funding": {"fiscal_appropriation": 8200000}}, {"funding": {"fiscal_appropriation": 850}})
    assert finding.rule == "scale_agrees_with_last_year"
    assert "万元" in finding.message
    assert isinstance(finding.where, CellPlace)
    assert finding.where.field == "fiscal_appropriation"


def test_a_cause_does_not_explain_a_slip_of_scale_and_a_confirmation_does() -> None:
    last: dict[str, PlainRow] = {"students": {"full_time": 1200}}
    this: dict[str, PlainRow] = {"students": {"full_time": 12000}}
    because = both_years(last, this, Reason("students", "", "full_time", "新校区启用"))
    assert [one.is_open for one in said(because, "scale_agrees_with_last_year")] == [True]
    confirmed = both_years(last, this, Reason("students", "", "full_time", "数已核实，两校合并"))
    assert [(one.rule, one.is_open) for one in confirmed] == [
        ("large_changes_are_explained", False), ("scale_agrees_with_last_year", False)
    ]  # fmt: skip


def test_exchanged_digits_are_named_with_the_number_that_mends_the_sum() -> None:
    findings = found(handed(2021, {"graduates": [{"employed": 350, "direct": 320, "further_study": 120}]}))
    (finding,) = said(findings, "digits_are_not_exchanged")
    assert (finding.said, finding.expected) == ("320", "230")
    assert {one.severity for one in findings} == {Severity.ERROR, Severity.WARNING}


def test_a_sum_that_two_exchanges_would_mend_names_neither() -> None:
    findings = found(handed(2021, {"graduates": [{"employed": 341, "direct": 221, "further_study": 111}]}))
    assert said(findings, "digits_are_not_exchanged") == []


def test_a_change_in_a_cell_that_breaks_a_sum_is_not_also_called_large() -> None:
    last = {"graduates": {"employed": 100, "direct": 60, "further_study": 40}}
    this = {"graduates": {"employed": 100, "direct": 75, "further_study": 40}}
    assert [one.severity for one in both_years(last, this)] == [Severity.ERROR]


def test_exchanged_columns_are_told_once_for_both() -> None:
    findings = both_years({"staff": {"senior": 24, "bachelor": 78}}, {"staff": {"senior": 80, "bachelor": 25}})
    (finding,) = said(findings, "columns_are_not_exchanged")
    assert (finding.said, finding.expected) == ("80、25", "25、80")


def test_a_copied_form_names_no_single_cell() -> None:
    form = {"students": {"entrants": 412, "full_time": 1205}}
    (finding,) = both_years(form, form)
    assert finding.rule == "form_is_not_copied_from_last_year"
    assert str(finding.where) == "示例一校2021年 工作表“学生规模”"


def test_a_number_leaves_its_own_trend_only_where_three_years_are_known() -> None:
    years = {year: handed(year, {"students": [{"full_time": number}]})
             for year, number in ((2018, 1200), (2019, 1300), (2020, 1400), (2021, 1900))}  # fmt: skip
    context = Context(
        catalog(), (years[2020], years[2021]), {}, Values({}, CITY.code), (), (2020, 2021), CITY,
        history=(years[2018], years[2019]),
    )  # fmt: skip
    rule = "number_follows_own_trend"
    (finding,) = said(check(context), rule)
    assert finding.expected == "约1512"
    assert (SCHOOL.code, ("students", "", "full_time")) in [cell for cell, by in touched(context).items() if rule in by]
    assert said(check(replace(context, history=(years[2019],))), rule) == []


def test_what_is_personal_is_never_quoted() -> None:
    register = catalog().registers["teachers"]
    names = ("staff_number", "name", "id_number")
    rows: list[PlainRow] = [{"staff_number": "1", "name": "示例甲", "id_number": "44000019900101000X"},
                            {"staff_number": "2", "name": "示例乙", "id_number": "44000019900101000X"}]  # fmt: skip
    filled = submission(SCHOOL, 2021, {"teachers": rows}).registers
    look_ups = {"teachers": ("one person", "one person")}
    findings = found(Handed(SCHOOL, 2021, filled, (), (Asked(register, names),), look_ups=look_ups))
    (finding,) = said(findings, "staff_identity_numbers_are_unique")
    assert "示例一校的工号 1" in finding.message
    assert "4400" not in str([one.record() for one in findings])


def test_a_percentage_that_no_head_count_gives_is_found_with_the_power_of_the_test(own: Catalog) -> None:
    rule = own.checks["possible"]
    assert [example_findings(rule, one, own) for one in rule.examples] == [0, 1]
    (finding,) = given(rule, own, {"survey": [{"answers": 50, "satisfied": 94.3}]})
    assert "94.0%（47人） 或 96.0%（48人）" in finding.message
    assert "95%的错数" in finding.message


def test_over_a_large_base_every_percentage_is_possible_and_nothing_is_said(own: Catalog) -> None:
    assert given(own.checks["possible"], own, {"survey": [{"answers": 3000, "satisfied": 94.3}]}) == ()
    assert power(Fraction(3000), 1) == 0


@pytest.mark.parametrize("base", [3, 7, 50, 299])
def test_every_percentage_that_comes_from_a_head_count_is_possible(base: int) -> None:
    for count in range(base + 1):
        printed = Fraction(round_exact(Fraction(100 * count, base), 2, Rounding.HALF_UP))
        assert is_possible(printed, Fraction(base), 2)


def test_the_power_is_the_share_of_percentages_that_cannot_be() -> None:
    possible = [number for number in range(1001) if is_possible(Fraction(number, 10), Fraction(50), 1)]
    assert power(Fraction(50), 1) == 1 - Fraction(len(possible), 1001)


def test_a_layout_brings_the_sums_of_its_rows_and_columns(own: Catalog) -> None:
    registers: dict[str, Register] = {"grid": own.registers["grid"]}
    musts = {one.must for one in generated_checks(registers).values()}
    assert "grid.first_male + grid.second_male = grid.total_male" in musts
    assert "grid.total_male + grid.total_female = grid.total_both" in musts
    assert "grid.boarding_male <= grid.second_male" in musts
    assert not [one for one in musts if "boarding" in one and one.endswith(("total_male", "total_female"))]


def test_stages_and_dates_bring_their_own_checks(own: Catalog) -> None:
    rules = generated_orders({"pilots": own.registers["pilots"]})
    assert set(rules) == {
        "pilots_closed_not_before_begun", "pilots_stages_are_filled", "pilots_stages_move_forward"
    }  # fmt: skip
    for rule in rules.values():
        assert [example_findings(rule, one, own) for one in rule.examples] == [0, 1]
    moved = rules["pilots_stages_move_forward"]
    back: list[dict[str, Plain]] = [{"name": "甲", "state": "验收", "year": 2020}, {"name": "甲", "state": "终止"}]
    (finding,) = given(moved, own, {"pilots": back})
    assert (finding.said, finding.expected) == ("终止", "验收")
    early: list[dict[str, Plain]] = [
        {"name": "甲", "state": "验收", "begun": date(2021, 5, 1), "closed": date(2021, 4, 1)}
    ]
    (finding,) = given(rules["pilots_closed_not_before_begun"], own, {"pilots": early})
    assert finding.expected == "不早于立项日期2021-05-01"


def test_the_sum_of_the_schools_is_not_asked_for_while_one_is_missing() -> None:
    rule = catalog().checks["students_of_schools_make_those_of_the_city"]
    schools: list[dict[str, Plain]] = [{"school": "A", "full_time": 1200}, {"school": "B", "full_time": 700}]
    city: list[dict[str, Plain]] = [{"school": "市", "vocational": 2000}]
    (finding,) = given(rule, catalog(), {"students": schools, "upper_secondary": city})
    assert "相差100" in finding.message
    schools[1]["full_time"] = None
    assert given(rule, catalog(), {"students": schools, "upper_secondary": city}) == ()


@pytest.mark.parametrize(
    ("example", "named"),
    [
        ({"given": {"nope": [{"a": 1}]}}, "“nope”不是数据表"),
        ({"given": {"students": [{"nope": 1}]}}, "没有字段“nope”"),
        ({"row": {"students.full_time": 1}}, "用 given 写出数据表"),
    ],
)
def test_an_example_that_cannot_be_run_says_what_is_wrong(example: dict[str, object], named: str) -> None:
    rule = catalog().checks["scale_agrees_with_last_year"]
    with pytest.raises(CatalogError, match=named):
        example_findings(rule, CheckExample.model_validate(example), catalog())


def test_nobody_is_compared_with_fewer_schools_than_the_check_asks_for() -> None:
    rule = catalog().checks["change_is_like_that_of_other_schools"]
    schools = [Place(Level.SCHOOL, code, f"示例{code}校", "甲县") for code in "ABCDEFGH"]
    rows: list[dict[str, Plain]] = [
        {"school": one.code, "year": year, "full_time": 1000 + 40 * (year == 2021) * (9 if one.code == "A" else 1)}
        for one in schools
        for year in (2020, 2021)
    ]
    rows[1]["full_time"] = 2400
    assert len(given(rule, catalog(), {"students": rows})) == 1
    assert given(rule, catalog(), {"students": rows[:14]}) == ()


@pytest.mark.parametrize(
    ("changed", "named"),
    [({"parameters": {}}, "percent"), ({"message": "{nope}"}, "nope"), ({"parameters": {"percent": "x"}}, "x")],
)
def test_a_rule_that_cannot_be_worked_out_is_named_with_what_it_lacks(changed: dict[str, object], named: str) -> None:
    rule = catalog().checks["scale_agrees_with_last_year"].model_copy(update=changed)
    with pytest.raises(CatalogError, match=f"scale_agrees_with_last_year.*{named}"):
        example_findings(rule, rule.examples[1], catalog())


def test_a_case_that_repeats_another_schools_is_found_and_the_citys_own_is_not_looked_at() -> None:
    rule = catalog().checks["texts_are_each_schools_own"]
    text = "学校与示例企业共建实训车间，师傅每周进校授课两个半天，学生轮流到岗，结业时由企业按岗位标准逐项考核"
    context = example_context(rule, CheckExample(cases={"A": text, "B": text}), catalog())
    (only,) = [one for one in check(context) if one.rule == rule.name]
    assert (str(only.where), only.message.count("示例A校案例")) == ("示例B校案例 第 1 行", 1)
    own = replace(context, cases=(context.cases[0], context.cases[1]._replace(place=context.city.code)))
    assert not [one for one in check(own) if one.rule == rule.name]
