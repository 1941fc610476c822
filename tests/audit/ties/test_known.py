"""What the data know of a report's numbers, and which claims are tied to them."""

from fractions import Fraction
from functools import cache

import pytest

from zhibao.audit.run import audit
from zhibao.audit.ties.known import KnownValues, Record, example_records, known_values
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.audited import Audited
from zhibao.terms.source import TextPlace

RULE = "number_agrees_with_data"


@cache
def book() -> RuleBook:
    return load_rulebook()


def records(**more: object) -> list[Record]:
    """Return the values of a city and one of its schools."""
    city = example_records(
        {"full_time_students 2022": "25100", "full_time_students 2023": "28198", "graduates 2023": "8530"},
        book().indicators,
    )
    school = [
        {**one, "place": "s1", "name": "示例甲职业学校", "whole": False, "exact": "853", "printed": "853"}
        for one in city
    ]
    return [{**one, **more} for one in (*city, *school)]


def audited(text: str, data: list[Record] | None = None) -> Audited:
    return audit(read_text(text), book(), data=data if data is not None else records())


def quotes(result: Audited) -> list[str]:
    return [one.where.quote for one in result.findings if one.rule == RULE and isinstance(one.where, TextPlace)]


def test_members_and_gaps_are_no_values() -> None:
    known = known_values(
        [
            *records(member="a"),
            *records(state="not_submitted"),
            *example_records({"graduates 2022": "1"}, book().indicators),
        ]
    )
    assert known.years("full_time_students") == []
    assert known.years("graduates") == [2022]


def test_the_longest_place_name_in_a_text_counts() -> None:
    known = KnownValues("c", {"a": "示例甲学校", "b": "示例甲学校分校"})
    assert known.place_named("示例甲学校分校共有") == "b"
    assert known.place_named("另一所学校共有") == ""


def test_a_fiscal_value_is_named_by_its_own_year() -> None:
    known = known_values(records(printed_year=2019))
    assert known.of["graduates"]["example"][2019].exact == Fraction(8530)


def test_a_claim_that_equals_its_value_is_verified_and_says_by_what() -> None:
    (one,) = [each for each in audited("2023年全市全日制在校生28198人。").numerals if each.printed == "28198"]
    assert one.outcome.value == "verified"
    assert any("示例市 2023 年全日制在校生数 28198人" in text for text in one.checked)


def test_without_data_nothing_is_tied() -> None:
    result = audit(read_text("2023年全市全日制在校生28918人。"), book())
    assert [one for one in result.findings if one.rule == RULE] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("示例甲职业学校2023年有在校生853人。", []),
        ("示例甲职业学校2023年有在校生835人。", ["835"]),
        ("示例乙职业学校2023年有在校生835人。", []),
        ("2023年全省在校生281980人。", []),
        ("2023年在校生2.82万人。", []),
        ("2023年在校生2.84万人。", ["2.84"]),
        ("2023年，在校生由25100人增加到28198人。", []),
        ("2023年，在校生由21500人增加到28198人。", []),
        ("2021年在校生24999人。", []),
        ("2023年在校生近3万人。", []),
    ],
)
def test_a_claim_is_compared_with_the_value_of_its_place_and_year_only(text: str, found: list[str]) -> None:
    assert quotes(audited(text)) == found


def test_a_wrong_number_is_said_with_the_value_and_where_it_comes_from() -> None:
    data = records(snapshots="0123456789abcdef")
    (one,) = [each for each in audited("2023年全市全日制在校生28918人。", data).findings if each.rule == RULE]
    assert (one.said, one.expected, one.severity.value) == ("28918人", "28198", "error")
    assert one.suggestions == ("28918 → 28198",)
    assert "01234567" in one.computation
