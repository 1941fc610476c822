"""比: N to 1 of two counts (生师比 18∶1), and splits that make up a hundred (58.5∶41.5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from zhibao.audit.arithmetic import quotient, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield ratios to one over two counts of the sentence, or (`of: hundred`) the sum of a split."""
    hundred = rule.parameters.get("of") == "hundred"
    last: Sentence | None = None
    for sentence in facts.sentences:
        weighed = [] if hundred else list(_weighed(rule, sentence, last))
        yield from weighed
        done = {id(one.result) for one in weighed}
        for stated in sentence.claims:
            if id(stated) in done:
                continue
            if hundred and stated.numeral.sort is Sort.SPLIT:
                relation = _split(rule, stated)
            elif not hundred and stated.numeral.sort in (Sort.RATIO, Sort.PLAIN, Sort.COUNT):
                relation = _to_one(rule, sentence, stated, last)
            else:
                continue
            if relation is not None:
                yield relation
        last = sentence


def _split(rule: AuditRule, stated: Claim) -> Relation | None:
    parts, step = stated.numeral.parts, stated.numeral.step
    whole = sum(parts, Fraction(0))
    named = bool(
        re.search(
            "普职比|职普比|招生比|三产业|二产业|从业人员之比|城乡之比|普职|职普|三次产业|产业结构|一二三产|三产结构|城乡结构|结构比|占比",
            stated.block.text[max(0, stated.start - 30) : stated.start],
        )
    )
    if len(parts) < 2 or not (85 <= whole <= 115 or (named and max(parts) > 15)):
        return None
    if not named and stated.numeral.decimals == 0 and whole != 100 and len(parts) == 2 and max(parts) < 40:
        return None
    slack = step * len(parts) / 2
    holds = abs(whole - 100) <= slack
    text = " + ".join(shown(part) for part in parts)
    others = [str(shown(100 - whole + part)) for part in parts]
    printed = re.split("[:/]", stated.numeral.printed)
    pairs = [f"{old} → {new}" for old, new in zip(printed, others, strict=False)]
    return Relation(
        rule.name,
        (stated,),
        stated,
        Outcome.HOLDS if holds else Outcome.FAILS,
        Reading.FORCED,
        6.0,
        "100",
        f"{text} = {shown(whole)}",
        prior=1.0 if _is_share(stated) or stated.numeral.decimals else 0.7,
        values={"instead": "；".join(pairs)},
    )


def _is_share(stated: Claim) -> bool:
    return bool(re.search("比|占|构成|结构", stated.lead + stated.label))


def _to_one(rule: AuditRule, sentence: Sentence, stated: Claim, last: Sentence | None) -> Relation | None:
    name = _name(stated)
    if name is None or stated.role not in (Role.VALUE, Role.TARGET):
        return None
    is_told = stated.numeral.sort is Sort.COUNT
    heads = [
        one
        for one in sentence.heads()
        if one is not stated and one.numeral.sort is Sort.COUNT and not (is_told and one.clause == stated.clause)
    ]
    before = [one for one in heads if one.start < stated.start]
    found, reading = _pair(before, name), Reading.FORCED
    counts = before
    if found is None:
        counts = [one for one in heads if one.start > stated.start + 6 or one.start < stated.start]
        found = _pair(counts, name)
    if found is None and last is not None and last.block is sentence.block:
        counts = [one for one in last.heads() if one.numeral.sort is Sort.COUNT] + counts
        found, reading = _pair(counts, name), Reading.ONE_OF
    if found is None or (is_told and not found.is_named):
        return None
    big, small = found.pair if (stated.numeral.value or 1) >= 1 else reversed(found.pair)
    if not (big.numeral.interval and small.numeral.interval and small.numeral.value):
        return None
    if not found.is_named and name not in _STUDENTS and name not in _BOTH:
        reading = Reading.ONE_OF
    if not found.is_named and len([one for one in counts if one.is_like(big)]) > 2:
        reading = Reading.ONE_OF
    expected = quotient(big.numeral.interval, small.numeral.interval)
    some, whole = big.numeral.value or Fraction(0), small.numeral.value
    value = stated.numeral.value or Fraction(0)
    return judge(
        rule.name,
        (big, small),
        stated,
        expected,
        reading=reading,
        computation=f"{big.numeral.printed} ÷ {small.numeral.printed} = {shown(some / whole)}",
        form=Form.QUOTIENT,
        needs=[(big, value * whole), (small, some / value if value else None)],
    )


