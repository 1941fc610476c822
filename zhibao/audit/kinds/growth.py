"""增幅: the growth in per cent between two values, or from a difference and one of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhibao.audit.arithmetic import corners, difference, growth, growth_of_difference, meets, negative, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.changes import Change
from zhibao.audit.facts import Facts
from zhibao.audit.judge import Form, best_of, judge
from zhibao.audit.kinds.difference import flipped
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.finding import Severity
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_TO_ONE_YEAR = re.compile(r"[比较](?:19|20)\d{2}")


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the growth relations; rule parameter `of`: "values", "difference" or "rates" (per cent for points)."""
    wanted = rule.parameters.get("of", "values")
    for change in facts.changes:
        if change.follower.role is not Role.GROWTH:
            continue
        relation = best_of(_read(one, rule, wanted) for one in _after_predecessor(change, facts).variants())
        if relation is not None:
            yield _in_real_terms(relation, change, facts)


def _after_predecessor(change: Change, facts: Facts) -> Change:
    """Give a growth in a list (收入分别为 …，增速分别为 …) the value of the year before, from the list of values."""
    now, stated = change.now, change.follower
    if change.before is not None or now is None or now not in stated.mates or now.list_id < 0 or now.year is None:
        return change
    run = [one for one in facts.in_block(now.block.index) if one.list_id == now.list_id]
    before = next((one for one in run if one.year == now.year - 1 and one.is_like(now)), None)
    to_one_year = _TO_ONE_YEAR.search(now.block.text[run[-1].numeral.stop : stated.start])
    return replace(change, before=before) if before is not None and len(run) > 2 and not to_one_year else change


def _read(change: Change, rule: AuditRule, wanted: object) -> Relation | None:
    if change.now is not None and change.now.numeral.sort is Sort.RATE:
        return _of_rates(change, rule) if wanted == "rates" else None
    if wanted == "values":
        return _of_values(change, rule)
    return _of_difference(change, rule) if wanted == "difference" else None


def _of_values(change: Change, rule: AuditRule) -> Relation | None:
    now, before = change.now, change.before
    if now is None or before is None:
        return None
    return _judged(
        change,
        rule,
        (now, before),
        growth(now.numeral.interval or _NONE, before.numeral.interval or _NONE),
        f"({now.numeral.printed} − {before.numeral.printed}) ÷ {before.numeral.printed}",
        _exact(now, before),
    )


def _of_difference(change: Change, rule: AuditRule) -> Relation | None:
    now, before, amount = change.now, change.before, change.amount
    if amount is None or amount.numeral.interval is None:
        return None
    sign = amount.direction or change.follower.direction or 1
    signed = amount.numeral.interval if sign > 0 else negative(amount.numeral.interval)
    step = sign * (amount.numeral.value or 0)
    if before is not None and before.numeral.interval is not None:
        low = before.numeral.interval
        expected = corners(lambda n, p: 100 * n / p if p else None, signed, low) if low.low and low.low > 0 else None
        exact = 100 * step / before.numeral.value if before.numeral.value else None
        return _judged(
            change, rule, (amount, before), expected, f"{amount.numeral.printed} ÷ {before.numeral.printed}", exact
        )
    if now is None or now.numeral.interval is None or now.numeral.value is None:
        return None
    base = now.numeral.value - step
    if base <= 0 and sign > 0:
        return Relation(
            rule.name,
            (now, amount, change.follower),
            now,
            Outcome.FAILS,
            Reading.FORCED,
            8.0,
            "",
            f"增加 {amount.quote}，却只有 {now.quote}",
        )
    exact = 100 * step / base if base > 0 else None
    words = f"{amount.numeral.printed} ÷ ({now.numeral.printed} {'−' if sign > 0 else '+'} {amount.numeral.printed})"
    return _judged(change, rule, (amount, now), growth_of_difference(signed, now.numeral.interval), words, exact)


