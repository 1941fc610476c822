"""率: a rate beside the two counts it is made of: 参加考试 1280 人，合格 1152 人，合格率 90.0%."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhibao.audit.arithmetic import closed, meets, quotient, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, judge
from zhibao.audit.model import Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_RATE = re.compile(r"([\u4e00-\u9fff]{1,12}?)(?:率|(?<=满意)度)(?:为|达到|达|是|约|约为|超过|均|均为|高达|分别为|:)*$")
_TAIL = re.compile("(?:总额|余额|合计|共计|为|达到?|约|人民币|共)*$")
_OWNER = re.compile(
    "(?:[本我该其全的共在]|公司|集团|企业|学校|全年|年度?|报告期|本期|期末|年末|内|末|累计|实现|完成|取得|截至|上半年|一季度|前三季度|当年|其中)*"
)
_AMOUNTS = (Sort.COUNT, Sort.MONEY, Sort.MEASURE)
_ASIDE = re.compile("（[^（）]*）")
_BOUNDARY = re.compile(r"(?:^|[，。；、:（）\d%]|的|生|校|市|县|区|省|司|年|期|末|中|团|体|综合|总)$")


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield 100 × numerator ÷ denominator = rate, where the numerator bears the rate's own stem."""
    earlier: list[Sentence] = []
    for sentence in facts.sentences:
        if earlier and earlier[-1].block.section != sentence.block.section:
            earlier.clear()
        for rate in sentence.claims:
            if rate.role in (Role.VALUE, Role.TARGET, Role.COMPLETION) and rate.numeral.sort is Sort.RATE:
                relation = _relation(facts, rule, sentence, rate, earlier[-8:])
                if relation is not None:
                    yield relation
        earlier.append(sentence)


def _relation(
    facts: Facts, rule: AuditRule, sentence: Sentence, rate: Claim, earlier: Sequence[Sentence]
) -> Relation | None:
    text = sentence.block.text
    near = text[max(sentence.start, rate.start - 40) : rate.start]
    if (named := _named(facts, rule, sentence, rate, near, earlier)) is not None:
        return named
    found = _RATE.search(_ASIDE.sub("", near))
    if not found or found[1].endswith(
        ("增长", "增", "降低", "下降", "费", "税", "利", "汇", "频", "概", "效", "速", "斜")
    ):
        return None
    numerators, rest = _sides(facts, sentence, rate, found[1])
    if not rest:
        return None
    numerator = numerators[-1]
    fitting = [one for one in rest if _fits(numerator, one, rate)]
    chosen = fitting[-1] if fitting else rest[-1]
    forced = len(rest) == 1 and len(numerators) == 1
    expected = (
        quotient(numerator.numeral.interval, chosen.numeral.interval, 100)
        if numerator.numeral.interval and chosen.numeral.interval
        else None
    )
    whole, some = chosen.numeral.value or Fraction(0), numerator.numeral.value or Fraction(0)
    if not whole:
        return None
    printed = (rate.numeral.value or Fraction(0)) / 100
    return judge(
        rule.name,
        (numerator, chosen),
        rate,
        expected,
        reading=Reading.FORCED if forced else Reading.ONE_OF,
        tried=len(rest),
        computation=f"{numerator.numeral.printed} ÷ {chosen.numeral.printed} = {shown(100 * some / whole)}%",
        form=Form.QUOTIENT,
        needs=[(numerator, printed * whole), (chosen, some / printed if printed else None)],
    )


def _sides(facts: Facts, sentence: Sentence, rate: Claim, stem: str) -> tuple[list[Claim], list[Claim]]:
    """Return the counts that bear the rate's stem the most, and those that the last of them may be a part of."""
    counts = [one for one in sentence.heads() if one.numeral.sort in _AMOUNTS and one.group == rate.group]
    ahead = [one for one in counts if one.start < rate.start and one.depth <= rate.depth]
    counts = ahead if len(ahead) > 1 else counts
    marks = {one.index: _bears(facts, one, stem) for one in counts}
    best = max(marks.values(), default=0)
    if not best or len(counts) < 2:
        return [], []
    numerators = [one for one in counts if marks[one.index] == best]
    passes = (rate.numeral.value or 0) > 100
    if len(numerators) == len(counts) == 2 and not passes:
        if numerators[0].numeral.sort is Sort.MONEY:
            return [], []  # 发放贷款 …，收回贷款 …，不良贷款率 …
        numerators = [min(counts, key=lambda one: one.numeral.value or Fraction(0))]
    numerator = numerators[-1]
    others = [one for one in counts if one is not numerator and one.is_like(numerator)]
    larger = [one for one in others if (one.numeral.value or 0) >= (numerator.numeral.value or 0)]
    return numerators, larger or [one for one in others if passes or _is_base(one, numerator)]


