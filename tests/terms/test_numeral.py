"""What a clerk types into a number cell is read, noted or refused."""

from fractions import Fraction

import pytest

from zhibao.terms.numeral import chinese_number, chinese_year_month, read_number
from zhibao.terms.value import Known, Meaning, Missing


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234", 1234),
        ("１２３４", 1234),
        ("1,234", 1234),
        (" 12 ", 12),
        ("-3", -3),
        ("1.5E3", 1500),
        ("12.50", Fraction(25, 2)),
    ],
)
def test_numbers_are_read_in_every_dress(typed: str, number: Fraction) -> None:
    reading = read_number(typed)
    assert reading is not None
    assert isinstance(reading.value, Known)
    assert reading.value.number == number


def test_full_width_digits_are_read_with_a_note() -> None:
    reading = read_number("１２８")
    assert reading is not None
    assert "全角" in reading.note


def test_an_estimate_is_known_and_marked() -> None:
    reading = read_number("约9000")
    assert reading is not None
    assert reading.value == Known(Fraction(9000), estimated=True)


@pytest.mark.parametrize(
    ("typed", "meaning"), [("／", Meaning.NOT_APPLICABLE), ("无", Meaning.NIL), ("—", Meaning.NOT_COLLECTED)]
)
def test_signs_for_nothing_are_missing_and_never_zero(typed: str, meaning: Meaning) -> None:
    reading = read_number(typed)
    assert reading is not None
    assert reading.value == Missing(meaning)


@pytest.mark.parametrize("typed", ["三十", "12人", "1,23", "1.2.3", "", "abc", "12-15"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert read_number(typed) is None


def test_chinese_numerals_as_covers_and_cases_use_them() -> None:
    assert [chinese_number(n) for n in (1, 10, 13, 20, 25)] == ["一", "十", "十三", "二十", "二十五"]
    assert chinese_year_month(2021, 12) == "二〇二一年十二月"
