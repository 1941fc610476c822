"""每人每生: an amount over heads; 生均 人均 师均 or 每…, with amount and heads in the same sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from zhibao.audit.arithmetic import corners, quotient, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, judge
from zhibao.audit.model import Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort
from zhibao.terms.numerals.units import UNITS

_EACH = re.compile(
    r"每(?P<count>\d{1,4}|[十百千万]|十万|百万)?(?P<unit>(?:常住|户籍)?人口|个班|平方米|立方米|人次|批次|[课学]时|小时|公里|公顷|[\u4e00-\u9fff])"
    r"(?P<noun>[^，。；、（）0-9]{0,14})$"
)
_PER = re.compile(
    r"(?P<mean>[生人师户班亩校项场村镇乡县区店床车机台馆站园企厂社组队门课件单次批栋套间株头])(?:(?<=平均班)额|均)(?!为|等|已|达标|有|在|被|获|完成|通过|实现|未|按|能|可|由|以|属|较)"
    r"|(?<=单)[店台间班床次]平均|每股|平均每(?:人|生|名|所|校|班|亩|户|个|家|项|台|场|间|次|村|万元)|每(?:人|生|名|位|所|校|班|亩|户|家|项|台|场|间|村|个)[^，。；]{0,6}?"
)
_MEAN_BEHIND = re.compile("的(?P<mean>[生人师户班亩校项场村镇])均")
_HEADS = {
    "生": ("人",),
    "人": ("人", "人次"),
    "师": ("人",),
    "户": ("户",),
    "班": ("个班", "班"),
    "亩": ("平方米",),
    "校": ("所", "校"),
    "项": ("项",),
    "场": ("场",),
    "每股": ("股",),
    "名": ("人",),
    "位": ("人",),
    "所": ("所",),
    "家": ("家",),
    "企": ("家", "户"),
    "车": ("辆",),
    "机": ("台", "台套"),
    "台": ("台", "台套"),
    "间": ("间",),
    "次": ("次", "人次"),
    "个": ("个",),
    "门": ("门",),
    "件": ("件",),
    "批": ("批次", "批"),
    "栋": ("栋", "幢"),
    "套": ("套",),
    "株": ("株",),
    "头": ("头",),
    "村": ("村",),
}
_THING = {
    "生": "学生|在校生|生数|学员|生$|困难生|新生|考生",
    "师": "教师|专任|教职工|老师",
    "校": "学校|中学|小学|院校|高校|校$",
    "班": "班$|班级|教学班",
    "床": "床",
    "项": "项目",
    "区": "区$|区县",
    "县": "县",
    "企": "企业|公司",
    "机": "计算机|电脑|机组|机床",
}
_OTHER_BASE = re.compile("人均(?:地区)?(?:生产总值|GDP|可支配|消费支出|国内)|年平均")
_NAMES = {"生": "人", "校": "所", "班": "个班", "人口": "人", "常住人口": "人", "户籍人口": "人"}
_PRICE = re.compile("(?:单价|均价|售价|单产)[^，。；]{0,4}$")
_TOTAL = re.compile("共|合计|总|金额|货款|收入")
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000}
_NONE = Interval(None, None)


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield amount ÷ heads = per head."""
    for sentence in facts.sentences:
        if not re.search("均|每|价|单产|/", sentence.text):
            continue
        for stated in sentence.claims:
            if stated.role in (Role.VALUE, Role.TARGET) and stated.numeral.is_quantity:
                relation = _relation(rule, sentence, stated)
                if relation is not None:
                    yield relation


