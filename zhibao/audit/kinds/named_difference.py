"""专名差额: a name that says what is taken from what: 自然增长率 = 出生率 − 死亡率, 毛利 = 营业收入 − 营业成本."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhibao.audit.arithmetic import difference, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, judge
from zhibao.audit.model import Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_TAIL = re.compile("(?:总额|余额|合计|共计|实现|分别|为|是|达到?|约|人民币|共|:)*$")
_BACK = 3
"""So many sentences of its block a name may look back."""


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield minuend − subtrahend = named difference, each printed once near it."""
    earlier: list[Sentence] = []
    for sentence in facts.sentences:
        if earlier and earlier[-1].block is not sentence.block:
            earlier.clear()
        for name, (upper, lower, *_) in facts.book.words["named_differences"].items():
            told = (Role.VALUE, Role.TARGET, Role.DIFFERENCE)
            stated = _called([one for one in sentence.claims if one.role in told], name)
            if stated is None:
                continue
            own = [one for one in sentence.heads() if one is not stated]
            pair = _pair(own, upper, lower)
            reading = Reading.FORCED
            if pair is None:
                before = [one for other in earlier[-_BACK:] for one in other.heads()]
                pair, reading = _pair([*before, *own], upper, lower), Reading.ONE_OF
            if pair is not None:
                relation = _relation(rule, *pair, stated, reading)
                if relation is not None:
                    yield relation
        earlier.append(sentence)


def _pair(claims: Sequence[Claim], upper: str, lower: str) -> tuple[Claim, Claim] | None:
    first, second = _called(claims, upper), _called(claims, lower)
    return (first, second) if first is not None and second is not None and first.is_like(second) else None


def _called(claims: Sequence[Claim], name: str) -> Claim | None:
    """Return the one claim whose words end in the name; None where several differ."""
    named = [one for one in claims if name in one.lead]
    found = {one.numeral.value: one for one in named if _TAIL.sub("", one.lead).endswith(name)}
    return next(iter(found.values())) if len(found) == 1 else None


def _relation(rule: AuditRule, first: Claim, second: Claim, stated: Claim, reading: Reading) -> Relation | None:
    if not first.is_like(stated) or first.numeral.interval is None or second.numeral.interval is None:
        return None
    upper, lower = first.numeral.value or Fraction(0), second.numeral.value or Fraction(0)
    value = stated.numeral.value or Fraction(0)
    if re.search("负|净减|减少", stated.lead):
        value = -value
    factor = stated.numeral.factor if stated.numeral.sort is not Sort.RATE else Fraction(1)
    return judge(
        rule.name,
        (first, second),
        stated,
        difference(first.numeral.interval, second.numeral.interval),
        reading=reading,
        computation=f"{first.quote} − {second.quote} = {shown((upper - lower) / factor)}",
        form=Form.SUM,
        needs=[(first, lower + value), (second, upper - value)],
        divides=False,
        sign=-1 if value < 0 < (stated.numeral.value or Fraction(0)) else 1,
    )
