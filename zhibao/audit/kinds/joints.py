"""断开: a number, a word or a sentence that a page end cut in two."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook

_LONGEST = 12
_PARAGRAPH = 30
_FEWEST_LINES, _WRAPPED = 10, 64
_FEWEST_OF_A_HABIT = 8
_WIDTH_MAY_DIFFER = 3
_NUMBER = "0123456789.,"


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the joints of the sort that the rule names; in laid-out pages (PDF) only a cut number is a fault."""
    cut = rule.parameters["cut"]
    joints = {(joint.first, joint.second) for joint in flat.reading.joints if joint.cut == cut}
    if not joints or _is_layout(flat) or (cut != "number" and flat.reading.file.lower().endswith(".pdf")):
        return
    for block in flat.blocks:
        for first, second in pairwise(block.origin.runs):
            if (first.line, second.line) in joints:
                joints.discard((first.line, second.line))
                seam = bisect_left(block.offsets, second.start)
                if cut == "number" or _is_prose(block.text[:seam]):
                    yield _remark(block, seam, rule, str(cut))


def _is_prose(before: str) -> bool:
    """Say whether the text in front of a cut is running text, not a title, a date or a signature."""
    return (
        any(sign in before for sign in "，。；、")
        or before.count("《") > before.count("》")
        or before.count("“") > before.count("”")
    )


@lru_cache(maxsize=2)
def _is_layout(flat: Flat) -> bool:
    """Say whether the cuts are the file's way of breaking lines: no long line, very many cuts, or at one width."""
    texts = [len(line.text.strip()) for line in flat.reading.lines if line.kind in ("text", "heading")]
    if len(texts) >= _FEWEST_LINES and max(texts) <= _WRAPPED:
        return True
    count = len(flat.reading.joints)
    long = sum(block.kind == "paragraph" and len(block.text) >= _PARAGRAPH for block in flat.blocks)
    if count < _FEWEST_OF_A_HABIT:
        return False
    firsts = {joint.first for joint in flat.reading.joints}
    widths = sorted(len(line.text.strip()) for line in flat.reading.lines if line.number in firsts)
    middle = widths[len(widths) // 2]
    alike = sum(abs(width - middle) <= _WIDTH_MAY_DIFFER for width in widths)
    return 2 * count > long or 10 * alike > 7 * len(widths)


def _remark(block: Block, seam: int, rule: AuditRule, cut: str) -> Remark:
    start, end = max(0, seam - _LONGEST), min(len(block.text), seam + _LONGEST)
    if cut == "number":
        start, end = seam, seam
        while start and block.text[start - 1] in _NUMBER:
            start -= 1
        while end < len(block.text) and block.text[end] in _NUMBER:
            end += 1
    else:
        start = max(start, max(block.text.rfind(sign, 0, seam - 2) for sign in "，。；") + 1)
    whole = block.text[start:end]
    return Remark(
        rule.name,
        block,
        start,
        seam,
        said=block.text[start:seam],
        expected=whole,
        related=((block, seam, max(end, seam + 1)),),
        suggestions=(f"合为“{whole}”",),
        values={"before": block.text[start:seam], "after": block.text[seam:end], "whole": whole},
    )
