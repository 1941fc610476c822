"""分项跨句: a series whose members stand in several sentences: 其中第一产业 …；第二产业 …，其中工业 …。第三产业 …."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Reading
from zhibao.audit.sums.series import named_text, names
from zhibao.audit.sums.split import SUMS, Split, fits

_SHORTEST = 3
_REACH = 3


def parts_across(facts: Facts, sentences: Sequence[Sentence]) -> Iterator[Split]:
    """Yield the splits of a paragraph whose parts are spread over sentences, each member named once."""
    if len(sentences) < 2:
        return
    heads = [
        (place, one)
        for place, sentence in enumerate(sentences)
        for one in sentence.claims
        if one.role in (Role.VALUE, Role.TARGET) and one.numeral.sort in SUMS
    ]
    for series in facts.lex.series:
        if len(series) >= _SHORTEST:
            split = _split(facts, sentences, heads, series)
            if split is not None:
                yield split


def _split(
    facts: Facts, sentences: Sequence[Sentence], heads: Sequence[tuple[int, Claim]], series: Sequence[str]
) -> Split | None:
    found: list[tuple[int, Claim]] = []
    for member in series:
        named = [(place, one) for place, one in heads if names(named_text(one), member)]
        if len(named) != 1 or (found and not named[0][1].is_like(found[0][1])):
            return None
        found += named
    first, last = found[0][0], found[-1][0]
    if first == last or last - first > _REACH or any(a > b for (a, _), (b, _) in pairwise(found)):
        return None
    parts = tuple(one for _, one in found)
    largest = max(one.numeral.value or 0 for one in parts)
    before = [one for place, one in heads if one.start < parts[0].start and place >= first - 1]
    totals = [one for one in before if one.is_like(parts[0]) and (one.numeral.value or 0) > largest]
    if not totals or facts.lex.not_additive.search(totals[-1].label):
        return None
    between = sentences[0].block.text[totals[-1].numeral.stop : parts[0].start]
    announced = facts.lex.parts.search(between) is not None
    if not announced and not fits(totals[-1], parts):
        return None
    return Split(totals[-1], parts, Reading.FORCED, 0.93, is_announced=announced)
