"""结构比: a split such as 7.9:41.6:50.5 beside the values it is made of, each member of the series named."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhibao.audit.arithmetic import closed, meets, quotient, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts
from zhibao.audit.judge import sum_of
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.audit.sums.series import names
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_REACH = 3


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield value ÷ sum of values = part of the split; `series` lists the members in the order of the split."""
    members = rule.words["series"]
    for sentence in facts.sentences:
        splits = [one for one in sentence.claims if _is_split(one, rule)]
        if splits:
            values = _values(facts, splits[-1], members)
            relation = _relation(rule, splits[-1], values) if values else None
            if relation is not None:
                yield relation


def _is_split(one: Claim, rule: AuditRule) -> bool:
    named = any(word in one.block.text[max(0, one.start - 24) : one.start] for word in rule.words["names"])
    return one.numeral.sort is Sort.SPLIT and not one.previous and one.role is not Role.BEFORE and named


def _values(facts: Facts, split: Claim, members: Sequence[str]) -> list[Claim]:
    """Return the nearest values of the members before the split; empty where one is wanting or stands twice."""
    if len(split.numeral.parts) != len(members):
        return []
    for index in range(split.block.index, max(-1, split.block.index - _REACH - 1), -1):
        near = [
            one
            for one in facts.in_block(index)
            if one.numeral.sort is Sort.MONEY and one.role in (Role.VALUE, Role.TARGET) and not one.previous
        ]
        found = [[one for one in near if names(f"{one.lead}|{one.label}", member)] for member in members]
        if all(len(one) == 1 for one in found):
            return [one[0] for one in found]
    return []


def _relation(rule: AuditRule, split: Claim, values: Sequence[Claim]) -> Relation | None:
    whole, exact = sum_of(values), sum((one.numeral.value or Fraction(0) for one in values), Fraction(0))
    step = _step(split)
    shares = [quotient(one.numeral.interval, whole, 100) for one in values if one.numeral.interval is not None]
    if not exact or len(shares) < len(values) or any(one is None for one in shares):
        return None
    said = [Interval(part - step / 2, part + step / 2) for part in split.numeral.parts]
    holds = all(one is not None and meets(closed(one), mine) for one, mine in zip(shares, said, strict=True))
    parts = [shown(round(100 * (one.numeral.value or Fraction(0)) / exact, 2)) for one in values]
    return Relation(
        rule.name,
        (*values, split),
        split,
        Outcome.HOLDS if holds else Outcome.FAILS,
        Reading.FORCED,
        10.0,
        ":".join(parts),
        f"{'、'.join(one.numeral.printed for one in values)} 之比为 {':'.join(parts)}",
    )


def _step(split: Claim) -> Fraction:
    """Return the unit of the last digit that the split prints."""
    decimals = max(len(part.partition(".")[2]) for part in split.numeral.printed.split(":"))
    return Fraction(1, 10**decimals)