def _relation(rule: AuditRule, sentence: Sentence, stated: Claim) -> Relation | None:
    unit, _, per = stated.numeral.unit.partition("/")
    found = _per(sentence, stated) or _MEAN_BEHIND.match(stated.after)
    others = _others(sentence, stated)
    each: str | None = None
    if found:
        each = found["mean"] or re.sub("平均|每(?!股)", "", found[0])[:1]
        each = "每股" if found[0] == "每股" else each
        heads = _heads(others, each, found.string[: found.start()] if found["mean"] else "")
    elif per and re.search("均价|单价|价格|售价|标准", _lead(stated) + stated.after):
        heads = [one for one in others if one.numeral.unit == per]
    elif _PRICE.search(_lead(stated)):
        heads = [one for one in others if one.numeral.sort is Sort.COUNT]
        others = [one for one in others if _TOTAL.search(one.lead)] if len(heads) == 1 else []
    else:
        heads = []
    amounts = [one for one in others if one.numeral.unit == unit and one not in heads]
    if heads and amounts:
        is_each = found is None or not found["mean"]
        relation = _judge(rule, stated, amounts, heads, found_each=is_each)
        if relation is not None and _is_of_another(sentence, stated, found):
            return replace(relation, reading=Reading.SEARCHED)
        if relation is not None and found and _has_rival(sentence, stated, found[0]):
            return replace(relation, reading=Reading.ONE_OF)
        return relation
    begin = max(stated.start - 20, stated.start - len(_lead(stated)))
    told = _EACH.search(stated.block.text[begin : stated.start])
    return _of_each(rule, sentence, stated, told) if told else None


def _is_of_another(sentence: Sentence, stated: Claim, found: re.Match[str] | None) -> bool:
    """Say whether the base may be another one: GDP per head is over a mean population."""
    if re.search("(?<![生人名])每(?:学期|学年|季度|年|月|季|天|日|周)", _lead(stated)):
        return True
    based = re.search("按[^，。；]{0,8}?(常住|户籍|平均)[^，。；]{0,4}人口", sentence.text)
    if based and not any(based[1] in one.label for one in sentence.claims):
        return True
    if found is None:
        return not re.search("[以按]|单价", _lead(stated))
    return bool(_OTHER_BASE.search(_lead(stated))) and not re.search(
        "按[^，。；]{0,12}(?:计算|测算|折算)|年平均[^，。；]{0,4}人口", sentence.text
    )


def _has_rival(sentence: Sentence, stated: Claim, word: str) -> bool:
    """Say whether another amount per head has the same unit (每股收益 0.32 元，每股净资产 5.2 元)."""
    return any(
        one is not stated and one.numeral.unit == stated.numeral.unit and found[0] == word
        for one in sentence.claims
        if (found := _per(sentence, one))
    )


def _per(sentence: Sentence, one: Claim) -> re.Match[str] | None:
    """Return the word that makes a number one per head, if no other number stands between (每股 9.97 元，…)."""
    lead = _lead(one)
    found = _PER.search(lead)
    if not found:
        return None
    place = one.start - len(lead) + found.end()
    return None if any(place <= other.start < one.start for other in sentence.claims) else found


def _others(sentence: Sentence, stated: Claim) -> list[Claim]:
    """Return the amounts and counts of a sentence beside a number that are not per head themselves."""
    roles = {Role.VALUE, Role.TARGET, Role.BOUND} | ({Role.BEFORE} if "除以" in sentence.text else set())
    return [
        one
        for one in sentence.claims
        if one is not stated
        and one.group == stated.group
        and one.role in roles
        and one.numeral.is_quantity
        and not _per(sentence, one)
        and not _EACH.search(_lead(one))
        and not _MEAN_BEHIND.match(one.after)
        and not one.previous
    ]


def _heads(others: Sequence[Claim], each: str, ahead: str) -> list[Claim]:
    """Return the counts of what the word names: 村均 the villages, 生均 the students, 法官人均 the judges."""
    units = _HEADS.get(each, ())
    thing = _THING.get(each, each)
    counts = [one for one in others if one.numeral.sort in (Sort.COUNT, Sort.MEASURE)]
    by_unit = next((found for unit in units if (found := [one for one in counts if one.numeral.unit == unit])), [])
    named = [one for one in by_unit or counts if re.search(thing, one.after[:8]) or re.search(thing, one.label)]
    if each == "人" and len(ahead) > 1:
        named = [one for one in by_unit if ahead[-2:] in one.label + one.after]
    if by_unit:
        return named or by_unit
    return [one for one in named if one.numeral.unit in ("个", "家", "所", "张", "座", "条")]


