"""总数在前: a total, and behind it its parts: 其中 …, 分为 …, a colon, a bracket, or a closed series."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Reading
from zhibao.audit.sums.series import (
    are_opposite,
    are_years_of,
    closed_prefix,
    continues_series,
    divides_by_nature,
    has_rest,
    is_member,
)
from zhibao.audit.sums.split import OPEN_END, SUMS, TOTAL_LAST, Split, fits, lead_of

_OPENS = re.compile(
    "^[^，。；、（）:0-9]{0,16}(?:（|-{1,2}|—{1,2}|(?:，[^，。；:0-9]{0,10})?:)[^，。；:0-9]{0,14}$|分布在|分布于|来自"
)
_CLOSING = re.compile("分布在|分布于|来自|分为|分成|构成|组成|其中:|包括:")
_AMONG = re.compile("^[^，。；、（）0-9]{1,14}[中里](?:，|:)[^，。；]{0,14}$")
_BY_AXIS = re.compile("(?:按|从|分)[^，。；:、（）]{1,8}(?:分|看|划分|来看|统计)[，:]")
_ALL = re.compile("共|总|合计|全部|各类|各级|计$")
_BARE = re.compile("^[^，。；、（）:0-9]{0,14}，[^，。；、（）:0-9]{2,16}$")
_SUBSET = re.compile(
    "^(?![^0-9]*(?:参加|报名|应|申报|计划))[^，。；、（）:0-9]{0,14}，(?:已(?:有|经)?|(?:按期|如期|完成)[^，。；0-9]{2,4}|[^，。；0-9]{2,14}的(?:有|为|达)?|其中有)$"
)
_BUILT_OF = re.compile("，?(?:主要)?由[^，。；、（）0-9]{0,14}$")
_BUILT = re.compile("[^，。；]{0,8}(?:构成|组成)")
_OF_ITS_OWN = re.compile("新增|新建|生均|人均|平均|每|累计|占地")
_APART = re.compile("另有|此外|同时|全年|目前|共有")


def total_first(facts: Facts, sentence: Sentence, heads: Sequence[Claim]) -> Iterator[Split]:
    """Yield the splits of a sentence whose total comes first."""
    taken: set[int] = set()
    for place, head in enumerate(heads):
        if head.index in taken:
            continue
        parts = _parts_after(facts, sentence, heads, place)
        split = _announced(facts, sentence, head, parts) if parts else None
        if split is not None:
            taken |= {one.index for one in split.parts}
            yield split


def bracketed(facts: Facts, sentence: Sentence) -> Iterator[Split]:
    """Yield 实训基地 54 个（校内 24 个，校外 30 个）: the bracket behind a total lists its parts."""
    heads = [one for one in sentence.heads() if one.numeral.sort in SUMS]
    for head, first in pairwise(heads):
        between = sentence.between(head, first)
        opens = re.match("^[^（）。；，]{0,10}（[^（）0-9]{1,14}$", between)
        if first.depth != head.depth + 1 or not head.is_like(first) or not opens:
            continue
        close = sentence.block.text.find("）", first.start)
        inside = [one for one in sentence.claims if first.start <= one.start < close]
        parts = tuple(one for one in inside if one in heads and one.depth == first.depth and one.is_like(head))
        text = between + sentence.block.text[first.start : close]
        if 2 <= len(parts) == len(inside) and "等" not in text and not facts.lex.before.search(text):
            yield Split(head, parts, Reading.FORCED, 0.93, is_announced=True)


def _parts_after(facts: Facts, sentence: Sentence, heads: Sequence[Claim], place: int) -> tuple[Claim, ...]:
    """Return the like values that follow a head as its parts could."""
    head, found = heads[place], list[Claim]()
    for one in heads[place + 1 :]:
        if not found and not one.is_like(head) and one.start - head.numeral.stop <= 4:
            continue  # 57 项 126 人获奖，一等奖 1 项…
        if not one.is_like(head) or one.is_total or TOTAL_LAST.search(lead_of(one)):
            break
        if found and (one.depth != found[0].depth or _APART.search(sentence.between(found[-1], one))):
            break
        if found and "其中" in sentence.between(found[-1], one):
            break
        if _leaves_the_group(facts, sentence, head, one, found) or _is_interrupted(facts, sentence, head, one, found):
            break
        found.append(one)
    return tuple(found)


def _leaves_the_group(facts: Facts, sentence: Sentence, head: Claim, one: Claim, found: Sequence[Claim]) -> bool:
    """Say whether a ； stands between, and neither 其中 nor a colon carries the list over it."""
    if one.group == head.group or (found and found[0].group != head.group):
        return False
    if found and continues_series(facts, [*found, one]):
        return False  # 其中第一产业 98.2 亿元，增长 3.1%；第二产业 520.4 亿元，增长 6.0%
    first = found[0] if found else one
    text = sentence.block.text
    clause, between = text[text.rfind("；", 0, one.start) + 1 : one.start], sentence.between(head, first)
    return not (re.match(".{0,4}其中", clause) or (_OPENS.search(between) and ":" in between))


def _is_interrupted(facts: Facts, sentence: Sentence, head: Claim, one: Claim, found: Sequence[Claim]) -> bool:
    """Say whether a change of the head stands between, which ends its list unless 其中 follows."""
    between = [other for other in sentence.claims if head.start < other.start < one.start and other.depth <= head.depth]
    changed = any(other.role in (Role.DIFFERENCE, Role.GROWTH) for other in between)
    if found and continues_series(facts, [*found, one]):
        return False
    return changed and not facts.lex.parts.search(sentence.between(head, one))


def _announced(facts: Facts, sentence: Sentence, head: Claim, parts: tuple[Claim, ...]) -> Split | None:
    text = sentence.block.text
    gap = sentence.between(head, parts[0])
    same_depth = parts[0].depth == head.depth
    closed = closed_prefix(facts, parts)
    built = _BUILT_OF.match(gap) and _BUILT.match(text, parts[-1].numeral.stop)
    says_all = head.is_total or _ALL.search(head.lead) is not None
    by_axis = closed and _BY_AXIS.search(text, sentence.start if says_all else head.start, parts[0].start)
    by_axis = by_axis or _BY_AXIS.search(text, head.numeral.stop, parts[0].start)
    announced = (
        built or by_axis or facts.lex.parts.search(gap) or (same_depth and (_OPENS.search(gap) or _AMONG.search(gap)))
    )
    is_mean = facts.lex.not_additive.search(head.label) and not facts.lex.additive.search(parts[0].label)
    if is_mean or (closed and is_member(facts, head, closed)):
        return None
    named = bool(re.search("其中|包括|包含", gap) or _AMONG.search(gap))
    is_open = OPEN_END.match(text[parts[-1].numeral.stop :]) is not None
    in_turn = (
        len(parts) >= 2
        and -1 < parts[0].list_id != head.list_id
        and all(one.list_id == parts[0].list_id for one in parts)
    )
    if closed and has_rest(closed) and not announced and ("有" not in gap or head.lead.endswith("有")):
        return None  # 甲收入 …，乙收入 …，其他收入 …: the first is a member, not the total
    if closed and (announced or len(gap) <= 24):
        return (
            None
            if is_open and len(closed) == len(parts)
            else _of_series(head, parts, closed, bool(announced) or in_turn, named)
        )
    if not announced and are_years_of(head, parts):
        return Split(head, parts, Reading.FORCED, 0.93)
    if not announced and in_turn and not is_open:
        return Split(head, parts, Reading.ONE_OF, 0.5)
    if not announced and len(parts) >= 2 and same_depth and fits(head, parts) and _BARE.match(gap):
        return Split(head, parts, Reading.ONE_OF, 0.5) if _stand_alone(sentence, head, parts) else None
    if (
        not announced
        and _SUBSET.match(gap)
        and same_depth
        and (
            says_all
            or re.search("安排|现有|计划|立项|排查|受理|征集|收到|列入|启动|实施|签订|发放|下达|抽检|检查", head.lead)
        )
    ):
        return Split(head, parts[:1], Reading.ONE_OF, 0.0, True)
    if not announced and len(parts) >= 2 and _BARE.match(gap) and same_depth and not is_open:
        return Split(head, parts, Reading.ONE_OF, 0.5) if _stand_alone(sentence, head, parts) else None
    if not announced:
        return None
    if is_open or facts.lex.open.search(gap):
        return Split(head, parts, Reading.ONE_OF, 0.1, named)
    if (
        len(parts) >= 2
        and (built or by_axis or _CLOSING.search(gap) or _OPENS.search(gap))
        and _stand_together(sentence, parts)
    ):
        return Split(head, parts, Reading.FORCED, 0.9, named)
    prior = {1: 0.0, 2: 0.35, 3: 0.5}.get(len(parts), 0.6)
    return Split(head, parts, Reading.ONE_OF, prior, named)


def _stand_alone(sentence: Sentence, head: Claim, parts: Sequence[Claim]) -> bool:
    """Say whether a bare list runs to the end of its sentence, with no other number in it."""
    after = [one for one in sentence.claims if one.start > head.start and one.group == head.group]
    if any(_OF_ITS_OWN.search(one.lead) for one in parts):
        return False
    if re.search("其中|包括", sentence.block.text[sentence.start : head.start]):
        return False  # 其中，国家级培训 2422 人次，省级培训 1525 人次，…: the head is the first of the parts
    return after == list(parts) and all(len(sentence.between(a, b)) <= 18 for a, b in pairwise(parts))


def _of_series(
    head: Claim, parts: tuple[Claim, ...], closed: tuple[Claim, ...], announced: bool, named: bool
) -> Split | None:
    """Return the split of a closed series; where more parts follow it, they may all belong to the list."""
    largest = max(one.numeral.value or Fraction(0) for one in closed)
    if not announced and largest > (head.numeral.value or 0) and not has_rest(closed):
        return None
    if len(closed) < len(parts) and not fits(head, closed):
        return Split(head, parts, Reading.FORCED if fits(head, parts) else Reading.ONE_OF, 0.6, named)
    forced = announced or divides_by_nature(closed[0]) or has_rest(closed) or are_opposite(closed)
    return Split(head, closed, Reading.FORCED if forced else Reading.ONE_OF, 0.96, named)


def _stand_together(sentence: Sentence, parts: Sequence[Claim]) -> bool:
    """Say whether the parts stand in one list, none of them far apart."""
    return all(len(sentence.between(a, b)) <= 40 for a, b in pairwise(parts))
