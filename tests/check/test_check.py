"""Checks find what is wrong, name both sides, and stay silent on what is right or merely missing."""

from collections.abc import Mapping, Sequence

from tests.registers import CITY, Plain, PlainRow, catalog, submission
from zhibao.catalog.asked import Asked
from zhibao.check.context import Context, Handed
from zhibao.check.run import check
from zhibao.snapshot.submission import Reason
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Meaning, Missing, Values

SCHOOL = Place(Level.SCHOOL, "S01", "示例一校", "甲县")
GRADUATES: dict[str, Plain] = {
    "graduates": 100,
    "employed": 90,
    "direct": 60,
    "further_study": 30,
    "matched": 50,
    "large_enterprises": 20,
    "small_enterprises": 30,
}


def handed(year: int, registers: Mapping[str, Sequence[PlainRow]], reasons: tuple[Reason, ...] = ()) -> Handed:
    asked = tuple(
        Asked(catalog().registers[name], tuple(rows[0]) if rows else tuple(catalog().registers[name].fields))
        for name, rows in registers.items()
    )
    rows = submission(SCHOOL, year, registers).registers
    return Handed(SCHOOL, year, rows, reasons, asked)


def found(*submissions: Handed, expected: Mapping[int, tuple[Place, ...]] | None = None) -> tuple[Finding, ...]:
    return check(Context(catalog(), submissions, expected or {}, Values({}, CITY.code), (), (2020, 2021), CITY))


def test_a_consistent_submission_gives_no_finding() -> None:
    assert found(handed(2021, {"graduates": [GRADUATES]})) == ()


def test_parts_that_do_not_add_up_are_found_with_both_sides() -> None:
    (finding,) = found(handed(2021, {"graduates": [{**GRADUATES, "further_study": 31}]}))
    assert finding.severity is Severity.ERROR
    assert "直接就业人数、升入高一级学校人数" in finding.message
    assert (finding.said, finding.expected) == ("91", "= 90")
    assert "示例一校2021年" in str(finding.where)


def test_a_part_above_its_whole_is_found() -> None:
    (finding,) = found(handed(2021, {"graduates": [{**GRADUATES, "matched": 61}]}))
    assert "专业对口就业人数" in finding.message


def test_a_group_of_parts_above_its_bound_is_found() -> None:
    (finding,) = found(handed(2021, {"graduates": [{**GRADUATES, "large_enterprises": 31}]}))
    assert "按企业规模分项" in finding.message
    assert finding.computation.startswith("61 <= 60 不成立")


def test_parts_in_rows_add_up_to_a_field_of_a_form() -> None:
    rows: list[PlainRow] = [{"category": "信息技术类", "direct": 40}, {"category": "教育类", "direct": 19}]
    (finding,) = found(handed(2021, {"graduates": [GRADUATES], "direct_by_category": rows}))
    assert (finding.said, finding.expected) == ("59", "= 60")


def test_a_missing_part_breaks_no_identity_but_is_asked_for() -> None:
    (finding,) = found(handed(2021, {"graduates": [{**GRADUATES, "further_study": None}]}))
    assert finding.rule == "cells_are_filled"


def test_a_cell_that_does_not_apply_counts_as_nothing() -> None:
    given = {**GRADUATES, "employed": 60, "further_study": Missing(Meaning.NOT_APPLICABLE)}
    assert found(handed(2021, {"graduates": [given]})) == ()


def test_a_school_that_handed_in_nothing_is_named() -> None:
    other = Place(Level.SCHOOL, "S02", "示例二校", "甲县")
    (finding,) = found(handed(2021, {"graduates": [GRADUATES]}), expected={2021: (SCHOOL, other)})
    assert "示例二校2021年" in str(finding.where)
    assert "没有读到" in finding.message


def test_a_large_change_asks_for_a_reason_and_is_closed_by_one() -> None:
    last = handed(2020, {"students": [{"full_time": 100}]})
    now = handed(2021, {"students": [{"full_time": 111}]})
    (finding,) = found(last, now)
    assert finding.rule == "large_changes_are_explained"
    assert finding.is_open
    assert "+11.00%" in finding.message
    explained = handed(2021, {"students": [{"full_time": 111}]}, (Reason("students", "", "full_time", "新校区启用"),))
    (finding,) = found(last, explained)
    assert not finding.is_open
    assert finding.reason == "新校区启用"


def test_small_counts_and_small_changes_ask_for_nothing() -> None:
    last = handed(2020, {"students": [{"entrants": 4, "full_time": 100}]})
    assert found(last, handed(2021, {"students": [{"entrants": 9, "full_time": 110}]})) == ()


def test_a_list_in_which_nothing_was_written_is_absent_and_one_that_says_none_is_not() -> None:
    awards = Asked(catalog().registers["awards"], tuple(catalog().registers["awards"].fields))
    silent, none = (Handed(SCHOOL, 2021, rows, (), (awards,)) for rows in ({}, {"awards": ()}))
    (finding,) = found(silent)
    assert "“技能竞赛获奖”一行也没有填" in finding.message
    assert found(none) == ()


def test_a_broken_identity_tells_the_numbers_that_were_written() -> None:
    (finding,) = found(handed(2021, {"graduates": [{**GRADUATES, "matched": 61}]}))
    assert "专业对口就业人数 61" in finding.message
    assert "直接就业人数 60" in finding.message
