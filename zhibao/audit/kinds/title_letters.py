"""标题漏字: a caption or heading that lacks one letter of a phrase which its like carry again and again."""

from collections import Counter
from collections.abc import Iterator

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.model import Remark, instead
from zhibao.catalog.rulebook import AuditRule, RuleBook

_WINDOW = 9
_FEWEST = 3
_MAY_LACK = frozenset("的了及和与以等各数人年级总之其所0123456789市县区省，、:（）“”《》-.%")


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the places where a frequent run of nine letters stands with one inner letter missing, at most twice."""
    titled = [block for block in flat.blocks if block.kind == "caption"]
    counts: Counter[str] = Counter()
    for block in titled:
        counts.update({block.text[k : k + _WINDOW] for k in range(len(block.text) - _WINDOW + 1)})
    short: dict[str, list[tuple[Block, int]]] = {}
    for block in titled:
        for k in range(len(block.text) - _WINDOW + 2):
            short.setdefault(block.text[k : k + _WINDOW - 1], []).append((block, k))
    reported: set[int] = set()
    for window, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count < _FEWEST:
            break
        for k in range(3, _WINDOW - 2):
            places = short.get(window[:k] + window[k + 1 :], ()) if window[k] not in _MAY_LACK else ()
            if not places or len(places) > 2 or any(place[0].index in reported for place in places):
                continue
            if window[k] in (window[k - 1], window[k + 1]):
                continue
            for block, start in places:
                reported.add(block.index)
                said = block.text[start : start + _WINDOW - 1]
                others = f"另有 {count} 个题注写作“{window}”"
                yield instead(rule.name, block, start, said, window, computation=others)
