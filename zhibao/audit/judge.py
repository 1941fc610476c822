"""判定: whether an announced relation holds, by intervals, and the smallest corrections that would make it hold."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from zhibao.audit.arithmetic import (
    bits,
    closed,
    cut_off,
    in_other_scale,
    is_one_slip,
    meets,
    printed,
    slipped_into,
    total,
)
from zhibao.audit.claim import Claim
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.terms.interval import Interval


class Form(StrEnum):
    """算式: how far an operand's needed value may move while the printed result stays right."""

    SUM = "sum"
    QUOTIENT = "quotient"
    GROWTH = "growth"
    OTHER = "other"


def judge(
    rule: str,
    operands: Sequence[Claim],
    result: Claim,
    expected: Interval | None,
    *,
    reading: Reading = Reading.FORCED,
    computation: str = "",
    needs: Sequence[tuple[Claim, Fraction | None]] = (),
    form: Form = Form.OTHER,
    divides: bool = True,
    tried: int = 1,
    prior: float = 1.0,
    sign: int = 1,
    gives_way: bool = False,
) -> Relation | None:
    """Return the relation "result follows from operands" with its outcome; None where nothing can be said.

    `expected` is the interval that the operands leave for the result; `needs` what each operand would have to be for
    the printed result, `form` how exactly that is known; `divides` says that the result is a quotient, which may have
    been cut off instead of rounded; `sign` is -1 where the result is printed without the sign that its word gives it.
    """
    own = result.numeral.interval
    if expected is None or own is None:
        return None
    if sign < 0:
        expected = Interval(
            None if expected.high is None else -expected.high,
            None if expected.low is None else -expected.low,
            expected.high_closed,
            expected.low_closed,
        )
    outcome = _outcome(result, own, expected, divides)
    middle = _middle(expected)
    repairs: list[Repair] = []
    if outcome is not Outcome.HOLDS:
        repairs = [] if middle is None else [Repair(result, _wanted(result, middle, _width(expected) / 2))]
        known = reading is Reading.FORCED or form is Form.SUM  # what is only one of several readings must fit well
        for claim, value in needs:
            if value is not None and value > 0:
                wanted = _wanted(claim, value, _room(form, claim, value, result, expected) if known else Fraction(0))
                if is_slip(claim, wanted):
                    repairs.append(Repair(claim, wanted))
    text = printed(middle, result) if middle is not None else ""
    return Relation(
        rule=rule,
        claims=(*operands, result),
        result=result,
        outcome=outcome,
        reading=reading,
        bits=bits(result, expected),
        expected=text,
        computation=computation,
        repairs=tuple(repairs),
        tried=tried,
        prior=prior,
        gives_way=gives_way,
    )


def _width(expected: Interval) -> Fraction:
    return expected.high - expected.low if expected.low is not None and expected.high is not None else Fraction(0)


def _room(form: Form, claim: Claim, value: Fraction, result: Claim, expected: Interval) -> Fraction:
    """Return how far from the needed value an operand may lie, as the other numbers are rounded."""
    room = (_width(expected) + result.numeral.step) / 2
    if form is Form.SUM:
        return max(Fraction(0), room - claim.numeral.step / 2)
    if form is Form.OTHER:
        return Fraction(0)
    whole = abs(result.numeral.value or Fraction(0)) + (100 if form is Form.GROWTH else 0)
    return value * room / whole if whole else Fraction(0)


def _wanted(claim: Claim, value: Fraction, room: Fraction) -> str:
    """Return how the claim would print what it should be: the scale, or one digit, put right where that is enough."""
    half = claim.numeral.step / 2
    near = slipped_into(claim, Interval(value - room - half, value + room + half)) if room else None
    return in_other_scale(claim, value) or printed(value if near is None else near, claim)


def _outcome(result: Claim, own: Interval, expected: Interval, divides: bool) -> Outcome:
    if expected.low is None and expected.high is None:
        return Outcome.CANNOT_TELL
    if meets(closed(own), closed(expected)):
        return Outcome.HOLDS
    may_be_cut = divides and not result.numeral.is_exact and not result.numeral.qualifier
    if may_be_cut and (meets(cut_off(result), expected) or meets(_rounded_up(result), expected)):
        return Outcome.CUT_OFF
    return Outcome.FAILS


def _rounded_up(result: Claim) -> Interval:
    value, step = result.numeral.value or Fraction(0), result.numeral.step
    return Interval(value - step, value, False, True)


def _middle(expected: Interval) -> Fraction | None:
    if expected.low is None or expected.high is None:
        return expected.low if expected.high is None else expected.high
    return (expected.low + expected.high) / 2


def best_of(found: Iterable[Relation | None]) -> Relation | None:
    """Return the first reading that holds; where none does, the first one, and as one of several if there are more."""
    tried = [one for one in found if one is not None]
    for one in tried:
        if one.outcome is Outcome.HOLDS:
            return replace(one, tried=len(tried))
    words = [one for one in tried if one.is_word]
    slips = [one for one in tried if off_by_slip(one)]
    return next(iter(words or slips or tried), None)


def off_by_slip(relation: Relation) -> bool:
    """Say whether one slip in one of the printed numbers explains why the relation fails."""
    return any(is_slip(one.claim, one.text) for one in relation.repairs)


def is_slip(claim: Claim, wanted: str) -> bool:
    """Say whether a digit, or the scale word that `wanted` then names (1263.39亿元 → 1263.39万元), was mistyped."""
    said = claim.numeral.printed
    if not wanted[-1:].isdigit():
        return wanted.startswith(said)
    return is_one_slip(said.lstrip("-"), wanted.lstrip("-"))


def sum_of(claims: Sequence[Claim]) -> Interval:
    """Return the interval of the sum of claims."""
    return total(claim.numeral.interval for claim in claims if claim.numeral.interval is not None)
