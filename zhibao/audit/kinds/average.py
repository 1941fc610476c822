"""平均: the mean of values that are listed beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from zhibao.audit.arithmetic import closed, difference, meets, shown, slipped_into, spoken, total
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_EACH = "届级年月日季度季周次场期轮校班县区市镇乡店厂人家个门批站"
_MEAN = re.compile(
    r"(?:平均|均值|均分|均价|平均每[^，。；、]{1,4}|年均|月均|日均|校均|场均|班均|季均|届均|期均|次均|店均|县均|厂均)[^，。；、（）0-9]{0,14}$"
)
_SIMPLE = re.compile("算术平均|简单平均|均值|平均值|平均数|算术均")
_OF_TWO = re.compile(
    "[两二2](?:个|者|次|年|季|校|地|期|组|班|项|门|家|轮|批|区|县|市|店|厂|学期|学年|月|天|场|条)|双方|前者与后者"
)
_TWO_OF = re.compile(
    "上、?下半年|上半年(?:和|与|、)下半年|前、?后两|[两二](?:次|位|名|场|轮|学期|科|门|项|个)[^，。；、]{1,10}(?:分别为|依次为|各为|为)$"
)
_IN_TIME = re.compile("年|季度|月|学期|半年|届|次|轮|期|周|日")
_OPENS = re.compile(
    r"[^，。；、（）\d]{0,8}(?:，?(?:其中|分别为|分别是|依次为|各为|即|具体为)?:|，(?:其中|分别|依次|各|即|具体)[^，。；、]{0,12}"
    r"|，[^，。；、（）\d]{0,12}(?:分别|依次|各)(?:为|是|有)|（(?:其中)?[^，。；、（）]{0,12})"
)


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield mean of listed values = stated; whole counts may make it a weighted mean, so a list is asked for."""
    for sentence in facts.sentences:
        for place, stated in enumerate(sentence.claims):
            lead = sentence.block.text[sentence.start : stated.start]
            if stated.role is not Role.VALUE or stated.numeral.value is None or not _MEAN.search(lead):
                continue
            listed = _before(sentence, place, lead)
            if listed:
                relation = _relation(rule, stated, listed, lead)
            else:
                listed = _behind(sentence, place)
                relation = _of_behind(rule, stated, listed, lead) if listed else None
            if relation is not None:
                yield relation


def _before(sentence: Sentence, place: int, lead: str) -> list[Claim]:
    """Return the values of the mean's unit right before it: three or more, or two where the words say so."""
    stated = sentence.claims[place]
    listed: list[Claim] = []
    for one in reversed(sentence.claims[:place]):
        if not listed and _counts_them(one, stated):
            continue
        if listed and not one.numeral.printed[0].isdecimal() and one.numeral.value == len(listed):
            break  # 三个开发区分别签约 51 个、62 个、59 个
        if not _is_plain(one) or not (_is_in_unit(one, stated) and _is_in_unit(one, (listed or [one])[0])):
            break
        listed.insert(0, one)
    clause = lead[max(lead.rfind(sign) for sign in "，。；:") + 1 :]
    ahead = sentence.block.text[sentence.start : listed[0].start] if listed else ""
    said = _OF_TWO.search(clause) or _SIMPLE.search(clause) or _TWO_OF.search(ahead)
    of_two = len(listed) == 2 and said and _is_pair(sentence, listed)
    return listed if len(listed) >= 3 or of_two else []


def _is_plain(one: Claim) -> bool:
    """Say whether a number is a value, or that of a year before which is named as the others are."""
    return one.role is Role.VALUE or (one.role is Role.BEFORE and one.year is not None)


def _is_in_unit(one: Claim, other: Claim) -> bool:
    return one.numeral.unit == other.numeral.unit or Sort.PLAIN in (one.numeral.sort, other.numeral.sort)


def _counts_them(one: Claim, stated: Claim) -> bool:
    """Say whether a number only says how many values the mean is of (两个半年的平均值)."""
    return (
        one.clause == stated.clause
        and one.numeral.sort is Sort.COUNT
        and one.numeral.unit != stated.numeral.unit
        and (one.numeral.value or 0) <= 12
    )


