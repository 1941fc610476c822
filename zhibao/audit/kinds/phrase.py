"""文字式样: stretches of text that no right sentence holds: doubled words and signs, stray foreign words."""

import re
from collections.abc import Iterator
from functools import lru_cache

from zhibao.audit.blocks import Flat
from zhibao.audit.model import Remark
from zhibao.audit.prose import prose
from zhibao.catalog.rulebook import AuditRule, RuleBook


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield what the rule's patterns find; the group `said` is the quote, else the whole find.

    `instead` gives per quote what should stand there, as "and=和"; `exceptions` are patterns whose finds are legal.
    """
    whole = prose(flat, frozenset(rule.scope))
    spared = [
        found.span()
        for pattern in _compiled(rule.words.get("exceptions", ()))
        for found in pattern.finditer(whole.text)
    ]
    instead = dict(pair.split("=", 1) for pair in rule.words.get("instead", ()))
    for pattern in _compiled(rule.words["patterns"]):
        for found in pattern.finditer(whole.text):
            start, end = found.span("said" if "said" in pattern.groupindex else 0)
            if any(low <= start and end <= high for low, high in spared):
                continue
            block, place = whole.locate(start)
            said = whole.text[start:end]
            right = instead.get(said) or (found["right"] if "right" in pattern.groupindex else "")
            yield Remark(
                rule.name,
                block,
                place,
                place + end - start,
                said=said,
                expected=right,
                suggestions=(f"{said} → {right}",) if right else (),
            )


@lru_cache(maxsize=32)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.MULTILINE) for pattern in patterns)
