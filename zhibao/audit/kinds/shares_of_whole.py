"""分尽的占比: shares of one whole that leave nothing out add up to a hundred."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhibao.audit.arithmetic import shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_STRUCTURE = re.compile("分布(?:是|为|如下)|各占|三次产业|三产业|结构|构成|依次|所占")
_OVERLAPS = re.compile(
    "以[上下内]|岁|职称|学历|学位|学缘|党员|双师|背景|[男女]|经历|资格|持证|一线|海外|外籍|青年|骨干|名师"
)
"""Attributes that one person can have together: such shares need not make up a whole."""
_DIVIDES = re.compile("^按.*(?:分|划分)$")
_AXIS = re.compile(
    "各占|三次产业[^，。；]{0,20}(?:比重|占比|比例)|结构|构成|按[^，。；]{1,12}(?:分|划分|看|统计)|分别占|分布|比例依次|比重依次|占比依次|所占比例|所占比重|占比分别|比例分别|比重分别"
)


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield sum of shares = 100 for closed series, and for lists that the words call a structure."""
    for sentence in facts.sentences:
        rates = [
            one
            for one in sentence.claims
            if one.numeral.sort is Sort.RATE
            and one.role in (Role.SHARE, Role.VALUE)
            and one.numeral.value is not None
            and not one.previous
        ]
        runs = list(_runs(sentence, rates))
        if len(runs) > 2 and _stand_alone(sentence, runs):
            runs = [[one for run in runs for one in run]]
        for run in runs:
            relation = _relation(facts, rule, sentence, run)
            if relation is not None:
                yield relation


def _runs(sentence: Sentence, rates: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Yield stretches of rates with no other change between them, in one group and bracket."""
    run: list[Claim] = []
    for one in rates:
        if run:
            between = [
                other
                for other in sentence.claims
                if run[-1].start < other.start < one.start and other.role in (Role.DIFFERENCE, Role.GROWTH)
            ]
            if one.group != run[-1].group or one.depth != run[-1].depth or between:
                yield run
                run = []
        run.append(one)
    yield run


def _stand_alone(sentence: Sentence, runs: Sequence[Sequence[Claim]]) -> bool:
    """Say whether each rate closes a group of its own: 直接材料占 17.36%；直接人工占 22.29%；制造费用占 60.34%."""
    for place, run in enumerate(runs):
        beside = [one for one in sentence.claims if run and one.group == run[0].group]
        if len(run) != 1 or beside[-1] is not run[0] or (place and len(beside) > 1):
            return False
    return True


def _relation(facts: Facts, rule: AuditRule, sentence: Sentence, run: Sequence[Claim]) -> Relation | None:
    if len(run) < 2 or _are_rates_of_groups(sentence, run):
        return None
    closed = _closed(facts, run)
    axis = _AXIS.search(sentence.block.text[sentence.start : run[-1].start])
    whole = sum((one.numeral.value or Fraction(0) for one in run), Fraction(0))
    slack = sum((one.numeral.step / 2 for one in run), Fraction(0))
    holds = abs(whole - 100) <= slack
    every = len(run) >= 3 and all("占" in one.lead or one.role is Role.SHARE for one in run)
    two = len(run) == 2 and holds and all("占" in one.lead and one.numeral.decimals for one in run)
    over = every and whole - 100 > slack and not re.search("多选|可重复|重叠|交叉", sentence.text)
    over = over and not _OVERLAPS.search(sentence.block.text[max(sentence.start, run[0].start - 24) : run[-1].start])
    if (
        not closed
        and not (axis and (len(run) >= 3 or holds or _DIVIDES.search(axis[0])))
        and not (every and (holds or over))
        and not two
    ):
        return None
    is_open = re.match("[^，。；]{0,6}等", sentence.block.text[run[-1].numeral.stop :]) or (
        facts.lex.open.search(sentence.text) and not closed
    )
    if is_open and not holds:
        return None
    if any(one.numeral.qualifier for one in run):
        return None
    text = " + ".join(one.numeral.printed for one in run)
    near = abs(whole - 100) <= 15
    structure = axis is not None and _STRUCTURE.search(axis[0])
    reading = Reading.FORCED if closed or holds or (near and axis) or structure or over else Reading.ONE_OF
    repairs = tuple(
        Repair(one, shown((one.numeral.value or Fraction(0)) + 100 - whole))
        for one in run
        if (one.numeral.value or 0) + 100 - whole > 0
    )
    return Relation(
        rule.name,
        tuple(run),
        run[-1],
        Outcome.HOLDS if holds else Outcome.FAILS,
        reading,
        6.0 if len(run) > 1 else 0.0,
        "",
        f"{text} = {shown(whole)}",
        repairs,
        prior=0.95 if closed else 0.8 if over and not axis else 0.9,
    )


def _are_rates_of_groups(sentence: Sentence, run: Sequence[Claim]) -> bool:
    """Say whether each is a rate of its own group: 男生就业率、女生就业率; 总体就业率 …，其中本科 …，专科 …."""
    if any(one.role is Role.SHARE for one in run):
        return False
    names = [re.sub("^(?:分别|各)|[为达是约:]+$", "", one.label) for one in run]
    common = {name[-3:] for name in names}
    if (
        len(common) == 1
        and next(iter(common)).endswith(("率", "度", "速", "幅"))
        and all(len(name) > 3 for name in names)
    ):
        return True
    before = [one for one in sentence.claims if one.numeral.sort is Sort.RATE and one.start < run[0].start]
    named = bool(before) and before[-1].label.endswith(("率", "度")) and before[-1].role is not Role.SHARE
    return named and not any(re.search("率|占|比重|比例|构成|结构", _text(one)) for one in run)


def _closed(facts: Facts, run: Sequence[Claim]) -> bool:
    texts = [_text(one) for one in run]
    if len(texts) >= 3 and re.search("其他|其它|其余", texts[-1]):
        return True
    if len(texts) == 2 and re.search("其余|余下", texts[-1]):
        return True
    for series in facts.lex.series:
        if len(series) == len(texts) and all(any(_names(text, member) for text in texts) for member in series):
            return all(any(_names(text, member) for member in series) for text in texts)
    return False


def _text(one: Claim) -> str:
    return f"{one.lead}|{one.label}|{one.base}"


def _names(text: str, member: str) -> bool:
    place = text.find(member)
    return place >= 0 and not (
        member in ("满意", "合格", "达标") and text[max(0, place - 2) : place].endswith(("不", "基本", "未"))
    )
