"""列举: the marks 一是 二是, 其一, （一）, ① of running text, and the runs they form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.slips import slips

DIGITS = "一二三四五六七八九十"
_DEEPEST = 6
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEFORE = r"(?:^|(?<=[。；:，！？”、）]))"
_MARK = re.compile(
    rf"{_BEFORE}(?:"
    rf"(?P<is>(?:十?[一二三四五六七八九]|十))是(?![一二三四五六七八九]是|否|非|指|因为|由于此)"
    rf"|其(?P<of>[一二三四五六七八九十])[，是:]"
    rf"|第(?P<th>[一二三四五六七八九十])[，:是](?!产业|名)"
    rf"|（(?P<round>十?[一二三四五六七八九]|十)）"
    rf")|(?P<circle>[{_CIRCLES}])",
    re.MULTILINE,
)
_OPENER = re.compile("首先|第一[，、:是步]|一方面|一要|其一|一来|一则|一个是|主要是|一、|1[.、]|（1）|①|（一）|一是")


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """列举词: its block and offsets, its style and the number it says."""

    block: Block
    start: int
    end: int
    style: str
    number: int

    @property
    def printed(self) -> str:
        """Return the mark as it stands."""
        return self.block.text[self.start : self.end].rstrip("，:")


@dataclass(slots=True, eq=False)
class Run:
    """一串列举: marks of one style that belong together; `level` is that of the heading above."""

    style: str
    signs: list[Sign] = field(default_factory=list)
    level: int = 0

    @property
    def last(self) -> int:
        """Return the number reached."""
        return self.signs[-1].number

    def faults(self) -> list[tuple[Sign, str, int]]:
        """Return the marks that do not count on from one, each with start, gap or duplicate and the right number."""
        found = slips([0, *(sign.number for sign in self.signs)], restarts=False)
        return [
            (
                self.signs[slip.index - 1],
                "start" if slip.index == 1 else "gap" if slip.fault == "gap" else "duplicate",
                slip.expected,
            )
            for slip in found
        ]


@lru_cache(maxsize=2)
def runs(flat: Flat) -> tuple[Run, ...]:
    """Return the runs of the document in the order they begin; a heading ends them, one of a lower level does not."""
    found: list[Run] = []
    stack: list[Run] = []
    level = 0
    for block in flat.blocks:
        if block.kind == "heading":
            stack = [run for run in stack if block.level > run.level > 0]
            level = block.level
        elif block.kind == "paragraph":
            for sign in signs_of(block):
                _place(sign, stack, found, level)
    return tuple(found)


def signs_of(block: Block) -> Iterator[Sign]:
    """Yield the marks of a paragraph."""
    for mark in _MARK.finditer(block.text):
        style = mark.lastgroup or ""
        printed = mark[style]
        number = _CIRCLES.index(printed) + 1 if style == "circle" else _value(printed)
        yield Sign(block, mark.start(), mark.end(), style, number)


def _value(printed: str) -> int:
    if len(printed) == 2:
        return 10 + DIGITS.index(printed[1]) + 1
    return DIGITS.index(printed) + 1


def _place(sign: Sign, stack: list[Run], found: list[Run], level: int) -> None:
    """Put a mark into the run it goes on, or open a run with it; a sub-list may have run between."""
    for depth in range(len(stack) - 1, -1, -1):
        run = stack[depth]
        if run.style == sign.style and run.last + 1 == sign.number:
            run.signs.append(sign)
            del stack[depth + 1 :]
            return
    same = [run for run in stack if run.style == sign.style]
    if sign.number == 1 or not same or same[-1].signs[-1].block is not sign.block:
        run = Run(sign.style, [sign], level)
        found.append(run)
        stack[:] = [one for one in stack if one.style != sign.style or sign.number == 1]
        stack.append(run)
        del stack[:-_DEEPEST]
    else:
        same[-1].signs.append(sign)


def opens_otherwise(block: Block, before: int) -> bool:
    """Say whether the text in front of a mark opens a list in another way (首先, 一方面, 1.)."""
    return bool(_OPENER.search(block.text[:before]))
