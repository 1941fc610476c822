"""报告期: what the cover says the report covers, against the periods that its text speaks of."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook

_SINGLE = re.compile(r"(?<![\d-])(20\d{2})年度?(?![\d-])")
_SPAN = re.compile(r"(20\d{2})-(20\d{2})(?:学年|年度)")
_OPENING = re.compile(r"^(20\d{2})年，")
_FRONT = 8
_LEAST_MENTIONS = 3


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield a cover whose year is a school year in the text (of: cover), or paragraphs of a far-off year."""
    cover = _cover(flat)
    if cover is None:
        return
    block, found = cover
    year = int(found[1])
    if rule.parameters["of"] == "cover":
        yield from _mixed(flat, rule, block, found, year)
        return
    for other in flat.blocks:
        opening = _OPENING.match(other.text) if other.kind == "paragraph" and not other.case else None
        if opening and not year - 3 <= int(opening[1]) <= year + 1 and _speaks_of_now(other, rule):
            yield Remark(
                rule.name,
                other,
                0,
                opening.end() - 1,
                said=opening[0].rstrip("，"),
                expected=f"{year} 年前后",
                computation=f"封面为 {year} 年，本段以 {opening[1]} 年起头",
                related=((block, *found.span()),),
            )


def _cover(flat: Flat) -> tuple[Block, re.Match[str]] | None:
    """Return the line of the front that names the year of a report."""
    front = [block for block in flat.blocks[:_FRONT] if block.kind in ("paragraph", "heading") and len(block.text) < 40]
    if not any("报告" in block.text for block in front):
        return None
    return next(((block, found) for block in front if (found := _SINGLE.search(block.text))), None)


def _mixed(flat: Flat, rule: AuditRule, block: Block, found: re.Match[str], year: int) -> Iterator[Remark]:
    spans = [
        (other, span)
        for other in flat.blocks
        if other.kind == "paragraph" and not other.case
        for span in _SPAN.finditer(other.text)
        if int(span[2]) - int(span[1]) == 1 and int(span[2]) == year
    ]
    singles = sum(
        len(re.findall(rf"(?<![\d-]){year}年", other.text)) for other in flat.blocks if other.kind == "paragraph"
    )
    if spans and singles >= _LEAST_MENTIONS:
        said = found[0]
        spoken = "、".join(dict.fromkeys(span[0] for _, span in spans))
        yield Remark(
            rule.name,
            block,
            *found.span(),
            said=said,
            expected="一种报告期",
            computation=f"封面为{said}，正文又称{spoken}",
            related=tuple((other, *span.span()) for other, span in spans[:4]),
            values={"spans": spoken},
        )


def _speaks_of_now(block: Block, rule: AuditRule) -> bool:
    return any(word in block.text[:40] for word in rule.words["voice"])
