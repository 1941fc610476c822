"""对齐: the lines of a report as it is compiled beside those of its edited copy."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Pair = tuple[int | None, int | None]
"""A line of the compiled report and one of the edited one; None where there is none."""

_LIKE = 0.4
_MOST, _LONG = 2500, 8
_DEEPEST = 20


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Yield every line of both, in the order of the edited report, with the line that it came from.

    The time grows with the lines, not with their square, as long as most lines stand once in a report.
    """
    i = j = 0
    for at, to in [*_equal(old, new, (0, len(old)), (0, len(new)), _DEEPEST), (len(old), len(new))]:
        yield from _within(old, new, (i, at), (j, to))
        if at < len(old):
            yield at, to
        i, j = at + 1, to + 1


def _equal(
    old: Sequence[str], new: Sequence[str], of: tuple[int, int], to: tuple[int, int], deep: int
) -> Iterator[tuple[int, int]]:
    """Yield equal lines of two stretches that keep their order: from both ends, and around lines that stand once."""
    (first, last), (begin, end) = of, to
    while first < last and begin < end and old[first] == new[begin]:
        yield first, begin
        first, begin = first + 1, begin + 1
    same = 0
    while first < last - same and begin < end - same and old[last - same - 1] == new[end - same - 1]:
        same += 1
    anchors = _anchors(old, new, (first, last - same), (begin, end - same)) if deep else []
    if anchors:
        i, j = first, begin
        for at, there in [*anchors, (last - same, end - same)]:
            yield from _equal(old, new, (i, at), (j, there), deep - 1)
            if at < last - same:
                yield at, there
            i, j = at + 1, there + 1
    elif first < last - same and begin < end - same:
        matcher = SequenceMatcher(None, old[first : last - same], new[begin : end - same], autojunk=False)
        for block in matcher.get_matching_blocks():
            yield from ((first + block.a + place, begin + block.b + place) for place in range(block.size))
    yield from ((last - place, end - place) for place in range(same, 0, -1))


def _anchors(old: Sequence[str], new: Sequence[str], of: tuple[int, int], to: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the lines that stand once in either stretch, as many as keep their order."""
    there = dict(_once(new, to))
    both = [(place, there[line]) for line, place in _once(old, of) if line in there]
    piles: list[int] = []
    before: list[int] = []
    tops: list[int] = []
    for index, (_, place) in enumerate(both):
        pile = bisect_left(piles, place)
        piles[pile : pile + 1] = [place]
        tops[pile : pile + 1] = [index]
        before.append(tops[pile - 1] if pile else -1)
    kept: list[tuple[int, int]] = []
    index = tops[-1] if tops else -1
    while index >= 0:
        kept.append(both[index])
        index = before[index]
    return kept[::-1]


def _once(lines: Sequence[str], of: tuple[int, int]) -> Iterator[tuple[str, int]]:
    counts = Counter(lines[of[0] : of[1]])
    yield from ((lines[place], place) for place in range(*of) if counts[lines[place]] == 1)


def likeness(one: str, other: str) -> float:
    """Return how like two lines are, from 0 to 1; digits do not count, since numbers are what may be wrong."""
    first, second = (re.sub(r"[\d\s]+", "0", text) for text in (one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.quick_ratio() < _LIKE:
        return 0
    # A sentence put into a long paragraph, or taken out of it, leaves the shorter one whole.
    matched = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
    return max(matcher.ratio(), matched / max(1, min(len(first), len(second))) if matched > _LONG else 0)


def _within(old: Sequence[str], new: Sequence[str], of: tuple[int, int], to: tuple[int, int]) -> Iterator[Pair]:
    """Yield the best pairing in order of a stretch in which no line is equal."""
    olds, news = range(*of), range(*to)
    if not olds or not news or len(olds) * len(news) > _MOST:
        yield from ((i, None) for i in olds)
        yield from ((None, j) for j in news)
        return
    like = {(i, j): likeness(old[i], new[j]) for i in olds for j in news}
    best: dict[tuple[int, int], float] = {}
    for i in reversed(range(of[0], of[1] + 1)):
        for j in reversed(range(to[0], to[1] + 1)):
            skip = max(best.get((i + 1, j), 0), best.get((i, j + 1), 0))
            here = like.get((i, j), 0)
            best[i, j] = max(skip, here + best.get((i + 1, j + 1), 0)) if here >= _LIKE else skip
    i, j = of[0], to[0]
    while i < of[1] or j < to[1]:
        here = like.get((i, j), 0)
        if here >= _LIKE and best[i, j] == here + best.get((i + 1, j + 1), 0):
            yield i, j
            i, j = i + 1, j + 1
        elif i < of[1] and (j == to[1] or best.get((i + 1, j), 0) >= best.get((i, j + 1), 0)):
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1
