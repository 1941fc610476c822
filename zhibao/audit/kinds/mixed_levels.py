"""层次混用: the items of one announced list carry marks of two levels (一是 二是, then （四） （五）)."""

import re
from collections.abc import Iterator
from itertools import takewhile

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.enumeration import DIGITS, Sign, signs_of
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook

_ANNOUNCED = re.compile(r"([二两三四五六七八九十]|\d{1,2})(?:大|个|项|方面|条|点|类|种)")
_LONGEST = 12
_SHORTEST_TEXT = 30


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield marks that go on with the numbers of the heading's level inside the list below that heading.

    The heading announces a number of items; the items numbered below it, and those that run on with the heading's own
    number in front of their text, are together just as many.
    """
    for heading in flat.blocks:
        if heading.kind != "heading" or not (opening := re.match(rf"（([{DIGITS}])）", heading.text)):
            continue
        openers = [sign for block in _below(flat, heading) if (sign := _opener(block))]
        counted = list(takewhile(lambda sign: sign.style == "is", openers))
        later = openers[len(counted) :]
        number = DIGITS.index(opening[1]) + 1
        goes_on = [sign.number for sign in later] == list(range(number + 1, number + 1 + len(later)))
        announced = {_value(found[1]) for found in _ANNOUNCED.finditer(heading.text)}
        if not counted or not later or not goes_on or any(sign.style != "round" for sign in later):
            continue
        if [sign.number for sign in counted] != list(range(1, len(counted) + 1)) or len(openers) not in announced:
            continue
        for place, sign in enumerate(later, len(counted) + 1):
            yield _remark(rule, heading, sign, place, counted)


def _below(flat: Flat, heading: Block) -> Iterator[Block]:
    for block in flat.blocks[heading.index + 1 :]:
        if block.kind == "heading":
            return
        if block.kind == "paragraph":
            yield block


def _opener(block: Block) -> Sign | None:
    """Return the mark that opens a paragraph of running text."""
    first = next(signs_of(block), None)
    return (
        first
        if first and first.start == 0 and first.style in ("is", "round") and len(block.text) >= _SHORTEST_TEXT
        else None
    )


def _value(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    return 2 if printed == "两" else DIGITS.index(printed) + 1


def _remark(rule: AuditRule, heading: Block, sign: Sign, place: int, counted: list[Sign]) -> Remark:
    expected = f"{DIGITS[place - 1]}是" if place <= len(DIGITS) else f"第{place}项"
    marks = "、".join(one.printed for one in counted)
    return Remark(
        rule.name,
        sign.block,
        sign.start,
        min(len(sign.block.text), sign.end + _LONGEST),
        said=sign.printed,
        expected=expected,
        computation=f"“{heading.text[:30]}”之下先用{marks}，后用{sign.printed}，本项是第 {place} 项",
        suggestions=(f"{sign.printed} → {expected}",),
        related=((heading, 0, min(len(heading.text), 50)),),
    )
