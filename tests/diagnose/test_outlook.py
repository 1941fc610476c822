"""A series is carried on by one year only where its changes are known, with an interval that says how well."""

from fractions import Fraction

import pytest

from zhibao.diagnose.outlook import LEAST, NoOutlook, Outlook, outlook

ROW = {2017: Fraction(10), 2018: Fraction(12), 2019: Fraction(11), 2020: Fraction(14), 2021: Fraction(15)}


def test_the_year_to_come_is_the_last_with_the_mean_change_and_the_interval_is_as_wide_as_changes_differ() -> None:
    found = outlook(ROW, 2021)
    assert isinstance(found, Outlook)
    assert (found.year, found.years) == (2022, (2017, 2018, 2019, 2020, 2021))
    # Changes 2, -1, 3, 1: mean 5/4, variance 35/12; Student's 0.9 with three degrees of freedom is 1.6377.
    assert found.middle == Fraction(65, 4)
    assert found.high - found.middle == found.middle - found.low
    reach = found.high - found.middle
    wanted = Fraction("1.6377") ** 2 * Fraction(35, 12) * Fraction(5, 4)
    assert abs(reach**2 - wanted) < Fraction(1, 10**9)


@pytest.mark.parametrize("years", range(LEAST))
def test_fewer_years_than_the_method_needs_give_none(years: int) -> None:
    last = {2021 - one: Fraction(one) for one in range(years)}
    assert outlook(last, 2021) == NoOutlook(years)


def test_a_gap_ends_the_row_and_a_last_year_without_a_number_ends_it_at_once() -> None:
    assert outlook({year: one for year, one in ROW.items() if year != 2019}, 2021) == NoOutlook(2)
    assert outlook({year: one for year, one in ROW.items() if year != 2021}, 2021) == NoOutlook(0)


def test_years_before_a_series_meant_something_else_are_not_used() -> None:
    assert outlook(ROW, 2021, breaks=(2020,)) == NoOutlook(2, 2020)
    assert outlook(ROW, 2021, breaks=(2022,)) == NoOutlook(0, 2022)
    assert outlook(ROW, 2021, breaks=(2023,)) == outlook(ROW, 2021)
    found = outlook(ROW, 2021, breaks=(2018,))
    assert isinstance(found, Outlook)
    assert found.years[0] == 2018


def test_a_share_is_never_expected_above_all_of_it_nor_a_count_below_nothing() -> None:
    rising = outlook({2019: Fraction(90), 2020: Fraction(95), 2021: Fraction(99)}, 2021, most=Fraction(100))
    falling = outlook({2019: Fraction(9), 2020: Fraction(6), 2021: Fraction(1)}, 2021)
    assert isinstance(rising, Outlook)
    assert isinstance(falling, Outlook)
    assert rising.middle == rising.high == 100
    assert falling.low == falling.middle == 0
    losses = outlook({2019: Fraction(-1), 2020: Fraction(-2), 2021: Fraction(-3)}, 2021)
    assert isinstance(losses, Outlook)
    assert losses.low == losses.middle == losses.high == -4
