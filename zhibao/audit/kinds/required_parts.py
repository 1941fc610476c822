"""内容框架: a report of a known sort holds the parts that its authority asks for in that year."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook

_YEAR = re.compile(r"(20\d{2})")
_FRONT = 12
_RECOGNISED = 0.7
_FEWEST_CHAPTERS = 5


def remarks(flat: Flat, rule: AuditRule, book: RuleBook) -> Iterator[Remark]:
    """Yield the missing parts of a report whose title names its sort and whose chapters are most of the frame's.

    Of several frames only the one with the fewest missing parts speaks.
    """
    title = _title(flat, rule.words["title"])
    chapters = [block for block in flat.blocks if block.kind == "heading" and block.role == "section"]
    if title is None or sum(block.level == min(one.level for one in chapters) for block in chapters) < _FEWEST_CHAPTERS:
        return
    year = max(map(int, _YEAR.findall(" ".join(block.text for block in flat.blocks[:_FRONT]))), default=0)
    if year and not int(rule.parameters.get("since", 0)) <= year <= int(rule.parameters.get("until", 9999)):
        return
    named = "\n".join(block.text for block in chapters)
    parts, missing = _missing(rule, named)
    others = [len(_missing(other, named)[1]) for other in book.of_kind(rule.kind) if other.name != rule.name]
    if parts - len(missing) < _RECOGNISED * parts or len(missing) > min(others, default=len(missing)):
        return
    for name in missing:
        yield Remark(
            rule.name,
            title,
            0,
            min(len(title.text), 50),
            said=title.text[:50],
            expected=name,
            computation=f"应有 {parts} 部分，缺“{name}”",
            values={"part": name},
        )


def _missing(rule: AuditRule, named: str) -> tuple[int, list[str]]:
    """Return how many parts a frame has, and those that no heading names."""
    parts = {name: words for name, words in rule.words.items() if name != "title"}
    return len(parts), [name for name, words in parts.items() if not re.search("|".join(words), named)]


def _title(flat: Flat, words: tuple[str, ...]) -> Block | None:
    """Return the line of the front that names the report's sort."""
    front = [
        block for block in flat.blocks[:_FRONT] if block.kind in ("paragraph", "heading") and len(block.text) <= 50
    ]
    named = [flat.reading.title] if flat.reading.title else []
    for block in front:
        if any(re.search(word, block.text) for word in words):
            return block
    return front[0] if front and any(re.search(word, text) for word in words for text in named) else None
