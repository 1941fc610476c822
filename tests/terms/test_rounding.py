"""Rounding happens once, exactly, by a named policy."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from zhibao.terms.interval import printed_interval
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.rounding import Rounding, round_exact

FRACTIONS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=9973)


def test_the_three_policies_differ_on_a_tie() -> None:
    tie = Fraction("18.25")
    assert [round_exact(tie, 1, policy) for policy in Rounding] == [Decimal("18.3"), Decimal("18.2"), Decimal("18.2")]


def test_a_number_that_is_no_tie_is_not_turned_into_one_on_the_way() -> None:
    just_below = Fraction(1, 2) - Fraction(1, 10**40)
    assert round_exact(just_below, 0, Rounding.HALF_UP) == 0


def test_negative_zero_is_printed_as_zero() -> None:
    assert print_number(Fraction(-1, 1000), Form(decimals=2, sign=True)) == "0.00"


def test_a_rise_has_its_sign_and_trailing_zeros_can_go() -> None:
    assert print_number(Fraction(97, 100), Form(decimals=2, sign=True)) == "+0.97"
    assert print_number(Fraction("34.10"), Form(decimals=2, trim=True)) == "34.1"


@given(FRACTIONS, st.integers(0, 4), st.sampled_from(list(Rounding)))
def test_a_printed_number_stands_for_an_interval_that_holds_what_was_printed(
    value: Fraction, decimals: int, policy: Rounding
) -> None:
    printed = f"{round_exact(value, decimals, policy):f}"
    if Fraction(printed) == 0 and policy is Rounding.TRUNCATE and value < 0:
        return  # a truncated -0.4 prints 0, whose sign is lost
    assert value in printed_interval(printed, "", policy)


@given(FRACTIONS, st.integers(0, 4), st.sampled_from(list(Rounding)))
def test_a_value_one_unit_away_is_outside_the_interval(value: Fraction, decimals: int, policy: Rounding) -> None:
    printed = f"{round_exact(value, decimals, policy):f}"
    unit = Fraction(1, 10**decimals)
    interval = printed_interval(printed, "", policy)
    assert Fraction(printed) + 2 * unit not in interval
    assert Fraction(printed) - 2 * unit not in interval


def test_hedging_words_widen_or_halve_the_interval() -> None:
    assert Fraction(293) in printed_interval("200", "多")
    assert Fraction(199) not in printed_interval("200", "多")
    assert Fraction(190) in printed_interval("200", "近")
    assert Fraction(200) not in printed_interval("200", "近")
    assert Fraction(203) in printed_interval("200", "约")
    assert Fraction(10**9) in printed_interval("5000", "以上")
    assert Fraction(4999) not in printed_interval("5000", "以上")