def _weighed(rule: AuditRule, sentence: Sentence, last: Sentence | None) -> Iterator[Relation]:
    """Yield 生师比 over 折合在校生 and 折合教师, and 折合教师 as 专任 and half of 外聘, by the ministry's formula."""
    beside = last.heads() if last is not None and last.block is sentence.block else []
    heads = [*beside, *sentence.heads()]
    students = [one for one in heads if re.search("折合[^，。；]{0,6}(?:学生|在校生|生数)", one.lead + one.label)]
    teachers = [one for one in heads if "折合" in one.lead and re.search("教师|师数", one.lead)]
    full = [one for one in heads if re.search("专任教师", one.label) and one not in teachers]
    hired = [one for one in heads if re.search("(?:外聘|聘请|兼职)[^，。；]{0,4}教师", one.label) and one not in full]
    weighed = _half_of_hired(full, hired)
    if weighed is not None and len(teachers) == 1 and teachers[0] in sentence.claims:
        told = teachers[0].numeral.value or Fraction(0)
        needs = [(full[0], told - weighed[2]), (hired[0], 2 * (told - weighed[1]))]
        yield from _as_one(rule, (full[0], hired[0]), teachers[0], weighed[0], f"{weighed[3]}", needs, 0)
    stated = [one for one in sentence.heads() if "生师比" in one.lead and one.numeral.sort in (Sort.RATIO, Sort.PLAIN)]
    if len(stated) != 1 or len(students) != 1 or len(teachers) > 1 or not (teachers or weighed):
        return
    base, parts = (teachers[0].numeral.value or Fraction(0), tuple(teachers)) if teachers else (Fraction(0), ())
    if not teachers and weighed is not None:
        base, parts = weighed[0], (full[0], hired[0])
    some, value = students[0].numeral.value or Fraction(0), stated[0].numeral.value or Fraction(0)
    if base and value:
        wanted = some / value
        needs = [(students[0], value * base)]
        if teachers:
            needs.append((teachers[0], wanted))
        elif weighed is not None:
            needs += [(full[0], wanted - weighed[2]), (hired[0], 2 * (wanted - weighed[1]))]
        words = f"{students[0].numeral.printed} ÷ {shown(base)} = {shown(some / base)}"
        both = bool(teachers) and teachers[0] in sentence.claims and students[0] in sentence.claims
        reading = Reading.FORCED if both else Reading.ONE_OF
        room = Fraction(1, 500)
        yield from _as_one(rule, (students[0], *parts), stated[0], some / base, words, needs, room, reading)


def _half_of_hired(full: list[Claim], hired: list[Claim]) -> tuple[Fraction, Fraction, Fraction, str] | None:
    """Return 专任 + 外聘 × 0.5, its two terms, and the sum in words."""
    if len(full) != 1 or len(hired) != 1:
        return None
    own, half = full[0].numeral.value or Fraction(0), (hired[0].numeral.value or Fraction(0)) / 2
    words = f"{full[0].numeral.printed} + {hired[0].numeral.printed} × 0.5 = {shown(own + half)}"
    return own + half, own, half, words


def _as_one(
    rule: AuditRule,
    parts: tuple[Claim, ...],
    stated: Claim,
    exact: Fraction,
    words: str,
    needs: list[tuple[Claim, Fraction]],
    room: Fraction | int,
    reading: Reading = Reading.ONE_OF,
) -> Iterator[Relation]:
    slack = exact * room or Fraction(1, 2)
    expected = Interval(exact - slack, exact + slack)
    found = judge(
        rule.name, parts, stated, expected, reading=reading, computation=words, needs=needs, form=Form.QUOTIENT
    )
    if found is not None:
        yield found


_STUDENTS = ("生师", "师生")
_BOTH = ("二者", "两者", "双方", "前者与后者", "上述两者")
_RATIO_NAME = re.compile(
    r"(?:^|[，。；:（]|[^一-龥])(?P<lead>[一-龥]*?)(?:(?P<sides>[一-龥]{1,10}?(?:与|和|同|跟|对|、|及)[一-龥]{1,12}?)(?:人数|数量)?(?:之间)?(?:的|之)?|"
    r"(?P<both>二者|两者|双方|前者与后者|上述两者)(?:之间)?(?:的|之)?|(?P<short>[一-龥]{2}))(?:配比|比值|比例|比率|比)(?:关系|大约|约|已|仅|就|优化|控制|保持|降|调整|达|到|至|为|是|在|:|的)*$"
)
_NAMED = {
    "学生": "学生|在校生|生数|学员|生$",
    "教师": "教师|专任|教职工|老师",
    "师": "师|教职工|保教",
    "幼": "幼儿|在园",
    "机": "机|电脑|终端",
    "患": "患者|病人|诊疗",
}
_ONE_HAS = re.compile(
    r"(?<!\d)(?:1|一)(?:个|名|位|人|台|张|辆|所|间)(?P<small>[一-龥]{1,8}?)(?:平均|要|需|需要|可|约)*(?:对应|负担|服务|指导|面对|面向|管理|承担|教|带)$"
)
_HAS_ONE = re.compile(
    r"(?P<big>[一-龥]{1,8}?)(?:就|便|可|平均|才|仅|只)*(?:配备|配有|配置|配|拥有|对应|共享|共用|共有|有|需|享有)"
    r"(?:1|一)(?:个|名|位|人|台|张|辆|所|间)(?P<small>[一-龥]{1,10})"
)


