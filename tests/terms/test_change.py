"""A change is the difference of what was printed."""

from decimal import Decimal
from fractions import Fraction

from zhibao.terms.change import change_between, change_since_last_year
from zhibao.terms.quantity import Form
from zhibao.terms.value import Computed, Known, Meaning, Missing, ValueKey, Values


def values(last: Known | Missing, this: Known | Missing) -> Values:
    return Values({ValueKey("x", "c", 2020): Computed(last, last), ValueKey("x", "c", 2021): Computed(this, this)}, "c")


def test_the_difference_of_printed_values_wins_over_the_exact_one() -> None:
    # 28771 / 1622 prints 17.74 and 30150 / 1649 prints 18.28: +0.54, though the exact difference prints +0.55.
    found = values(Known(Fraction(28771, 1622)), Known(Fraction(30150, 1649)))
    change = change_since_last_year(found, ValueKey("x", "c", 2021), Form(2))
    assert change is not None
    assert change.difference == Decimal("0.54")


def test_there_is_no_growth_over_zero_and_no_change_without_both_sides() -> None:
    change = change_between(Decimal(0), Decimal(5))
    assert change is not None
    assert change.growth is None
    gap = values(Missing(Meaning.NOT_SUBMITTED), Known(Fraction(1)))
    assert change_since_last_year(gap, ValueKey("x", "c", 2021), Form(0)) is None
    assert change_since_last_year(gap, ValueKey("x", "c", 2020), Form(0)) is None
