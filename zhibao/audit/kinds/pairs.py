"""成对符号: brackets and quotation marks of a paragraph open and close."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook

_CLOSES = {"“": "”", "《": "》", "（": "）", "【": "】", "〔": "〕"}
_OPENS = {close: sign for sign, close in _CLOSES.items()}
_ITEM = re.compile(r"(?:^|[。；:，、])\s*(?:\d{1,2}|[一二三四五六七八九十a-zA-Z])）")
_CONTEXT = 10


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield signs of the rule's sort without their partner, in paragraphs that end as sentences do."""
    for block in flat.blocks:
        if block.kind == "paragraph" and block.text.endswith(("。", "！", "？", "；")):
            for place in _single(block.text, rule.words["signs"]):
                yield _remark(block, place, rule)


def _single(text: str, signs: tuple[str, ...]) -> Iterator[int]:
    if all(text.count(sign) == text.count(_CLOSES[sign]) for sign in signs):
        return
    items = {found.end() - 1 for found in _ITEM.finditer(text)}
    waiting: list[int] = []
    for place, letter in enumerate(text):
        if letter in signs:
            if waiting and letter == "“" == text[waiting[-1]]:
                continue
            waiting.append(place)
        elif letter in _OPENS and _OPENS[letter] in signs and place not in items:
            if waiting and text[waiting[-1]] == _OPENS[letter]:
                waiting.pop()
            else:
                yield place
    yield from waiting


def _remark(block: Block, place: int, rule: AuditRule) -> Remark:
    text = block.text
    opens = text[place] in _CLOSES
    start, end = (place, min(len(text), place + _CONTEXT)) if opens else (max(0, place - _CONTEXT), place + 1)
    missing = _CLOSES[text[place]] if opens else _OPENS[text[place]]
    return Remark(rule.name, block, start, end, said=text[place], expected=missing, values={"missing": missing})
