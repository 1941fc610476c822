"""分项另起一句: parts that open the sentence after their total: 。其中国家级 4 个、省级 18 个; 。按年级分，…."""

import re
from collections.abc import Iterator, Sequence

from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Reading
from zhibao.audit.sums.series import closed_prefix, is_member
from zhibao.audit.sums.split import OPEN_END, SUMS, TOTAL_LAST, Split, fits, lead_of

_AXIS = re.compile(
    "(?:按|从|分)[^，。；:、（）]{1,14}(?:分|看|划分|统计|构成|来看|分类|区分|分布|类型|情况看)(?:，|:|，其中|为)?$"
    "|^(?:分|按)[^，。；]{1,10}(?:看|分)，"
)
_LONGEST_OPENING = 34


def parts_following(
    facts: Facts, sentence: Sentence, earlier: Sequence[Sentence], heads: Sequence[Claim], used: Sequence[Claim]
) -> Iterator[Split]:
    """Yield the splits whose total stands in an earlier sentence; `used` are totals that had parts before."""
    if not heads or not earlier:
        return
    for opening, group in _openings(sentence, heads):
        split = _split(facts, sentence, earlier, group, used, opening)
        if split is not None:
            yield split


def _openings(sentence: Sentence, heads: Sequence[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    """Yield the groups (between ；) that may list parts of an earlier total, with the words that open them."""
    groups = sorted({one.group for one in heads})
    text = sentence.block.text
    for place, number in enumerate(groups):
        own = [one for one in heads if one.group == number]
        begin = sentence.start if place == 0 else text.rfind("；", sentence.start, own[0].start) + 1
        opening = text[begin : own[0].start]
        if place == 0:
            yield opening, list(heads) if len(groups) > 1 and len(own) == 1 else own
        elif _is_axis(opening):
            yield opening, own


def _is_axis(opening: str) -> bool:
    return _AXIS.search(opening[: opening.rfind("，") + 1] or opening) is not None


def _split(
    facts: Facts,
    sentence: Sentence,
    earlier: Sequence[Sentence],
    heads: Sequence[Claim],
    used: Sequence[Claim],
    opening: str,
) -> Split | None:
    first = heads[0]
    ahead = [one for one in sentence.claims if first.start - len(opening) < one.start < first.start]
    if len(opening) > _LONGEST_OPENING or any(one.role is not Role.VALUE for one in ahead):
        return None
    parts = [one for one in heads if one.is_like(first) and one.depth == first.depth]
    while len(parts) > 1 and (parts[-1].is_total or TOTAL_LAST.search(lead_of(parts[-1]))):
        parts.pop()
    closed = closed_prefix(facts, parts)
    axis, announced = _is_axis(opening), facts.lex.parts.search(opening) is not None
    totals = _totals(earlier[-1], parts)
    bare = len(parts) == len(sentence.claims) and len(totals) == 1 and re.search("总|共|合计", lead_of(totals[0]))
    if len(parts) > len(closed) and any(fits(one, parts) for one in totals):
        closed = ()
    chosen = closed or tuple(parts)
    is_open = OPEN_END.match(sentence.block.text[chosen[-1].numeral.stop :])
    if not (announced or closed or axis or bare) or len(chosen) < 2 or is_open:
        return None
    known = [one for one in used if one.is_like(first)]
    near = [
        one
        for other in reversed(earlier)
        for one in reversed(other.heads())
        if one.is_like(first) and one.numeral.sort in SUMS
    ]
    if not near or facts.lex.not_additive.search(near[0].label):
        return None
    fitting = [one for one in near if fits(one, chosen)]
    if fitting:
        sole = fitting[0] in totals and len(totals) == 1
        return Split(fitting[0], chosen, Reading.FORCED if sole else Reading.ONE_OF, 0.95)
    if axis and (known or len(totals) == 1):
        return Split(known[-1] if known else totals[0], chosen, Reading.FORCED, 0.93)
    return _unfitting(
        facts,
        totals,
        chosen,
        closed,
        announced,
        len(closed) == sum(one.is_like(first) for one in heads) and len(opening) <= 12,
    )


def _totals(sentence: Sentence, parts: Sequence[Claim]) -> list[Claim]:
    """Return the values of a sentence that parts may be parts of; of several, those that bear the parts' own noun."""
    like = [one for one in sentence.heads() if one.is_like(parts[0])]
    nouns = {one.label[-2:] for one in parts}
    if len(like) < 2 or len(nouns) > 1 or not (noun := nouns.pop()):
        return like
    return [one for one in like if noun in one.label] or like


def _unfitting(
    facts: Facts,
    totals: Sequence[Claim],
    chosen: tuple[Claim, ...],
    closed: Sequence[Claim],
    announced: bool,
    alone: bool,
) -> Split | None:
    """Return the split of parts that do not add up, as surely as the words tell which total they belong to."""
    if len(totals) != 1:
        return None
    if closed and announced:
        return Split(totals[0], chosen, Reading.FORCED, 0.93)
    if closed and alone and not is_member(facts, totals[0], closed):
        return Split(totals[0], chosen, Reading.FORCED, 0.9)
    return Split(totals[0], chosen, Reading.ONE_OF, 0.7 if closed else 0.5, announced)
