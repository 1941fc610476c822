"""Ranks with ties as in a competition; quantiles are one of the numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibao.terms.ranking import quantile, ranks

NUMBERS = st.lists(st.none() | st.fractions(min_value=-3, max_value=3, max_denominator=4), max_size=12)


def test_two_that_are_equal_share_a_rank_and_the_next_one_is_left_out() -> None:
    assert ranks([Fraction(9), Fraction(7), None, Fraction(7), Fraction(1)], largest_first=True) == (1, 2, None, 2, 4)
    assert ranks([Fraction(9), Fraction(7), Fraction(7)], largest_first=False) == (3, 1, 1)


@given(NUMBERS, st.booleans())
def test_a_rank_is_one_more_than_those_who_are_better(numbers: list[Fraction | None], largest_first: bool) -> None:
    found = ranks(numbers, largest_first=largest_first)
    for number, rank in zip(numbers, found, strict=True):
        if number is None:
            assert rank is None
        else:
            others = [one for one in numbers if one is not None]
            assert rank == 1 + sum(one > number if largest_first else one < number for one in others)


@given(st.lists(st.fractions(max_denominator=9), min_size=1, max_size=12), st.fractions(0, 1, max_denominator=8))
def test_a_quantile_is_the_least_number_that_a_share_does_not_exceed(numbers: list[Fraction], share: Fraction) -> None:
    found = quantile(numbers, share)
    assert found in numbers
    assert sum(one <= found for one in numbers) >= share * len(numbers)
    assert all(sum(one <= less for one in numbers) < share * len(numbers) for less in numbers if less < found)


def test_the_median_of_four_is_the_second_and_of_nothing_there_is_none() -> None:
    assert quantile([Fraction(one) for one in (4, 1, 3, 2)], Fraction(1, 2)) == 2
    with pytest.raises(ValueError, match="needs numbers"):
        quantile([], Fraction(1, 2))