def _named(
    facts: Facts, rule: AuditRule, sentence: Sentence, rate: Claim, near: str, earlier: Sequence[Sentence]
) -> Relation | None:
    """Return the relation of a rate whose name says what it divides (资产负债率: 总负债 over 总资产)."""
    for name, (upper, lower, *further) in facts.book.words["named_ratios"].items():
        said = near.rstrip("为达到是约:")
        if not said.endswith(name) or not _BOUNDARY.search(said[: -len(name)]):
            continue
        heads = [one for one in sentence.heads() if one is not rate and one.numeral.sort is not Sort.RATE]
        tops = [one for one in heads if upper in _words(one)]
        bases = [one for one in heads if lower in _words(one) and one not in tops]
        reading = Reading.FORCED
        if not tops or not bases:
            before = [one for other in earlier for one in other.heads() if _is_of_time(one, rate)]
            tops = tops or _called(before, (upper,))
            bases = bases or _called([*before, *heads], (lower, *further))
            reading = Reading.FORCED if _are_adjacent(tops, bases, sentence, rate, name, upper) else Reading.ONE_OF
        if len(tops) == 1 and len(bases) == 1 and tops[0].is_like(bases[0]):
            return _divided(rule, tops[0], bases[0], rate, reading)
    return None


def _are_adjacent(
    tops: Sequence[Claim], bases: Sequence[Claim], sentence: Sentence, rate: Claim, name: str, upper: str
) -> bool:
    """Say whether bare names stand in two sentences that follow each other: 营业收入 …。毛利 …，毛利率 …."""
    bare = bool(_OWNER.fullmatch(_TAIL.sub("", rate.lead).removesuffix(name)))
    near = all(one.block is rate.block and one.sentence >= rate.sentence - 1 for one in bases)
    return bare and near and bool(_called(tops, (upper,))) and tops[0] in sentence.claims


def _words(one: Claim) -> str:
    return one.lead + one.label + one.after[:6]


def _is_of_time(one: Claim, rate: Claim) -> bool:
    same = one.year is None or rate.year is None or one.year == rate.year
    return same and not one.previous and one.numeral.sort is not Sort.RATE and one.scope == rate.scope


def _called(claims: Sequence[Claim], names: Sequence[str]) -> list[Claim]:
    """Return the claims that have just this name, each value once: 公司实现营业收入, not 境外营业收入."""
    found = {}
    for one in claims:
        said = _TAIL.sub("", one.lead)
        if any(said.endswith(name) and _OWNER.fullmatch(said[: -len(name)]) for name in names):
            found[one.numeral.value] = one
    return list(found.values())


def _divided(rule: AuditRule, top: Claim, base: Claim, rate: Claim, reading: Reading) -> Relation | None:
    some, whole = top.numeral.value or Fraction(0), base.numeral.value or Fraction(0)
    if top.numeral.interval is None or base.numeral.interval is None or not whole:
        return None
    printed = (rate.numeral.value or Fraction(0)) / 100
    return judge(
        rule.name,
        (top, base),
        rate,
        quotient(top.numeral.interval, base.numeral.interval, 100),
        reading=reading,
        computation=f"{top.numeral.printed} ÷ {base.numeral.printed} = {shown(100 * some / whole)}%",
        form=Form.QUOTIENT,
        needs=[(top, printed * whole), (base, some / printed if printed else None)],
    )


def _is_base(one: Claim, numerator: Claim) -> bool:
    """Say whether a count smaller than the numerator is still called the base: it stands first, or its words say so."""
    return one.start < numerator.start or re.search("参加|参考|应|共|总|报名", one.lead) is not None


def _bears(facts: Facts, one: Claim, stem: str) -> int:
    """Return how much of the rate's stem a count carries in its label or behind its unit; 0: nothing of it."""
    near = one.lead + one.label + one.after[:10]
    for size in (4, 3, 2):
        if len(stem) >= size and stem[-size:] in near:
            return size
    if any(word in near for word in facts.book.words["rate_stems"].get(stem[-2:], ())):
        return 2
    if len(stem) == 1:
        return int(stem in near)
    return int(re.search(f"{stem[-2]}[^，。；]{{0,4}}{stem[-1]}", near) is not None)


def _fits(numerator: Claim, denominator: Claim, rate: Claim) -> bool:
    if not (numerator.numeral.interval and denominator.numeral.interval and rate.numeral.interval):
        return False
    expected = quotient(numerator.numeral.interval, denominator.numeral.interval, 100)
    return expected is not None and meets(closed(expected), closed(rate.numeral.interval))