def _of_rates(change: Change, rule: AuditRule) -> Relation | None:
    """提高 x% between two rates: right as relative growth, or as points under the wrong name."""
    now, before, stated = change.now, change.before, change.follower
    if now is None or before is None or now.numeral.interval is None or before.numeral.interval is None:
        return None
    own = stated.numeral.interval
    relative = growth(now.numeral.interval, before.numeral.interval)
    points = difference(now.numeral.interval, before.numeral.interval)
    if own is None or relative is None:
        return None
    exact = (now.numeral.value or Fraction(0)) - (before.numeral.value or Fraction(0))
    sign = stated.direction or (1 if exact >= 0 else -1)
    own = own if sign > 0 else negative(own)
    is_relative, is_points = meets(own, relative), meets(own, points)
    computation = f"{now.numeral.printed} − {before.numeral.printed} = {shown(exact)} 个百分点"
    if is_points and not is_relative:
        printed = stated.numeral.printed
        return Relation(
            rule.name,
            (now, before, stated),
            stated,
            Outcome.FAILS,
            Reading.FORCED,
            8.0,
            f"{printed}个百分点",
            computation,
            span=(stated.numeral.start, stated.numeral.stop),
            is_word=True,
            values={"word": f"{printed}%", "instead": f"{printed}个百分点"},
        )
    reading = Reading.FORCED if change.is_forced else Reading.ONE_OF
    if is_relative or is_points:
        return judge(
            rule.name,
            (now, before),
            stated,
            relative if is_relative else points,
            sign=sign,
            computation=computation,
            reading=Reading.ONE_OF,
            tried=2,
        )
    return judge(rule.name, (now, before), stated, points, sign=sign, computation=computation, reading=reading, tried=2)


_NONE = Interval(None, None)


def _exact(now: Claim, before: Claim) -> Fraction | None:
    old = before.numeral.value
    return 100 * ((now.numeral.value or 0) - old) / old if old else None


def _judged(
    change: Change,
    rule: AuditRule,
    operands: tuple[Claim, Claim],
    expected: Interval | None,
    words: str,
    exact: Fraction | None,
) -> Relation | None:
    stated = change.follower
    if expected is None or expected.low is None or expected.high is None or stated.numeral.interval is None:
        return None
    sign = stated.direction or (1 if expected.low + expected.high >= 0 else -1)
    computation = f"{words} = {shown(exact)}%" if exact is not None else words
    reading = Reading.FORCED if change.is_forced else Reading.ONE_OF
    own = stated.numeral.interval
    turned = expected if sign > 0 else negative(expected)
    if stated.direction and not meets(own, turned) and meets(own, negative(turned)) and exact:
        return flipped(rule, operands, stated, computation, reading)
    return judge(
        rule.name,
        operands,
        stated,
        expected,
        sign=sign,
        reading=reading,
        computation=computation,
        form=Form.GROWTH if operands[0] is change.now else Form.OTHER,
        needs=_needs(operands, stated, sign, change),
    )


def _needs(
    operands: tuple[Claim, Claim], stated: Claim, sign: int, change: Change
) -> list[tuple[Claim, Fraction | None]]:
    """Return what each operand would have to be for the printed growth."""
    rate = sign * (stated.numeral.value or Fraction(0)) / 100
    first, second = operands
    if first is change.now:
        return [
            (first, (second.numeral.value or 0) * (1 + rate)),
            (second, _over((first.numeral.value or Fraction(0)), 1 + rate)),
        ]
    amount = first.numeral.value or Fraction(0)
    if second is change.before:
        return [(first, abs(rate) * (second.numeral.value or 0)), (second, _over(amount, abs(rate)))]
    wanted = _over(amount * (1 + rate), abs(rate))
    return [(first, _over(abs(rate) * (second.numeral.value or Fraction(0)), 1 + rate)), (second, wanted)]


def _over(value: Fraction, divisor: Fraction) -> Fraction | None:
    return value / divisor if divisor else None


def _in_real_terms(relation: Relation, change: Change, facts: Facts) -> Relation:
    """Growth of output, income or prices is real growth: over nominal values a failing relation is at most a note."""
    if relation.outcome is Outcome.HOLDS or relation.is_word:
        return relation
    block, at = change.follower.block, change.follower.start
    nearby = block.text[max(0, at - 60) : at + 30]
    label = (change.now or change.follower).label
    if facts.lex.real.search(nearby) or facts.lex.real_things.search(label):
        return Relation(
            relation.rule,
            relation.claims,
            relation.result,
            relation.outcome,
            relation.reading,
            relation.bits,
            relation.expected,
            relation.computation,
            relation.repairs,
            relation.tried,
            0.4,
            Severity.NOTE,
            relation.values,
        )
    return relation
