"""参见: tables and figures that the text refers to stand in the document."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Flat
from zhibao.audit.model import Remark
from zhibao.audit.prose import prose
from zhibao.catalog.rulebook import AuditRule, RuleBook

_POINTS = re.compile(r"(?:见|如|据|参照|参阅)(?:下|上|附)?((表|图)(\d{1,2}[-.]\d{1,3}))(?![\d.-])")
_NAME = re.compile(r"(表|图)(\d{1,2}[-.]\d{1,3})(?![\d-])")


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield references whose target is missing, where other captions are numbered in the same way.

    A document that prints the name anywhere outside its references (a caption read as text) is given the benefit.
    """
    captions = {
        (block.label, block.number.replace(".", "-"))
        for block in flat.blocks
        if block.kind == "caption" and block.number
    }
    whole = prose(flat, frozenset(("paragraph", "heading", "cell", "caption")))
    named = {(found[1], found[2].replace(".", "-")) for found in _NAME.finditer(_POINTS.sub("", whole.text))}
    for found in _POINTS.finditer(whole.text):
        target = (found[2], found[3].replace(".", "-"))
        same = [number for label, number in captions if label == target[0] and "-" in number]
        if len(same) < 2 or target in captions or target in named:
            continue
        block, start = whole.locate(found.start(1))
        near = [number for number in same if number.split("-")[0] == target[1].split("-")[0]]
        yield Remark(
            rule.name,
            block,
            start,
            start + len(found[1]),
            said=found[1],
            values={"near": "、".join(f"{target[0]}{number}" for number in sorted(near)) or "没有同一章的" + target[0]},
        )
