"""只有两个数: one rate in a sentence and just two quantities that it can be made of, wherever they stand."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhibao.audit.arithmetic import closed, meets, quotient, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, is_slip, judge
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_SHARE = re.compile("占|比例|比重|份额")
_RATE = re.compile("([\u4e00-\u9fff]{2,12})率")
_PLAN = re.compile("计划|目标|任务|预算|指标")
_DONE = re.compile("完成|实现|达成")
_GENERIC_BASE = re.compile("^(?:总数|全部|其|总量|总额|比例|比重|比|总|的|全体|总人数)*$")
_AMOUNTS = (Sort.COUNT, Sort.MONEY, Sort.MEASURE)
_NOT = re.compile("增长率|利率|税率|毛利|费率|增幅|增速|汇率|收益率|回报率|折扣|失业率|对口|初次|满意度|不良|逾期")


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield part ÷ whole = rate; it gives way to every reading that the words point out more closely."""
    for sentence in facts.sentences:
        rates = [one for one in sentence.claims if one.numeral.sort is Sort.RATE]
        if len(rates) != 1 or rates[0].role not in (Role.VALUE, Role.SHARE, Role.COMPLETION) or rates[0].previous:
            continue
        pair = _pair(sentence, rates[0])
        relation = _relation(rule, sentence, rates[0], *pair) if pair is not None else None
        if relation is not None:
            yield relation


def _pair(sentence: Sentence, rate: Claim) -> tuple[Claim, Claim] | None:
    """Return part and whole, where the sentence prints just two like quantities near the rate."""
    amounts = [
        one
        for one in sentence.claims
        if one.numeral.sort in _AMOUNTS
        and one.role in (Role.VALUE, Role.TARGET)
        and one.numeral.is_quantity
        and one.group == rate.group
        and abs(one.clause - rate.clause) <= 2
    ]
    if len(amounts) != 2 or not amounts[0].is_like(amounts[1]):
        return None
    first, second = amounts
    plans = [one for one in amounts if _PLAN.search(_around(one))]
    if _is_of_plan(sentence) and len(plans) == 1:
        return (second, first) if plans[0] is first else (first, second)
    return (second, first) if (first.numeral.value or 0) >= (second.numeral.value or 0) else (first, second)


def _is_of_plan(sentence: Sentence) -> bool:
    return bool(_PLAN.search(sentence.text) and _DONE.search(sentence.text))


def _around(one: Claim) -> str:
    text = one.block.text
    begin = max(text.rfind(sign, 0, one.start) for sign in "，。；") + 1
    return text[begin : one.start] + one.after


def _relation(rule: AuditRule, sentence: Sentence, rate: Claim, part: Claim, whole: Claim) -> Relation | None:
    reading = _reading(sentence, rate, part, whole)
    some, base = part.numeral.value or Fraction(0), whole.numeral.value or Fraction(0)
    if reading is None or not base or part.numeral.interval is None or whole.numeral.interval is None:
        return None
    expected = quotient(part.numeral.interval, whole.numeral.interval, 100)
    if _is_rest(expected, rate):
        return None  # 男生 1819 人，女生占 44%: the rate is what the two leave over
    share = (rate.numeral.value or Fraction(0)) / 100
    if reading is Reading.FORCED and part.numeral.qualifier + whole.numeral.qualifier:
        reading = Reading.ONE_OF
    relation = judge(
        rule.name,
        (part, whole),
        rate,
        expected,
        reading=Reading.ONE_OF if _fits(expected, rate) and reading is not Reading.FORCED else reading,
        computation=f"{part.numeral.printed} ÷ {whole.numeral.printed} = {shown(100 * some / base)}%",
        form=Form.QUOTIENT,
        needs=[(part, share * base), (whole, some / share if share else None)],
        tried=2,
        gives_way=True,
    )
    if relation is not None and relation.reading is Reading.ONE_OF and not any(map(_tells, relation.repairs)):
        return replace(relation, reading=Reading.SEARCHED) if relation.outcome is Outcome.FAILS else relation
    return relation


def _tells(repair: Repair) -> bool:
    """Say whether a slip in this number is more than chance: any two numbers of two digits are a slip apart."""
    return len(re.sub(r"\D", "", repair.claim.numeral.printed)) >= 3 and is_slip(repair.claim, repair.text)


def _fits(expected: Interval | None, rate: Claim) -> bool:
    own = rate.numeral.interval
    return expected is not None and own is not None and meets(closed(own), closed(expected))


def _is_rest(expected: Interval | None, rate: Claim) -> bool:
    if expected is None or expected.low is None or expected.high is None:
        return False
    return _fits(Interval(100 - expected.high, 100 - expected.low), rate)


def _reading(sentence: Sentence, rate: Claim, part: Claim, whole: Claim) -> Reading | None:
    """Return how surely the rate is made of the two; None where its words speak of something else."""
    text = sentence.block.text
    begin = max(text.rfind(sign, 0, rate.start) for sign in "，。；") + 1
    near = text[begin : rate.start] + rate.after
    if _NOT.search(near):
        return None
    if _is_of_plan(sentence) and _PLAN.search(near + _around(whole)):
        return Reading.FORCED
    if found := _RATE.search(near):
        rest = sentence.text.replace(found[0], "", 1)
        return Reading.FORCED if found[1][-2:] in rest else Reading.SEARCHED
    if not _SHARE.search(near):
        beside = rate.depth > part.depth and text[part.numeral.stop : rate.start] == "（"
        return Reading.ONE_OF if beside and text.startswith("）", rate.numeral.stop) else None
    own = re.search("([一-龥]{2,14})占", near)
    if part.start < whole.start and re.fullmatch("的?[^，。；]{1,10}[中里内]占", whole.after):
        return Reading.FORCED  # 在 317.56 亿元的资产总额中占 14.58%
    told_behind = part.start > rate.start and part.clause - rate.clause <= 1
    if (
        own
        and not told_behind
        and (own[1][-2:] not in part.label + part.lead + part.after or len(own[1]) > len(part.label) + 4)
    ):
        return Reading.ONE_OF  # 双师型教师 871 人，高级职称专任教师占比 10.58%: of others
    base = re.sub("（[^（）]*$|（[^（）]*）", "", rate.base)
    base = re.sub("(?:总人数|总数|总量|总额)(?:的)?$", "", base) or base
    named = bool(base) and base.strip("的") in whole.label + whole.lead + whole.after
    smaller = (part.numeral.value or 0) <= (whole.numeral.value or 0)
    return Reading.FORCED if smaller and (named or _GENERIC_BASE.match(base)) else Reading.ONE_OF
