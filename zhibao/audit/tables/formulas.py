"""表中的算式: sums, differences, growth and quotients of cells, first roughly (to choose a reading), then exactly."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import log2

from zhibao.audit.arithmetic import difference, growth, quotient, shown, spoken, total
from zhibao.audit.claim import Claim
from zhibao.audit.judge import judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.terms.finding import Severity
from zhibao.terms.numerals.noun import Sort

ADDED = frozenset({Sort.COUNT, Sort.PLAIN, Sort.MONEY, Sort.MEASURE})
_MOST_SPOKEN = 12
_SMALL = 1e-9
_ALONE, _DOUBTED, _REPEATED = 0.85, 0.65, 0.5
_USUAL_CHANGE = 0.1
"""How wide changes of a year spread, as a part of the value: a printed change of 0 or 1 is then no chance hit."""


def rough(claim: Claim) -> float:
    """Return a claim's value, for choosing between readings."""
    value = claim.numeral.value
    return float(value) if value is not None else float("nan")


def slack(claim: Claim) -> float:
    """Return half the width of what the printed number can stand for."""
    interval = claim.numeral.interval
    if interval is None or interval.low is None or interval.high is None:
        return float("inf")
    return float(interval.high - interval.low) / 2


def adds_up(parts: Sequence[Claim], whole: Claim) -> bool:
    """Say whether parts add up to a whole, rounding allowed for."""
    room = sum(map(slack, parts)) + slack(whole) + _SMALL
    return abs(sum(map(rough, parts)) - rough(whole)) <= room


def divides_to(part: Claim, base: Claim, result: Claim, factor: float) -> bool:
    """Say whether factor × part / base is the result, rounded, cut off or rounded up."""
    below = rough(base)
    if not below > 0:
        return False
    value = factor * rough(part) / below
    spread = (slack(part) / max(abs(rough(part)), _SMALL) + slack(base) / below) * abs(value)
    return abs(value - rough(result)) <= spread + float(result.numeral.step) * 1.0001


def grows_by(now: Claim, before: Claim, change: Claim) -> bool:
    """Say whether a change is the growth in per cent between two values."""
    old = rough(before)
    if not old > 0:
        return False
    value = 100 * (rough(now) - old) / old
    spread = 100 * (slack(now) + slack(before) * abs(rough(now)) / old) / old
    return abs(value - rough(change)) <= spread + float(change.numeral.step) * 1.0001


def sum_relation(
    rule: str, parts: Sequence[Claim], whole: Claim, reading: Reading, *, tried: int = 1, prior: float = 1.0
) -> Relation | None:
    """Return the relation "the parts add up to the whole"."""
    expected = total(claim.numeral.interval for claim in parts if claim.numeral.interval is not None)
    added = sum((claim.numeral.value or Fraction(0) for claim in parts), Fraction(0))
    rest = (whole.numeral.value or Fraction(0)) - added
    printed_sum = shown(added / _scale(whole))
    words = spoken(parts, "+") if len(parts) <= _MOST_SPOKEN else f"{len(parts)} 项之和"
    needs = [(one, (one.numeral.value or Fraction(0)) + rest) for one in parts] if rest and len(parts) <= 60 else []
    return judge(
        rule,
        parts,
        whole,
        expected,
        reading=reading,
        computation=f"{words} = {printed_sum}",
        needs=needs,
        divides=False,
        tried=tried,
        prior=prior,
    )


def _scale(claim: Claim) -> Fraction:
    one = claim.numeral
    return one.step * Fraction(10**one.decimals)


def difference_relation(
    rule: str,
    now: Claim,
    before: Claim,
    change: Claim,
    reading: Reading,
    *,
    sign: int = 1,
    tried: int = 1,
    prior: float = 1.0,
) -> Relation | None:
    """Return the relation "the change is now less before"."""
    if now.numeral.interval is None or before.numeral.interval is None:
        return None
    expected = difference(now.numeral.interval, before.numeral.interval)
    new, old, said = (one.numeral.value or Fraction(0) for one in (now, before, change))
    computation = f"{now.numeral.printed} − {before.numeral.printed} = {shown((new - old) / _scale(now))}"
    relation = judge(
        rule,
        (now, before),
        change,
        expected,
        reading=reading,
        computation=computation,
        divides=False,
        needs=[(now, old + sign * said), (before, new - sign * said)],
        tried=tried,
        sign=sign,
        prior=prior,
    )
    if relation is None or expected.low is None or expected.high is None:
        return relation
    width = float(expected.high - expected.low + change.numeral.step)
    usual = _USUAL_CHANGE * max(abs(float(new)), abs(float(old)))
    return replace(relation, bits=max(relation.bits, log2(usual / width))) if usual > width else relation


