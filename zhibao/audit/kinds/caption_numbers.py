"""图表编号: captions count on within their chapter, carry its number, stand alone on their line, in one form."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.likeness import bare
from zhibao.audit.model import Remark
from zhibao.audit.slips import slips
from zhibao.catalog.rulebook import AuditRule, RuleBook
from zhibao.document.readers.marks import mark_of

_NUMBER = re.compile(r"(\d{1,2})(?:[-.](\d{1,3}))?")
_NAME = re.compile(r"(?:表|图)\d{1,2}(?:[-.]\d{1,3}){0,2}")
_LABEL = re.compile(r"(表|图)(\d{1,2})(?:[-.](\d{1,3}))?(?!\d)")
_SECOND = re.compile(r"[^和与、至及到见如]((?:图|表)\d{1,2}[-.]\d{1,3}):?[\u4e00-\u9fff“《]")
_CONTINUED = re.compile("续表?|（续）|续$")
_LONGEST = 50


@dataclass(frozen=True, slots=True)
class _Captioned:
    """题注: its block, the number's parts (prefix 0 where there is none) and the chapter it stands in."""

    block: Block
    prefix: int
    running: int
    chapter: int
    title: str

    @property
    def name_end(self) -> int:
        found = _NAME.match(self.block.text)
        return found.end() if found else min(len(self.block.text), 8)


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the faults of one sort: duplicate, gap, order, prefix, crowded or separator."""
    captions = _captions(flat)
    match rule.parameters["fault"]:
        case "prefix":
            yield from _prefixes(captions, rule)
        case "crowded":
            yield from _crowded(flat, rule)
        case "separator":
            yield from _separators(captions, rule)
        case fault:
            yield from _slips(flat, captions, rule, str(fault))


def caption_number(text: str) -> tuple[str, int, int] | None:
    """Return label, prefix (0 for none) and running number that a caption's text opens with."""
    found = _LABEL.match(text)
    if found is None:
        return None
    return (found[1], int(found[2]), int(found[3])) if found[3] else (found[1], 0, int(found[2]))


@lru_cache(maxsize=2)
def _captions(flat: Flat) -> tuple[_Captioned, ...]:
    """Return the numbered captions of the body, continuations and the annex apart."""
    found: list[_Captioned] = []
    chapter, in_annex = 0, False
    for block in flat.blocks:
        if block.kind == "heading":
            mark = mark_of(block.origin.text)
            in_annex = in_annex or block.role == "annex"
            if (
                mark
                and block.role == "section"
                and mark.numbers
                and (block.level == 1 or (mark.kind == "decimal" and len(mark.numbers) == 1 and not block.case))
            ):
                chapter = mark.numbers[0] if mark.kind in ("decimal", "chapter", "chinese") else 0
        elif block.kind == "caption" and block.label in ("表", "图") and not in_annex:
            number = _NUMBER.fullmatch(re.sub(r"[-\u2010-\u2015\u2212－．.]", "-", block.number))
            if number and not _CONTINUED.search(block.text):
                head = _NAME.match(block.text)
                title = block.text[head.end() if head else 0 :].lstrip(":、. ")
                prefix, running = (int(number[1]), int(number[2])) if number[2] else (0, int(number[1]))
                found.append(_Captioned(block, prefix, running, chapter, title))
    return tuple(found)


def _slips(flat: Flat, captions: Sequence[_Captioned], rule: AuditRule, fault: str) -> Iterator[Remark]:
    groups: dict[tuple[str, int], list[_Captioned]] = defaultdict(list)
    for one in captions:
        groups[one.block.label, one.prefix].append(one)
    for (label, prefix), members in groups.items():
        for slip in slips([one.running for one in members], restarts=False):
            one = members[slip.index]
            other = members[slip.other] if slip.other is not None else None
            if slip.fault != fault or (other is not None and bare(other.title) == bare(one.title)):
                continue
            expected = f"{label}{prefix}-{slip.expected}" if prefix else f"{label}{slip.expected}"
            if fault == "gap" and expected in _printed(flat):
                continue
            said = one.block.text[: one.name_end]
            related = ((other.block, 0, min(len(other.block.text), _LONGEST)),) if other else ()
            yield Remark(
                rule.name,
                one.block,
                0,
                min(len(one.block.text), _LONGEST),
                said=said,
                expected=expected,
                related=related,
                suggestions=(f"{said} → {expected}",),
            )


@lru_cache(maxsize=2)
def _printed(flat: Flat) -> frozenset[str]:
    """Return the names of exhibits that stand anywhere outside the contents, as captions or references."""
    return frozenset(
        found[0].replace(".", "-")
        for block in flat.blocks
        if block.kind != "contents"
        for found in _LABEL.finditer(block.text)
    )


def _prefixes(captions: Sequence[_Captioned], rule: AuditRule) -> Iterator[Remark]:
    """Yield captions that carry another chapter's number where nearly all carry their own."""
    placed = [one for one in captions if one.prefix and one.chapter]
    wrong = [one for one in placed if one.prefix != one.chapter]
    if len(placed) - len(wrong) < 3 or len(wrong) > max(1, len(placed) // 5):
        return
    for one in wrong:
        said = one.block.text[: one.name_end]
        expected = f"{one.block.label}{one.chapter}-…"
        yield Remark(
            rule.name,
            one.block,
            0,
            one.name_end,
            said=said,
            expected=expected,
            computation=f"本题注在第 {one.chapter} 章，其余 {len(placed) - len(wrong)} 个题注都以所在章的序号开头",
            values={"chapter": str(one.chapter), "prefix": str(one.prefix)},
        )


def _crowded(flat: Flat, rule: AuditRule) -> Iterator[Remark]:
    for block in flat.blocks:
        second = _SECOND.search(block.text, 5) if block.kind == "caption" else None
        if second:
            yield Remark(
                rule.name,
                block,
                0,
                min(len(block.text), 58),
                said=block.text[:_LONGEST],
                expected="每个题注各占一行",
                values={"second": second[1]},
            )


def _separators(captions: Sequence[_Captioned], rule: AuditRule) -> Iterator[Remark]:
    bare_ones = [one for one in captions if one.block.text[one.name_end : one.name_end + 1] not in ":、."]
    if len(captions) < 5 or not bare_ones or len(bare_ones) * 5 > len(captions):
        return
    for one in bare_ones:
        said = one.block.text[: one.name_end]
        yield Remark(
            rule.name,
            one.block,
            0,
            one.name_end,
            said=said,
            expected=f"{said}：",
            computation=f"{len(captions)} 个题注中 {len(captions) - len(bare_ones)} 个编号后有分隔号",
        )