def _is_pair(sentence: Sentence, listed: Sequence[Claim]) -> bool:
    first, second = listed
    return 0 <= first.list_id == second.list_id or len(sentence.between(first, second)) <= 16


def _behind(sentence: Sentence, place: int) -> list[Claim]:
    """Return the values listed behind a mean: 平均每届招收 2176 人：2020 级 2123 人、…."""
    stated = sentence.claims[place]
    text = stated.block.text
    opened = _OPENS.match(text, stated.numeral.stop)
    listed: list[Claim] = []
    if opened is None:
        return []
    for one in sentence.claims[place + 1 :]:
        if not listed and one.start < opened.end() and one.numeral.unit != stated.numeral.unit:
            continue
        is_far = text[listed[-1].numeral.stop : one.start].count("，") > 1 if listed else one.start > opened.end() + 14
        if not _is_plain(one) or one.numeral.unit != stated.numeral.unit or is_far or one.group != stated.group:
            break
        listed.append(one)
    return listed if len(listed) >= 2 else []


def _of_behind(rule: AuditRule, stated: Claim, listed: Sequence[Claim], lead: str) -> Relation | None:
    """Return the mean of values listed behind; None where they are its parts (教学 6 万元、设备 4 万元)."""
    own = stated.numeral.interval
    intervals = [one.numeral.interval for one in listed if one.numeral.interval is not None]
    if own is None or len(intervals) < len(listed) or meets(closed(total(intervals)), closed(own)):
        return None
    relation = _relation(rule, stated, listed, lead)
    if relation is None or relation.outcome is Outcome.HOLDS:
        return relation
    each = re.search(f"每个?([{_EACH}])|([{_EACH}])均", lead[-16:])
    text = stated.block.text
    named = [text[max(0, one.start - len(one.lead) - 6) : one.start] for one in listed]
    sign = f"{each[1] or each[2]}|[年级届季月校中区县市镇厂店]" if each else ""
    kin = bool(sign) and all(re.search(sign, name) for name in named)
    return relation if kin or _SIMPLE.search(lead[-16:]) else None


def _needed(one: Claim, listed: Sequence[Claim], stated: Claim) -> Fraction | None:
    """Return what a member of the list would have to be for the printed mean."""
    own = stated.numeral.interval
    others = [other.numeral.interval for other in listed if other is not one and other.numeral.interval is not None]
    return slipped_into(one, difference(own.scaled(Fraction(len(listed))), total(others))) if own else None


def _relation(rule: AuditRule, stated: Claim, listed: Sequence[Claim], lead: str) -> Relation | None:
    """Return the mean of a list; rates of unequal things may be weighted: only a slip speaks against them."""
    intervals = [one.numeral.interval for one in listed if one.numeral.interval is not None]
    if len(intervals) < len(listed):
        return None
    count = len(listed)
    value = stated.numeral.value or Fraction(0)
    values = [one.numeral.value or Fraction(0) for one in listed]
    exact = sum(values, Fraction(0))
    relation = judge(
        rule.name,
        listed,
        stated,
        total(intervals).scaled(Fraction(1, count)),
        reading=Reading.FORCED if count <= 12 else Reading.ONE_OF,
        computation=f"({spoken(listed, '+')}) ÷ {count} = {shown(exact / count)}",
        needs=[(one, _needed(one, listed, stated)) for one in listed],
    )
    if relation is None or relation.outcome is Outcome.HOLDS:
        return relation
    clause = lead[max(lead.rfind(sign) for sign in "，。；:") + 1 :]
    inside = min(values) <= value <= max(values)
    is_even = _SIMPLE.search(clause) or (count == 2 and _IN_TIME.search(clause))
    if inside and not is_even and (stated.numeral.sort is Sort.RATE or count == 2):
        return replace(relation, reading=Reading.ONE_OF)
    return relation