def _name(stated: Claim) -> str | None:
    """Return the things a ratio to one is of, as 生师 or 甲与乙; None where the words name no ratio."""
    text = stated.block.text
    begin = max(text.rfind(sign, 0, stated.start) for sign in "，。；") + 1
    near = re.sub("（[^（）]*）", "", text[begin : stated.start])
    if stated.numeral.sort is Sort.COUNT:
        return _of_each(stated)
    if stated.numeral.sort is Sort.PLAIN and "生师比" not in near:
        return None
    idiom = re.search("(生师|师生)比", near)
    if idiom:
        return idiom[1]
    found = _RATIO_NAME.search(near)
    return (found["sides"] or found["both"] or found["short"]) if found else None


def _of_each(stated: Claim) -> str | None:
    """Return the things of a ratio told as so many for one: 每 23.4 名学生配备 1 名专任教师, 1 名教师对应 23 名学生."""
    text = stated.block.text
    if (stated.numeral.value or 0) <= 1:
        return None
    ahead = _ONE_HAS.search(text, max(0, stated.start - 24), stated.start)
    noun = re.match("[一-龥]{1,8}", stated.after)
    if ahead and noun:
        return f"{noun[0]}与{ahead['small']}"
    behind = _HAS_ONE.match(text, stated.numeral.stop) if text[stated.start - 1 : stated.start] == "每" else None
    return f"{behind['big']}与{behind['small']}" if behind else None


@dataclass(frozen=True, slots=True)
class _Found:
    """The two counts, the larger first, and whether the name of the ratio points them out."""

    pair: tuple[Claim, Claim]
    is_named: bool


def _pair(counts: list[Claim], name: str) -> _Found | None:
    """Return the two counts that the name speaks of."""
    if name in _STUDENTS:
        students = [
            one
            for one in counts
            if re.search("学生|在校生|生数|学员|成员|幼儿|学徒|生$", one.label + one.after[:4])
            and "毕业生" not in one.label
        ]
        teachers = [one for one in counts if re.search("教师|专任|师数|教职工|老师|导师", one.label + one.after[:4])]
        own = [one for one in teachers if "专任" in one.label] or teachers
        others = [one for one in teachers if not students or one is not students[-1]]
        own = [one for one in own if one in others] or others
        if students and own:
            return _Found((students[-1], own[-1]), False)
        return None
    sides = re.split("与|和|同|跟|对|、|及", name, maxsplit=1)
    if len(sides) == 1 and name not in _BOTH:
        sides = list(name)
    if len(sides) == 2:
        left, right = (_of_side(counts, side) for side in sides)
        chosen = [(one, other) for one in left for other in right if one is not other]
        if chosen:
            return _Found(_ordered(*chosen[-1]), True)
    if len(sides) == 2 and max(map(len, sides)) == 1:
        return None
    if len(counts) != 2 or not counts[0].is_like(counts[1]):
        return None
    return _Found(_ordered(*counts), False)


def _of_side(counts: list[Claim], side: str) -> list[Claim]:
    """Return the counts of one side of a ratio, by its whole name where any bears it (外聘教师, not every 教师)."""
    named = [one for one in counts if side in one.label + one.after]
    return named or [one for one in counts if _is_side(one, side)]


def _is_side(one: Claim, side: str) -> bool:
    """Say whether a count is of the thing that a side of the ratio names: 医 or 班组长."""
    words = one.label + one.lead[-8:] + one.after[:8] + one.numeral.unit
    if (named := _NAMED.get(side[-2:]) or _NAMED.get(side)) is not None:
        return bool(re.search(named, words))
    if len(side) < 3:
        return side in words
    return any(side[i : i + 3] in words for i in range(len(side) - 2)) or side[:2] in words or side[-2:] in words


def _ordered(one: Claim, other: Claim) -> tuple[Claim, Claim]:
    return (one, other) if (one.numeral.value or 0) >= (other.numeral.value or 0) else (other, one)
