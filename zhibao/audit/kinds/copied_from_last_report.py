"""照搬上年: running prose that stands word for word in last year's report, numbers aside."""

import re
from collections.abc import Iterator, Mapping

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.facts import Facts
from zhibao.audit.model import Remark
from zhibao.audit.report.copied import Prose, copied_passages
from zhibao.catalog.rulebook import AuditRule

_NUMBER = re.compile(r"\d[\d.,]*")
_SHOWN = 24


def comparisons(facts: Facts, rule: AuditRule) -> Iterator[Remark]:
    """Yield the longest passages that this report and last year's share; nothing without last year's report.

    Formulas that every year repeats (the rule's words) and what is set as a note are left out.
    """
    if facts.before is None:
        return
    least, most = int(rule.parameters["least"]), int(rule.parameters["most"])
    formulas = rule.words["formulas"]
    ours = _prose(facts.flat, "", formulas)
    found = [
        one for one in copied_passages([_prose(facts.before.flat, "上年", formulas), ours]) if len(one.text) >= least
    ]
    found.sort(key=lambda one: (-len(one.text), one.text))
    texts: Mapping[int, str] = dict(ours.paragraphs)
    told = 0
    for passage in found:
        here = [one for one in passage.standings[1:] if not one.file]
        if told >= most or not here or passage.standings[0].file != "上年":
            continue
        told += 1
        block = facts.flat.blocks[here[0].line]
        start = texts[block.index].find(passage.text)
        yield _remark(rule, block, max(start, 0), passage.text)


def _prose(flat: Flat, file: str, formulas: tuple[str, ...]) -> Prose:
    """Return the paragraphs under the numbers of their blocks, each number as one sign."""
    return Prose(file, tuple((block.index, _NUMBER.sub("0", block.text)) for block in flat.blocks
                             if block.kind == "paragraph" and not _is_formula(block, flat, formulas)))  # fmt: skip


def _is_formula(block: Block, flat: Flat, formulas: tuple[str, ...]) -> bool:
    heading = flat.blocks[block.section].text if block.section >= 0 else ""
    return block.text.startswith(("注", "说明", "数据来源", "资料来源")) or any(
        word in heading or word in block.text[:40] for word in formulas
    )


def _remark(rule: AuditRule, block: Block, start: int, text: str) -> Remark:
    """Return the remark on a passage; its offsets are counted back to where numbers stand in full."""
    spans = [(found.start(), found.end()) for found in _NUMBER.finditer(block.text)]

    def full(place: int) -> int:
        for low, high in spans:
            if place <= low:
                break
            place += high - low - 1
        return place

    first, last = full(start), full(start + len(text))
    begin = text[:_SHOWN]
    return Remark(
        rule.name, block, first, last, said=block.text[first:last], values={"length": str(len(text)), "begin": begin}
    )
