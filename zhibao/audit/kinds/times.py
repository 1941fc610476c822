"""倍数: how many times a value is another, or grew; 翻番 is twice, 翻两番 four times."""

import re
from collections.abc import Iterator
from fractions import Fraction

from zhibao.audit.arithmetic import closed, difference, meets, quotient, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts
from zhibao.audit.judge import judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_IS = re.compile(r"(?:是|为|相当于|达到|达|的|等于|约为|约是|增加到|增至|扩大到|提高到)(?:了|约|近)*$")
_BOTH = re.compile(r"([^，。；、\d]{2,8})是([^，。；、\d]{2,12}?)的(?:约|近)?$")
_NAMED = re.compile(
    r"(?:是|为|相当于|达到|达)(?!原来|原先|当初|去年|上年)([^，。；、\d]{2,12}?)(?:总数|总量|人数|总额)?的(?:约|近)?$"
)


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield now ÷ before = n for 是…的 n 倍; for 增长 n 倍 both senses are accepted."""
    for change in facts.changes:
        stated, now, before = change.follower, change.now, change.before
        if stated.role is not Role.FACTOR or now is None:
            continue
        if stated.lead.startswith("的") and before is not now and _is_base(now):
            now, before = _earlier(stated, now, facts), now
        if "前者是后者" in stated.lead or "后者是前者" in stated.lead:
            now, before = _former_and_latter(stated, facts)
        now = _told_of(stated, now, facts)
        before = before if before is not now else None
        before = before or (_named_base(stated, now, facts) if now is not None else None)
        if (
            now is None
            or before is None
            or before is now
            or now.numeral.interval is None
            or before.numeral.interval is None
        ):
            continue
        ratio = quotient(now.numeral.interval, before.numeral.interval)
        if ratio is None or ratio.low is None or ratio.high is None:
            continue
        exact = (now.numeral.value or Fraction(0)) / (before.numeral.value or Fraction(1))
        computation = f"{now.numeral.printed} ÷ {before.numeral.printed} = {shown(exact)}"
        relation = _judged(
            rule, (now, before), stated, ratio, computation, Reading.FORCED if change.is_forced else Reading.ONE_OF
        )
        if relation is not None:
            yield relation


def _told_of(stated: Claim, now: Claim | None, facts: Facts) -> Claim | None:
    """Return the value that 城镇是农村的 3.65 倍 is said of: the one of its name, else the one read."""
    both = _BOTH.search(stated.lead)
    named = [
        one
        for one in (facts.in_block(stated.block.index) if both else ())
        if both and one.start < stated.start and one.sentence == stated.sentence and both[1] in one.label
    ]
    return named[-1] if named else now


def _former_and_latter(stated: Claim, facts: Facts) -> tuple[Claim | None, Claim | None]:
    """Return the two values that 前者是后者的 2.04 倍 speaks of, the multiple first."""
    claims = [one for one in facts.in_block(stated.block.index) if one.start < stated.start]
    pair = [one for one in claims if one.sentence == stated.sentence and one.role in (Role.VALUE, Role.TARGET)][-2:]
    if len(pair) < 2 or not pair[0].is_like(pair[1]):
        return None, None
    return (pair[0], pair[1]) if "前者是" in stated.lead else (pair[1], pair[0])


def _gap(one: Claim, other: Claim) -> str:
    return one.block.text[one.numeral.stop : other.start]


def _is_base(now: Claim) -> bool:
    """Say whether words of likeness lead to a value, so that the times behind it are times that value."""
    text = now.block.text
    begin = max(text.rfind(sign, 0, now.start) for sign in "，。；") + 1
    return not now.direction and re.search("是|为|相当于|等于", text[begin : now.start]) is not None


def _named_base(stated: Claim, now: Claim, facts: Facts) -> Claim | None:
    """Return the value that 是 leads to: 甲校 1200 人，是乙校 400 人的 3 倍; or the one that bears its name."""
    claims = facts.in_block(stated.block.index)
    last = next((one for one in reversed(claims) if one.start < stated.start), None)
    if last is not None and last is not now and re.fullmatch("）的(?:约|近)?", _gap(last, stated)):
        return last if _may_be_told_in(now, last) else None  # 是在校生（4437 人）的 3.5 倍
    then = [one for one in claims if one.start > stated.start and one.sentence == stated.sentence and one.is_like(now)]
    if then and re.match("(?:那时|当时|彼时|那一年)", then[0].lead):
        return then[0]
    if "前者" in stated.lead or "后者" in stated.lead:
        return None
    if both := _BOTH.search(stated.lead):
        pair = [
            [
                one
                for one in claims
                if one.start < stated.start and one.sentence == stated.sentence and name in one.label
            ]
            for name in both.groups()
        ]
        return pair[1][-1] if pair[0] and pair[1] and pair[0][-1] is now else None
    if named := _NAMED.search(stated.lead):
        bearing = [
            one
            for one in claims
            if one.start < stated.start and one is not now and one.is_like(now) and named[1] in one.label
        ]
        return bearing[-1] if bearing else None
    for one in reversed(claims):
        if one.start < stated.start and one.sentence == stated.sentence and one is not now and one.is_like(now):
            return one if abs(one.clause - stated.clause) <= 1 else None
    return None


def _may_be_told_in(one: Claim, other: Claim) -> bool:
    """Say whether one value may be so many times the other: like units, or person-times over persons."""
    return one.is_like(other) or {one.numeral.unit, other.numeral.unit} == {"人", "人次"}


def _earlier(stated: Claim, base: Claim, facts: Facts) -> Claim | None:
    """Return the value that is a multiple of the base: the like value before it."""
    claims = facts.in_block(stated.block.index)
    return next(
        (
            one
            for one in reversed(claims)
            if one.start < base.start and one.sentence == base.sentence and _may_be_told_in(one, base)
        ),
        None,
    )


def _judged(
    rule: AuditRule, operands: tuple[Claim, Claim], stated: Claim, ratio: Interval, computation: str, reading: Reading
) -> Relation | None:
    if stated.numeral.sort is Sort.DOUBLING:
        return _doubling(rule, operands, stated, ratio, computation, reading)
    grown = difference(ratio, Interval(Fraction(1), Fraction(1)))
    own = stated.numeral.interval
    expected = ratio
    if stated.direction and not _IS.search(stated.lead) and own is not None:
        expected = ratio if meets(closed(own), closed(ratio)) else grown
    return judge(rule.name, operands, stated, expected, computation=computation, reading=reading)


def _doubling(
    rule: AuditRule, operands: tuple[Claim, Claim], stated: Claim, ratio: Interval, computation: str, reading: Reading
) -> Relation | None:
    power = 2 ** int(stated.numeral.value or 1)
    around = Interval(Fraction(9 * power, 10), Fraction(11 * power, 10))
    more = bool(
        re.match(
            "[^，。；]{0,3}(?:多|以上|有余|还多)", stated.block.text[stated.numeral.stop : stated.numeral.stop + 6]
        )
    ) or bool(stated.numeral.qualifier)
    holds = meets(ratio, around) or (more and (ratio.high or 0) >= power)
    return Relation(
        rule.name,
        (*operands, stated),
        stated,
        Outcome.HOLDS if holds else Outcome.FAILS,
        reading,
        4.0,
        "",
        computation,
        span=(stated.numeral.start, stated.numeral.stop),
    )
