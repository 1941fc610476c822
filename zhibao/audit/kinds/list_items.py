"""并列项: a list with 、 names each thing once."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Flat
from zhibao.audit.model import Remark
from zhibao.audit.prose import prose
from zhibao.catalog.rulebook import AuditRule, RuleBook

_STRETCH = re.compile(r"[^，。；:！？“”《》（）\n\d%]{5,}")
_LONGEST_ITEM = 24
_LAST = re.compile(r"(?:以及|和|及|与)")
_TAIL = re.compile(r"(?<![中高])等.*$")
_ORDERED = re.compile(r"[*×xX○]|[奖名级年月日届次期组牌]$|同志$|老师$|^[一二三四五六七八九十各每本该其上下]")
_HEAD = re.compile(
    "(?:重点|主要|分别|积极|专业|先后|全面|其中|联合|会同|陪同|共)?(?:以|有|对|在|从|为|将|把|与|和|及|如|即|含|按|由|开设|包括|设有|开展|走访|"
    "推进|推动|加强|面向|来自|涉及|覆盖|涵盖|深入|提升|完善|建设|组织|举办|邀请|聘请|培养|培训|围绕|聚焦|落实)"
)
_VERB = re.compile("(?:开展|进行|提供|举办|组织|实施|的|为|是|在|参加|分别|均|都|共|组成|构成|方面|发展)")
_SHORTEST = 2
_FEWEST_SEPARATORS = 2
_CONTEXT = 22


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the second of two equal items of one list; prizes, names of persons and dates may stand twice."""
    whole = prose(flat, frozenset(rule.scope))
    for found in _STRETCH.finditer(whole.text):
        if found[0].count("、") < _FEWEST_SEPARATORS:
            continue
        seen: dict[str, int] = {}
        for item, start in _items(found[0]):
            if (
                not _SHORTEST <= len(item) <= _LONGEST_ITEM
                or _ORDERED.search(item)
                or _is_cut(whole.text, found, start, len(item))
            ):
                continue
            if item in seen:
                block, place = whole.locate(found.start() + start)
                first = whole.locate(found.start() + seen[item])
                begin = max(first[1], place - _CONTEXT)
                yield Remark(
                    rule.name,
                    block,
                    begin,
                    place + len(item),
                    said=item,
                    expected="各项只列一次",
                    related=((first[0], first[1], first[1] + len(item)),),
                    suggestions=(f"删去一处“{item}”",),
                )
            seen.setdefault(item, start)


def _is_cut(text: str, found: re.Match[str], start: int, size: int) -> bool:
    """Say whether an item at an end of the list is the rest of a longer one: a title or number stands beside it."""
    before, behind = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    at_end = found.start() + start + size == found.end()
    return (start == 0 and before not in "，。；:！？\n") or (at_end and behind not in "，。；:！？\n")


def _items(text: str) -> Iterator[tuple[str, int]]:
    """Yield items and where they begin; the last may be two joined by 和, and what stands behind 等 is no item."""
    start = 0
    parts = text.split("、")
    for place, part in enumerate(parts):
        is_last = place == len(parts) - 1
        joiner = _LAST.search(part) if is_last else None
        if joiner and joiner.start() >= _SHORTEST:
            yield part[: joiner.start()], start
            yield _without_tail(part[joiner.end() :]), start + joiner.end()
        elif is_last or place:
            yield (_without_tail(part) if is_last else part), start
        else:
            head = _HEAD.match(part)
            cut = head.end() if head and len(part) - head.end() >= _SHORTEST else 0
            yield part[cut:], start + cut
        start += len(part) + 1


def _without_tail(part: str) -> str:
    """Return the last item without what the sentence says of the list."""
    part = _TAIL.sub("", part)
    verb = _VERB.search(part, _SHORTEST)
    return part[: verb.start()] if verb else part