def _of_each(rule: AuditRule, sentence: Sentence, stated: Claim, each: re.Match[str]) -> Relation | None:
    """每套 69 平方米, 每 10 股派 8.72 元, 每名教师负担学生 22.0 人, 每百名学生拥有计算机 25.3 台."""
    unit = UNITS.get(each["unit"])
    name = unit.name if unit else _NAMES.get(each["unit"], "")
    if not name:
        return None
    inside = stated.start - len(each[0]) - 1
    others = [one for one in _others(sentence, stated) if not inside <= one.start < stated.start]
    heads = [one for one in others if one.numeral.unit == name]
    noun = re.sub("^(?:口|名|位)?(?:平均)?(?:拥有|占有|配有|配备|有)", "", each["noun"])
    base = stated.numeral.unit.split("/")[0]
    amounts = [one for one in others if one.numeral.unit == base and one not in heads]
    if name == stated.numeral.unit and noun != each["noun"]:
        amounts = [one for one in heads if noun[:2] and noun[:2] in one.label + one.after]
        heads = [one for one in heads if one not in amounts]
    elif name == stated.numeral.unit and noun:
        heads = [one for one in heads if noun[:2] in one.label + one.after]
        amounts = [one for one in others if one.numeral.unit == base and one not in heads]
    if not heads or not amounts:
        return None
    size = Fraction(_SIZES.get(each["count"] or "", 0) or int(each["count"] or 1))
    return _judge(rule, stated, amounts[-2:], heads[-2:], found_each=base != name, size=size)


def _lead(one: Claim) -> str:
    text = one.block.text
    begin = max(text.rfind(sign, 0, one.start) for sign in "，。；、（") + 1
    return text[begin : one.start]


def _judge(
    rule: AuditRule,
    stated: Claim,
    amounts: Sequence[Claim],
    heads: Sequence[Claim],
    *,
    found_each: bool,
    size: Fraction = Fraction(1),
) -> Relation | None:
    best: Relation | None = None
    tried = len(amounts) * len(heads)
    for amount in reversed(amounts):
        for head in reversed(heads):
            if not head.numeral.value or amount.numeral.interval is None or head.numeral.interval is None:
                continue
            factor = head.numeral.factor if head.numeral.unit == "平方米" else size
            some, whole = amount.numeral.value or Fraction(0), head.numeral.value / factor
            expected = quotient(amount.numeral.interval, head.numeral.interval.scaled(1 / factor))
            value = stated.numeral.value or Fraction(0)
            if found_each and re.search("共|合计|总", _lead(amount)):
                product = corners(
                    lambda a, b: a * b, stated.numeral.interval or _NONE, head.numeral.interval.scaled(1 / factor)
                )
                one = judge(
                    rule.name,
                    (stated, head),
                    amount,
                    product,
                    reading=Reading.FORCED if tried == 1 else Reading.ONE_OF,
                    tried=tried,
                    divides=False,
                    needs=[(stated, some / whole)],
                    computation=f"{stated.quote} × {head.quote} = {shown(value * whole / amount.numeral.factor)}",
                )
                best = one if one is not None and (best is None or one.outcome.value == "holds") else best
                continue
            scale = stated.numeral.factor
            one = judge(
                rule.name,
                (amount, head),
                stated,
                expected,
                reading=Reading.FORCED if tried == 1 else Reading.ONE_OF,
                tried=tried,
                computation=f"{amount.quote} ÷ {head.quote} = {shown(some / whole / scale)}",
                form=Form.QUOTIENT,
                needs=[(amount, value * whole), (head, some / value * factor if value else None)],
            )
            if one is not None and (best is None or (one.outcome.value == "holds" and best.outcome.value != "holds")):
                best = one
    return best
