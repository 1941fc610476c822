"""换算: one quantity printed in two units (300 亩，约合 20 万平方米)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhibao.audit.arithmetic import closed, meets, printed, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import judge
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_SAME = re.compile(
    r"^[^，。；、（）]{0,4}(?:（|，)?(?:也)?(?:即|约合|折合|合|约为|相当于|约|折合约|约折合|换算为|换算成|换算后为?|折算为|折算后为?|折|合计约|也就是)*$"
)
_WORD = re.compile("合|即|相当于|也就是|换算|折算|折")
_IN_ONE = (
    {"吨": Fraction(1000), "公斤": Fraction(1), "千克": Fraction(1), "斤": Fraction(1, 2), "克": Fraction(1, 1000)},
    {"立方米": Fraction(1000), "升": Fraction(1)},
    {"小时": Fraction(60), "分钟": Fraction(1)},
    {"千瓦时": Fraction(1), "度": Fraction(1)},
)
"""Units of one kind that are read as units of their own."""
_SCALES = (Fraction(1000), Fraction(10_000), Fraction(100_000_000))


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the equation of two neighbouring quantities of one kind in different printed units."""
    for sentence in facts.sentences:
        for first, second in zip(sentence.claims, sentence.claims[1:], strict=False):
            factor = _factor(first, second)
            if factor is None or (first.numeral.sort not in (Sort.MEASURE, Sort.MONEY) and factor == 1):
                continue
            if first.role is not Role.VALUE or second.role is not Role.VALUE or first.numeral.interval is None:
                continue
            if _is_said_again(sentence, first, second):
                relation = _relation(rule, first, second, factor)
                if relation is not None:
                    yield relation


def _factor(first: Claim, second: Claim) -> Fraction | None:
    """Return what turns the unit of the first into that of the second; None where they are of two kinds."""
    if first.is_like(second):
        return Fraction(1)
    one, other = first.numeral.unit, second.numeral.unit
    return next((units[one] / units[other] for units in _IN_ONE if one in units and other in units), None)


def _is_said_again(sentence: Sentence, first: Claim, second: Claim) -> bool:
    """Say whether the second is the first in another unit, or in the same one where the scale is wrong."""
    between = sentence.between(first, second)
    bracket = between.endswith("（") and second.depth == first.depth + 1
    about = bool(second.numeral.qualifier) and first.numeral.sort is Sort.MEASURE and not second.after
    if not _SAME.match(between) or not (bracket or about or _WORD.search(between)):
        return False
    if _unit(first) != _unit(second):
        return True
    one, other = first.numeral.value or Fraction(0), second.numeral.value or Fraction(0)
    return bool(one and other) and max(one / other, other / one) in _SCALES


def _unit(claim: Claim) -> str:
    return claim.quote.removeprefix(claim.numeral.printed)


def _relation(rule: AuditRule, first: Claim, second: Claim, factor: Fraction) -> Relation | None:
    interval = first.numeral.interval.scaled(factor) if first.numeral.interval else None
    exact = (first.numeral.value or Fraction(0)) * factor
    value = exact / second.numeral.factor
    said = bool(_WORD.search(first.block.text[first.numeral.stop : second.start])) or second.depth > first.depth
    relation = judge(
        rule.name,
        (first,),
        second,
        interval,
        reading=Reading.FORCED if said else Reading.ONE_OF,
        divides=False,
        computation=f"{first.quote} = {shown(value)}{_unit(second)}",
        needs=[(first, (second.numeral.value or Fraction(0)) / factor)],
    )
    if relation is None or interval is None or relation.outcome is not Outcome.HOLDS:
        return relation
    if first.numeral.qualifier or not second.numeral.qualifier or meets(closed(_as_printed(second)), closed(interval)):
        return relation
    repairs = (Repair(second, printed(exact, second)),)
    return replace(relation, outcome=Outcome.FAILS, repairs=(*repairs, *relation.repairs))


def _as_printed(claim: Claim) -> Interval:
    """Return what a number stands for without its 约: 约合 says that it is rounded, to its last digit but noughts."""
    digits = claim.numeral.printed.replace(",", "")
    noughts = 0 if "." in digits else len(digits) - len(digits.rstrip("0"))
    slack = claim.numeral.step * 10**noughts
    value = claim.numeral.value or Fraction(0)
    return Interval(value - slack, value + slack)
