"""Three states: what is missing stays missing, what has no sense stays undefined, zero is a number."""

from fractions import Fraction

from zhibao.terms.arithmetic import combine, quotient
from zhibao.terms.unit import UNITS, convert
from zhibao.terms.value import Known, Meaning, Missing, Undefined

TWO, ZERO = Known(Fraction(2)), Known(Fraction(0))
GAP = Missing(Meaning.NOT_SUBMITTED)


def test_missing_is_never_zero() -> None:
    assert combine("+", TWO, GAP) == GAP
    assert combine("*", ZERO, GAP) == GAP


def test_gaps_add_up() -> None:
    assert combine("+", GAP, Missing(Meaning.NOT_SUBMITTED, 2)) == Missing(Meaning.NOT_SUBMITTED, 3)


def test_a_zero_denominator_is_undefined_and_a_zero_numerator_is_zero() -> None:
    assert isinstance(quotient(TWO, ZERO), Undefined)
    assert quotient(ZERO, TWO) == ZERO


def test_a_share_is_in_per_cent_and_an_estimate_stays_one() -> None:
    assert quotient(Known(Fraction(1), estimated=True), TWO, percent=True) == Known(Fraction(50), estimated=True)


def test_money_and_area_convert_but_persons_and_person_times_do_not() -> None:
    assert convert(Fraction(2_455_000), UNITS["元"], UNITS["万元"]) == Fraction("245.5")
    assert convert(Fraction(3), UNITS["亩"], UNITS["平方米"]) == 2000
    assert not UNITS["人"].converts_to(UNITS["人次"])
