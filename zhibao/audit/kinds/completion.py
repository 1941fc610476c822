"""完成程度: an actual amount as a per cent of its plan; more than 100 is legal."""

import re
from collections.abc import Iterator
from fractions import Fraction

from zhibao.audit.arithmetic import quotient, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, judge
from zhibao.audit.model import Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_PLAN = re.compile("计划|预算|目标|任务|指标|应|承诺|年初安排|概算|下达")


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield 100 × actual ÷ planned = stated."""
    for sentence in facts.sentences:
        for stated in sentence.claims:
            if stated.numeral.sort is Sort.RATE and (stated.role is Role.COMPLETION or _completes(stated)):
                relation = _relation(rule, sentence, stated)
                if relation is not None:
                    yield relation


def _completes(stated: Claim) -> bool:
    begin = max(stated.block.text.rfind(sign, 0, stated.start) for sign in "，。；") + 1
    return stated.role is Role.VALUE and bool(
        re.search("完成|达成|执行率|到位率|完成率|进度|支付率|拨付率|支出率", stated.block.text[begin : stated.start])
    )


def _relation(rule: AuditRule, sentence: Sentence, stated: Claim) -> Relation | None:
    amounts = [
        one
        for one in sentence.claims
        if one.role in (Role.VALUE, Role.TARGET, Role.BEFORE)
        and one.start < stated.start
        and one.numeral.is_quantity
        and one.numeral.sort in (Sort.COUNT, Sort.MONEY, Sort.MEASURE)
        and one.group == stated.group
    ]
    plans = [stated.of] if stated.of is not None else [one for one in amounts if _PLAN.search(_near(one))]
    actuals = [one for one in amounts if one not in plans]
    if not plans or not actuals:
        return None
    plan = plans[-1]
    actuals = [one for one in actuals if one.is_like(plan)]
    if not actuals:
        return None
    actual = actuals[-1]
    forced = len(plans) == 1 and len(actuals) == 1
    if plan.numeral.interval is None or actual.numeral.interval is None or not plan.numeral.value:
        return None
    some, whole = actual.numeral.value or Fraction(0), plan.numeral.value
    rate = (stated.numeral.value or Fraction(0)) / 100
    return judge(
        rule.name,
        (actual, plan),
        stated,
        quotient(actual.numeral.interval, plan.numeral.interval, 100),
        reading=Reading.FORCED if forced else Reading.ONE_OF,
        tried=len(actuals) * len(plans),
        computation=f"{actual.numeral.printed} ÷ {plan.numeral.printed} = {shown(100 * some / whole)}%",
        form=Form.QUOTIENT,
        needs=[(actual, rate * whole), (plan, some / rate if rate else None)],
    )


def _near(one: Claim) -> str:
    text = one.block.text
    begin = max(text.rfind(sign, 0, one.start) for sign in "，。；、（") + 1
    return text[begin : one.start]
