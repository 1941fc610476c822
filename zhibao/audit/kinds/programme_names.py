"""专业名称: programmes by the names of the national list: their two halves in order, the last word not dropped."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from zhibao.audit.blocks import Flat
from zhibao.audit.model import Remark, instead
from zhibao.audit.prose import Prose, prose
from zhibao.catalog.rulebook import AuditRule, RuleBook

_DROPPED = ("技术", "应用", "服务")
_SHORTEST_STEM = 5
_SHORTEST_PIECE = 2


def remarks(flat: Flat, rule: AuditRule, book: RuleBook) -> Iterator[Remark]:
    """Yield programme names with halves exchanged, and names without their last word that also stand in full."""
    whole = prose(flat, frozenset(rule.scope))
    text = whole.text
    exchanged, stems = _slips(tuple(book.names[rule.words["lists"][0]]))
    for joiner in re.finditer("与", text):
        for wrong, right, before in exchanged.get(text[max(0, joiner.start() - 2) : joiner.end() + 2], ()):
            start = joiner.start() - before
            if start >= 0 and text.startswith(wrong, start):
                yield _remark(whole, rule, start, wrong, right)
    for follower in re.finditer("专业", text):
        for stem, right in stems.get(text[max(0, follower.start() - 3) : follower.start()], ()):
            start = follower.start() - len(stem)
            if start >= 0 and text.startswith(stem, start) and right in text:
                yield _remark(whole, rule, start, f"{stem}专业", right)


@lru_cache(maxsize=2)
def _slips(names: tuple[str, ...]) -> tuple[dict[str, list[tuple[str, str, int]]], dict[str, list[tuple[str, str]]]]:
    """Return the wrong forms by the letters around 与 (and what stands before it), and stems by their last letters."""
    official = frozenset(names)
    exchanged: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    stems: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in names:
        for wrong in _exchanged(name):
            before = wrong.index("与")
            if wrong not in official:
                exchanged[wrong[before - 2 : before + 3]].append((wrong, name, before))
        stem = next((name.removesuffix(tail) for tail in _DROPPED if name.endswith(tail)), "")
        if len(stem) >= _SHORTEST_STEM and stem not in official:
            stems[stem[-3:]].append((stem, name))
    return exchanged, stems


def _exchanged(name: str) -> Iterator[str]:
    """Yield 汽车维修与运用 for 汽车运用与维修: what stands on both sides of 与, exchanged behind a common beginning."""
    before, joiner, behind = name.partition("与")
    if not joiner or len(behind) < _SHORTEST_PIECE:
        return
    for size in range(len(before) - _SHORTEST_PIECE + 1):
        if size != 1 and before[size:] != behind:
            yield f"{before[:size]}{behind}与{before[size:]}"


def _remark(whole: Prose, rule: AuditRule, place: int, said: str, right: str) -> Remark:
    block, start = whole.locate(place)
    return instead(rule.name, block, start, said, right)
