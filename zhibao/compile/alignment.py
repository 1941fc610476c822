"""对齐: the lines of a report as it is compiled beside those of its edited copy."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Pair = tuple[int | None, int | None]
"""A line of the compiled report and one of the edited one; None where there is none."""

_LIKE = 0.4
_MOST, _LONG = 2500, 8


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Yield every line of both, in the order of the edited report, with the line that it came from."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            yield from _within(old, new, (i1, i2), (j1, j2))


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