def growth_relation(
    rule: str,
    now: Claim,
    before: Claim,
    change: Claim,
    reading: Reading,
    *,
    sign: int = 1,
    tried: int = 1,
    prior: float = 1.0,
) -> Relation | None:
    """Return the relation "the change is the growth from before to now in per cent"."""
    if now.numeral.interval is None or before.numeral.interval is None or not before.numeral.value:
        return None
    expected = growth(now.numeral.interval, before.numeral.interval)
    new, old, said = (one.numeral.value or Fraction(0) for one in (now, before, change))
    rate = 1 + sign * said / 100
    needs: list[tuple[Claim, Fraction | None]] = []
    if not grows_by(now, before, change):
        half, wrong = change.numeral.step / 2, sign * said
        needs = [
            (now, _reachable(now, old * rate, lambda value: 100 * (value - old) / old, wrong, half)),
            (
                before,
                _reachable(
                    before, new / rate if rate else None, lambda value: 100 * (new - value) / value, wrong, half
                ),
            ),
        ]
    words = f"({now.numeral.printed} − {before.numeral.printed}) ÷ {before.numeral.printed}"
    return judge(
        rule,
        (now, before),
        change,
        expected,
        reading=reading,
        computation=f"{words} = {shown(100 * (new - old) / old)}%",
        needs=needs,
        tried=tried,
        sign=sign,
        prior=prior,
    )


def _reachable(
    claim: Claim, value: Fraction | None, test: Callable[[Fraction], Fraction], said: Fraction, half: Fraction
) -> Fraction | None:
    """Return what an operand would have to be, None where no number in its printed form gives the printed result."""
    if value is None or value <= 0:
        return None
    step = claim.numeral.step
    whole = (value / step + Fraction(1, 2)).__floor__() * step
    return value if whole > 0 and abs(test(whole) - said) <= half else None


def quotient_relation(
    rule: str,
    part: Claim,
    base: Claim,
    result: Claim,
    factor: Fraction | int,
    reading: Reading,
    *,
    tried: int = 1,
    prior: float = 1.0,
) -> Relation | None:
    """Return the relation "the result is factor × part ÷ base"."""
    if part.numeral.interval is None or base.numeral.interval is None or not base.numeral.value:
        return None
    expected = quotient(part.numeral.interval, base.numeral.interval, factor)
    top, below, said = (one.numeral.value or Fraction(0) for one in (part, base, result))
    mark = "%" if result.numeral.sort is Sort.RATE else ""
    quotient_shown = shown(factor * top / below / (1 if mark else _scale(result)))
    computation = f"{part.numeral.printed} ÷ {base.numeral.printed} = {quotient_shown}{mark}"
    half = result.numeral.step / 2
    needs: list[tuple[Claim, Fraction | None]] = []
    if not divides_to(part, base, result, float(factor)):
        needs = [
            (part, _reachable(part, said * below / factor, lambda value: factor * value / below, said, half)),
            (
                base,
                _reachable(base, factor * top / said if said else None, lambda value: factor * top / value, said, half),
            ),
        ]
    return judge(
        rule,
        (part, base),
        result,
        expected,
        reading=reading,
        computation=computation,
        needs=needs,
        tried=tried,
        prior=prior,
    )


def factor_of(result: Claim) -> int:
    """Return 100 for a result in per cent, else 1."""
    return 100 if result.numeral.sort is Sort.RATE else 1


def doubted(found: Iterable[Relation], held: int) -> Iterator[Relation]:
    """Yield the relations that a head announces; where none of several holds, one stands for all.

    The heads were then perhaps misread: that is worth one warning, not one for every cell.
    """
    relations = list(found)
    failing = [one for one in relations if one.outcome is Outcome.FAILS]
    if held or not failing:
        yield from relations
        return
    first = failing[0]
    for one in relations:
        if one.outcome is not Outcome.FAILS:
            yield one
        elif one is first:
            yield replace(one, prior=min(one.prior, _ALONE if len(failing) == 1 else _DOUBTED))
        else:
            yield replace(one, prior=min(one.prior, _REPEATED), severity=Severity.NOTE)
