"""文件名称前后不一: one document, named in two ways within the report."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from re import Match, sub

from zhibao.audit.blocks import Flat
from zhibao.audit.likeness import bare, differences, is_reordered, likeness
from zhibao.audit.model import Remark, instead
from zhibao.audit.names import titles
from zhibao.audit.official import is_slip, without_issuer
from zhibao.audit.prose import Prose
from zhibao.catalog.rulebook import AuditRule, RuleBook

_LONG = 20
_HEAD, _FOOT = 8, 4


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the rarer (of equally frequent ones the later) of two titles that a slip tells apart."""
    whole, found = titles(flat)
    places: dict[str, list[Match[str]]] = defaultdict(list)
    for match in found:
        places[without_issuer(match[1])].append(match)
    buckets: dict[str, set[str]] = defaultdict(set)
    for title in places:
        plain = bare(title)
        if len(plain) >= _HEAD:
            buckets[plain[:4]].add(title)
            buckets[plain[-4:]].add(title)
    pairs = {
        tuple(sorted(pair)) for group in buckets.values() if len(group) < 40 for pair in combinations(sorted(group), 2)
    }
    for one, other in sorted(pairs):
        if _is_same(one, other):
            right, wrong = sorted((one, other), key=lambda title: (-len(places[title]), places[title][0].start()))
            if len(places[wrong]) <= 2:
                yield from (_remark(rule, whole, match, right, places[right]) for match in places[wrong])


def _is_same(one: str, other: str) -> bool:
    """Say whether two titles name one document: a slip apart, signs misplaced, or a piece twice in a long title."""
    a, b = bare(one), bare(other)
    if a == b:
        return _is_bracketed_otherwise(one, other)
    if sub(r"\D", "", a) != sub(r"\D", "", b):
        return False
    if is_reordered(a, b):
        return likeness(a, b) >= 0.6
    short, long = sorted((a, b), key=len)
    pieces = differences(short, long)
    is_repeated = (
        len(short) >= _LONG
        and len(pieces) == 1
        and not pieces[0][0]
        and 2 <= len(pieces[0][1]) <= 4
        and (pieces[0][1][:2] in short or pieces[0][1][-2:] in short)
    )
    return is_slip(one, other) or (is_repeated and short[:_HEAD] == long[:_HEAD] and short[-_FOOT:] == long[-_FOOT:])


def _is_bracketed_otherwise(one: str, other: str) -> bool:
    """Say whether the same letters stand in brackets in one title, and others in the other."""
    a, b = (sub(r"[^0-9A-Za-z\u4e00-\u9fff（）]", "", title) for title in (one, other))
    return a != b and a.count("（") == b.count("（") > 0


def _remark(rule: AuditRule, whole: Prose, match: Match[str], right: str, places: list[Match[str]]) -> Remark:
    block, start = whole.locate(match.start())
    other, offset = whole.locate(places[0].start())
    related = ((other, offset, offset + len(places[0][0])),)
    others = f"另有 {len(places)} 处写作《{right}》"
    return instead(rule.name, block, start, match[0], f"《{right}》", computation=others, related=related)
