"""叙述角度: a report that speaks for a place (我市) says 该校, not 我校."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Flat
from zhibao.audit.model import Remark
from zhibao.audit.prose import prose
from zhibao.catalog.rulebook import AuditRule, RuleBook

_QUOTED = re.compile("“[^“”\n]*”|《[^《》\n]*》")
_CONTEXT = 4


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the words of another speaker where the report's own voice is clear and they are few."""
    whole = prose(flat, frozenset(rule.scope))
    text = _QUOTED.sub(lambda found: "囗" * len(found[0]), whole.text)
    own = sum(text.count(word) for word in rule.words["voice"])
    found = [place for word in rule.words["foreign"] for place in _places(text, word)]
    if own < int(rule.parameters["at_least"]) or len(found) * 5 > own:
        return
    for place in sorted(found):
        block, start = whole.locate(place)
        said = block.text[start : start + 2]
        begin, end = max(0, start - 2), min(len(block.text), start + 2 + _CONTEXT)
        yield Remark(
            rule.name,
            block,
            begin,
            end,
            said=said,
            expected=str(rule.parameters["instead"]),
            computation=f"全文以{'、'.join(rule.words['voice'])}自称 {own} 处，{said} {len(found)} 处",
            suggestions=(f"{said} → {rule.parameters['instead']}",),
        )


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)
