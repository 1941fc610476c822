"""差: two values and their difference, in units or percentage points, and the word that says which way it went."""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.audit.arithmetic import difference, meets, negative, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.changes import Change
from zhibao.audit.facts import Facts
from zhibao.audit.judge import Form, best_of, judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield now − before = ± difference, for the unit that the rule names in `unit` (points, or any other)."""
    wants_points = rule.parameters.get("unit") == "points"
    for change in facts.changes:
        if change.follower.role is Role.DIFFERENCE and (change.follower.numeral.sort is Sort.POINTS) == wants_points:
            relation = best_of(_relation(one, rule) for one in change.variants())
            if relation is not None:
                yield relation


def _relation(change: Change, rule: AuditRule) -> Relation | None:
    now, before, stated = change.now, change.before, change.follower
    if now is None or before is None or now.numeral.interval is None or before.numeral.interval is None:
        return None
    expected = difference(now.numeral.interval, before.numeral.interval)
    own = stated.numeral.interval
    if own is None:
        return None
    sign = stated.direction or (1 if expected.low is not None and expected.low >= 0 else -1)
    exact = (now.numeral.value or Fraction(0)) - (before.numeral.value or Fraction(0))
    computation = f"{now.numeral.printed} − {before.numeral.printed} = {shown(exact / now.numeral.factor)}"
    reading = Reading.FORCED if change.is_forced else Reading.ONE_OF
    if stated.direction and not meets(own, _turned(expected, sign)) and meets(own, _turned(expected, -sign)) and exact:
        return flipped(rule, (now, before), stated, computation, reading)
    value = stated.numeral.value or Fraction(0)
    needs = [(now, (before.numeral.value or 0) + sign * value), (before, (now.numeral.value or 0) - sign * value)]
    return judge(
        rule.name,
        (now, before),
        stated,
        expected,
        sign=sign,
        reading=reading,
        computation=computation,
        needs=needs,
        form=Form.SUM,
        divides=False,
    )


def _turned(expected: Interval, sign: int) -> Interval:
    return expected if sign > 0 else negative(expected)


def flipped(
    rule: AuditRule, operands: tuple[Claim, ...], stated: Claim, computation: str, reading: Reading
) -> Relation:
    """Return the failing relation in which the amount is right and the change word is the wrong way round."""
    return Relation(
        rule=rule.name,
        claims=(*operands, stated),
        result=stated,
        outcome=Outcome.FAILS,
        reading=reading,
        bits=8.0,
        expected="",
        computation=computation,
        span=stated.word,
        is_word=True,
    )
