"""再次提及: one quantity in two sentences under names that differ by fillers, scope or word order has one value.

How many digits must agree before the rest is called a slip depends on how surely the two names mean one thing: a
number of five digits that differs in one is hardly another quantity, a number of one digit may well be.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from zhibao.audit.arithmetic import closed, is_one_slip, is_unit_slip, meets, printed
from zhibao.audit.claim import Claim
from zhibao.audit.claims.naming import Sameness, names_of
from zhibao.audit.facts import Facts
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.audit.ties.mentions import Mention, Pair, pairs_of
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort


@dataclass(slots=True)
class _Company:
    """The other values that are stated under the names of a mention, and how many of them are its own."""

    equal: int = 0
    values: frozenset[object] = frozenset()


def repeated(facts: Facts, rule: AuditRule, told: Iterable[Mention]) -> Iterator[Relation]:
    """Yield the equality of two mentions of one quantity; unequal ones only where the names and digits force it."""
    pairs = list(pairs_of(facts, told))
    company = _company(pairs)
    for pair in pairs:
        one, other = pair.one.claim, pair.other.claim
        if _equal(one, other):
            yield _holds(pair, rule)
        elif not (one.numeral.qualifier or other.numeral.qualifier):
            found = _differs(pair, company, rule, facts)
            if found is not None:
                yield found


def _company(pairs: Sequence[Pair]) -> Mapping[int, _Company]:
    found: dict[int, _Company] = defaultdict(_Company)
    for pair in pairs:
        if pair.sameness is Sameness.SAME:
            both = frozenset((pair.one.claim.numeral.value, pair.other.claim.numeral.value))
            for claim in (pair.one.claim, pair.other.claim):
                its = found[claim.index]
                its.equal += len(both) == 1
                its.values |= both
    return found


def _equal(one: Claim, other: Claim) -> bool:
    mine, its = one.numeral.interval, other.numeral.interval
    return mine is not None and its is not None and meets(closed(mine), closed(its))


def _digits(one: Claim, other: Claim) -> int:
    """Return how many digits of the numbers carry weight."""
    return max(len(claim.numeral.printed.replace(".", "").replace(",", "").strip("0")) for claim in (one, other))


def _holds(pair: Pair, rule: AuditRule) -> Relation:
    one, other = pair.one.claim, pair.other.claim
    bits = min(_digits(one, one), _digits(other, other)) * log2(10) * 0.9 + 2.0
    is_sure = pair.sameness is Sameness.SAME and pair.one.owner == pair.other.owner
    return Relation(
        rule.name,
        (one, other),
        other,
        Outcome.HOLDS,
        Reading.FORCED if is_sure else Reading.SEARCHED,
        bits,
        other.numeral.printed,
        f"{pair.other.name}：{one.quote} 与 {other.quote}",
        tried=1 if is_sure else 4,
    )


def _differs(pair: Pair, company: Mapping[int, _Company], rule: AuditRule, facts: Facts) -> Relation | None:
    first, second = (pair.one, pair.other)
    if company[second.claim.index].equal and not company[first.claim.index].equal:
        first, second = second, first  # the lonely one of the two is the wrong one
    anchor, one = first.claim, second.claim
    values = company[anchor.index].values | company[one.index].values | {anchor.numeral.value, one.numeral.value}
    if len(values) > 2 or not first.is_placed_like(second):
        return None
    if company[anchor.index].equal and company[one.index].equal:
        return None
    wanted = printed(anchor.numeral.value, one) if anchor.numeral.value is not None else ""
    back = printed(one.numeral.value, anchor) if one.numeral.value is not None else ""
    slip = (
        is_one_slip(one.numeral.printed, wanted)
        or is_one_slip(anchor.numeral.printed, back)
        or is_unit_slip(one, anchor)
    )
    prior = _prior(pair, slip, facts)
    if prior == 0:
        return None
    return Relation(
        rule.name,
        (anchor, one),
        one,
        Outcome.FAILS,
        Reading.FORCED,
        8.0,
        wanted,
        f"{pair.other.name}：{anchor.quote} 与 {one.quote}",
        (Repair(one, wanted), Repair(anchor, back)),
        prior=prior,
        values={"key": pair.other.name, "other": anchor.quote},
    )


def _prior(pair: Pair, slip: bool, facts: Facts) -> float:
    """Return how often two such mentions are one quantity misprinted once; 0.0 where it cannot be said."""
    digits, name = _digits(pair.one.claim, pair.other.claim), min(pair.one.name, pair.other.name, key=len)
    is_sure = pair.sameness is Sameness.SAME and not pair.extra
    if names_of(facts.book).dependent.search(name) or _has_purpose(pair.one) or _has_purpose(pair.other):
        return 0.7 if slip and is_sure and digits >= 5 else 0.0
    if pair.one.owner != pair.other.owner:
        return 0.7 if slip and is_sure and digits >= 5 else 0.0
    if not slip:
        is_told = pair.one.is_past != pair.other.is_past and is_sure and digits >= 2
        return 0.85 if is_told and not (pair.one.is_part or pair.other.is_part) else 0.0
    if digits >= 5 or (digits == 4 and is_sure):
        return 0.95 if is_sure else 0.8
    if pair.one.is_part or pair.other.is_part:
        return 0.0
    if is_sure and pair.one.is_past != pair.other.is_past:
        return 0.9
    if is_sure and digits >= 3:
        return 0.95 if len(name) >= 4 else 0.85
    if is_sure and digits == 2:
        return 0.85 if len(name) >= 4 else 0.0
    if is_sure:
        return 0.68 if len(name) >= (8 if names_of(facts.book).singular.search(name) else 6) else 0.0
    if digits == 4:
        misread = not _is_close(pair) and _are_as_long(pair)
        return 0.72 if _narrower_is_larger(pair) or misread else 0.0
    return 0.66 if _narrower_is_larger(pair) and (digits == 3 or pair.sameness is Sameness.SAME) else 0.0


def may_meet(one: Mention | None, other: Mention | None, facts: Facts) -> bool:
    """Say whether nothing around two mentions tells them apart: owner, part of the year, plan or purpose."""
    if one is None or other is None or one.owner != other.owner or not one.is_placed_like(other):
        return False
    names = names_of(facts.book)
    if _has_purpose(one) or _has_purpose(other) or names.dependent.search(one.name):
        return False
    return names.compared(one.name, other.name)[0] is not Sameness.OTHER


def _has_purpose(one: Mention) -> bool:
    """Say whether the words behind a number say what this one was for (120 万元用于实训室建设)."""
    return one.claim.after.startswith(
        ("用于", "支持", "资助", "给", "投入", "投向", "建设", "建成", "改造", "购买", "购置")
    )


def _narrower_is_larger(pair: Pair) -> bool:
    """Say whether the value under the name with a word more is larger, which no part can be."""
    narrow, wide = sorted((pair.one, pair.other), key=lambda one: -len(one.name))
    return _value(narrow) > _value(wide) and narrow.claim.numeral.sort is not Sort.RATE


def _are_as_long(pair: Pair) -> bool:
    """Say whether two numbers have as many digits: 122 思想政治课专任教师 of 1622 专任教师 are a part of them."""
    return len(pair.one.claim.numeral.printed) == len(pair.other.claim.numeral.printed)


def _is_close(pair: Pair) -> bool:
    low, high = sorted((_value(pair.one), _value(pair.other)))
    return low * 10 > high * 9


def _value(one: Mention) -> float:
    return float(one.claim.numeral.value or 0)
