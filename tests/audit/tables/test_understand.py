"""What the heads of a table make of its numbers."""

from fractions import Fraction

from tests.audit.tables.drawn import facts_of, text_of
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts
from zhibao.audit.tables.head import Sense
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort


def claim(facts: Facts, printed: str) -> Claim:
    """Return the only cell claim that is printed so."""
    found = [one for one in facts.claims if one.block.kind == "cell" and one.numeral.printed == printed]
    assert len(found) == 1
    return found[0]


def test_a_unit_in_a_head_scales_value_interval_and_step() -> None:
    facts = facts_of(text_of([["项目", "金额（万元）"], ["设备", "86.5"], ["图书", "12.0"]]))
    one = claim(facts, "86.5").numeral
    assert (one.sort, one.unit, one.value, one.step) == (Sort.MONEY, "元", Fraction(865_000), Fraction(1000))
    assert one.interval == Interval(Fraction(864_500), Fraction(865_500), True, False)


def test_a_unit_column_gives_each_row_its_own_unit() -> None:
    rows = [["序号", "指标", "单位", "2023年"], ["1", "专任教师", "人", "210"], ["2", "合格率", "%", "96.5"]]
    facts = facts_of(text_of(rows))
    assert claim(facts, "210").numeral.unit == "人"
    assert claim(facts, "96.5").numeral.sort is Sort.RATE


def test_the_unit_of_the_caption_is_taken_where_no_head_has_one() -> None:
    facts = facts_of(text_of([["项目", "2022年", "2023年"], ["工资", "120.5", "131.2"]], "单位：万元"))
    assert claim(facts, "120.5").numeral.value == 1_205_000


def test_the_head_is_stronger_than_the_caption() -> None:
    facts = facts_of(text_of([["项目", "人数（人）", "金额"], ["工资", "37", "131.2"]], "单位：万元"))
    assert claim(facts, "37").numeral.unit == "人"
    assert claim(facts, "131.2").numeral.unit == "元"


def test_a_share_printed_as_a_fraction_is_read_as_per_cent() -> None:
    facts = facts_of(text_of([["类别", "占比"], ["本科", "0.625"], ["专科", "0.375"]]))
    assert claim(facts, "0.625").numeral.value == Fraction(125, 2)


def test_bare_years_and_running_numbers_are_no_quantities() -> None:
    rows = [["序号", "指标", "2022", "2023"], ["1", "招生数", "820", "905"], ["2", "毕业生数", "760", "741"]]
    facts = facts_of(text_of(rows))
    assert claim(facts, "2022").numeral.reason == "期间"
    assert claim(facts, "1").numeral.reason == "编号"
    assert claim(facts, "820").year == 2022


def test_a_count_that_looks_like_a_year_stays_a_count() -> None:
    rows = [["指标", "甲校", "乙校"], ["在校生数（人）", "1999", "2024"], ["教师数（人）", "120", "131"]]
    assert claim(facts_of(text_of(rows)), "1999").numeral.value == 1999


def test_years_may_head_the_rows() -> None:
    facts = facts_of(text_of([["年份", "招生数", "就业率"], ["2022年", "820", "96.1%"], ["2023年", "905", "97.0%"]]))
    one = claim(facts, "905")
    assert (one.label, one.year) == ("招生数", 2023)


def test_two_levels_of_heads_are_joined_and_empty_ones_carried_over() -> None:
    rows = [
        ["年份", "硕士", "", "本科", ""],
        ["", "人数", "占比%", "人数", "占比%"],
        ["2023年", "36", "15.00", "180", "75.00"],
        ["2024年", "43", "16.80", "190", "74.22"],
    ]
    table = facts_of(text_of(rows)).tables[0]
    assert [head.printed for head in table.columns] == ["硕士/人数", "硕士/占比%", "本科/人数", "本科/占比%"]
    assert [head.sense for head in table.columns] == [Sense.VALUE, Sense.SHARE] * 2


def test_the_period_before_is_known_by_its_word() -> None:
    facts = facts_of(text_of([["项目", "本期", "上年同期"], ["收入", "320", "301"]]))
    assert claim(facts, "301").previous
    assert not claim(facts, "320").previous


def test_a_change_cell_is_a_change_and_rates_change_by_points() -> None:
    facts = facts_of(text_of([["指标", "2022年", "2023年", "变化"], ["合格率（%）", "95.1", "96.4", "1.3"]]))
    one = claim(facts, "1.3")
    assert (one.role, one.numeral.sort) == (Role.DIFFERENCE, Sort.POINTS)


def test_a_sign_for_nothing_is_missing_and_not_zero() -> None:
    table = facts_of(text_of([["系", "男", "女"], ["甲", "—", "31"], ["乙", "22", "/"]])).tables[0]
    assert table.missing == {(1, 1), (2, 2)}
    assert len(table.cells) == 2


def test_arrows_and_words_give_a_direction() -> None:
    rows = [
        ["指标", "2022年", "2023年", "变化"],
        ["图书", "31", "33", "↑"],
        ["占地", "42", "40", "下降"],
        ["班级", "9", "9", "持平"],
    ]
    table = facts_of(text_of(rows)).tables[0]
    assert table.directions == {(1, 3): 1, (2, 3): -1, (3, 3): 0}


def test_a_cell_of_several_numbers_is_no_number_cell() -> None:
    table = facts_of(text_of([["项目", "人数"], ["甲", "126（57 项）"], ["乙", "33"], ["丙", "45"]])).tables[0]
    assert [one.numeral.printed for one in table.cells.values()] == ["33", "45"]


def test_employees_by_two_schemes_in_one_table_are_two_blocks() -> None:
    rows = [
        ["类别", "人数"],
        ["生产", "152"],
        ["销售", "48"],
        ["合计", "200"],
        ["学历", "人数（人）"],
        ["本科", "90"],
        ["专科", "110"],
        ["合计", "200"],
    ]
    table = facts_of(text_of(rows)).tables[0]
    assert [head.core for head in table.rows if head.sense is Sense.SECTION] == ["学历"]
