"""错别字: words that are wrong wherever they stand, from a list of right words and what is typed for them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from zhibao.audit.blocks import Flat
from zhibao.audit.model import Remark, instead
from zhibao.audit.prose import prose
from zhibao.catalog.rulebook import AuditRule, RuleBook


def remarks(flat: Flat, rule: AuditRule, book: RuleBook) -> Iterator[Remark]:
    """Yield every wrong word; one that is part of a right longer word (listed as legal) is passed over."""
    whole = prose(flat, frozenset(rule.scope))
    letters = frozenset(whole.text)
    legal = _pattern(rule.words.get("legal", ()))
    spared = [found.span() for found in legal.finditer(whole.text)] if legal else []
    for name in rule.words["lists"]:
        for right, wrongs in book.words[name].items():
            for wrong in wrongs:
                place = whole.text.find(wrong) if letters.issuperset(wrong) else -1
                while place >= 0:
                    end = place + len(wrong)
                    if not any(start <= place and end <= stop for start, stop in spared):
                        block, start = whole.locate(place)
                        yield instead(rule.name, block, start, wrong, right)
                    place = whole.text.find(wrong, end)


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True)))) if words else None
