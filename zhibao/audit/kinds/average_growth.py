"""年均增长: the constant yearly growth that leads from the first value to the last."""

import re
from collections.abc import Iterator
from fractions import Fraction

from zhibao.audit.arithmetic import meets, negative, shown
from zhibao.audit.claim import Role
from zhibao.audit.claims.changes import Change
from zhibao.audit.facts import Facts
from zhibao.audit.judge import judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.chinese import chinese_value

_RANGED = re.compile(r"((?:19|20)\d{2})年?(?:-|至|到|~)((?:19|20)\d{2})年")
_SPAN = re.compile(
    r"(?:近|过去|这|前|最近|历时|连续)?((?<!\d)\d{1,2}|[一二三四五六七八九十]+)(?:年)(?:来|间|内|以来|中)?"
)


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield ((last ÷ first)^(1/k) − 1) = stated, k from the two years or from 五年来."""
    for change in facts.changes:
        if change.follower.role is Role.AVERAGE_GROWTH and change.now is not None and change.before is not None:
            relation = _relation(change, rule, facts)
            if relation is not None:
                yield relation


def _relation(change: Change, rule: AuditRule, facts: Facts) -> Relation | None:
    now, before, stated = change.now, change.before, change.follower
    if now is None or before is None:
        return None
    last, first = now.numeral.interval, before.numeral.interval
    if last is None or first is None or last.low is None or first.high is None or first.low is None or first.low <= 0:
        return None
    years, is_sure = _years(change)
    if years is None or last.low <= 0 or last.high is None:
        return None
    tried = [years] if is_sure else [years, years - 1, years + 1]
    found = None
    for k in filter(lambda k: k > 0, tried):
        expected = _root(first, last, k)
        sign = stated.direction or 1
        own = stated.numeral.interval
        exact = (float((now.numeral.value or 1) / (before.numeral.value or 1)) ** (1 / k) - 1) * 100
        yearly = shown(Fraction(exact).limit_denominator(10**6), 2)
        computation = f"({now.numeral.printed} ÷ {before.numeral.printed})^(1/{k}) − 1 = {yearly}%"
        reading = Reading.FORCED if change.is_forced else Reading.ONE_OF  # every k that the words allow is tried
        one = judge(
            rule.name,
            (now, before),
            stated,
            expected,
            sign=sign,
            computation=computation,
            reading=reading,
            tried=len(tried),
        )
        if one is not None and (
            found is None or (own is not None and meets(own, expected if sign > 0 else negative(expected)))
        ):
            found = one
            if one.outcome is Outcome.HOLDS:
                break
    if (
        found is not None
        and found.outcome is not Outcome.HOLDS
        and facts.lex.real_things.search(now.label or before.label)
        and "名义" not in stated.lead
    ):
        return None
    return found


def _years(change: Change) -> tuple[int | None, bool]:
    now, before = change.now, change.before
    if now is not None and before is not None and now.year and before.year and now.year > before.year:
        return now.year - before.year, True
    if now is not None and now.year and now.first_year and now.first_year < now.year:
        return now.year - now.first_year, True
    block, at = change.follower.block, change.follower.start
    if ranged := [one for one in _RANGED.findall(block.text[max(0, at - 60) : at]) if int(one[1]) > int(one[0])]:
        return int(ranged[-1][1]) - int(ranged[-1][0]), True
    spans = _SPAN.findall(block.text[max(0, at - 60) : at])
    if spans:
        value = int(spans[-1]) if spans[-1].isdigit() else chinese_value(spans[-1])
        return (int(value), False) if value else (None, False)
    return None, False


def _root(first: Interval, last: Interval, years: int) -> Interval:
    """Return the range of the yearly growth; the root is taken in floating point, so the ends get a hair's width."""
    low = (float((last.low or 0) / (first.high or 1)) ** (1 / years) - 1) * 100
    high = (float((last.high or 0) / (first.low or 1)) ** (1 / years) - 1) * 100
    return Interval(Fraction(low - 1e-9), Fraction(high + 1e-9))
