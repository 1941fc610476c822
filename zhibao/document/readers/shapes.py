"""各行的身份: heading, caption, line of contents, row, list item or running text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from zhibao.document.nodes import Caption, Contents, HeadingRole
from zhibao.document.readers.captions import caption
from zhibao.document.readers.contents import Found, find_contents
from zhibao.document.readers.lines import SourceLine
from zhibao.document.readers.marks import Mark, counts, is_plain_heading, is_title, mark_of
from zhibao.document.readers.outline import Outline, Placed
from zhibao.document.readers.pieces import origin_of, printed

ShapeKind = Literal["text", "item", "heading", "caption", "contents", "row", "chart", "footnote"]

_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：]\s*\S{1,20}|（续表?）|\(续表?\)|续表?")
_MOST_HEADING = 120
_LIST_KINDS = frozenset({"chinese", "bracket", "digit_bracket", "item"})


@dataclass(slots=True)
class Shape:
    """一行的身份: `end` is the index behind the last line that it takes in, where those are several.

    `title` is where the title starts in the printed line, `more` the lines that go on with it.
    """

    kind: ShapeKind
    end: int = 0
    number: str = ""
    title: int = 0
    role: HeadingRole = "section"
    more: tuple[SourceLine, ...] = ()
    placed: Placed | None = None
    caption: Caption | None = None
    contents: tuple[Contents, ...] = ()
    is_unit: bool = False

    @property
    def level(self) -> int:
        """Return the level of a heading."""
        return self.placed.level if self.placed else 1


def shapes_of(lines: Sequence[SourceLine]) -> list[Shape]:
    """Return what each line is; the levels of headings are settled."""
    shaper = _Shaper(lines)
    shapes = shaper.shapes()
    shaper.outline.settle()
    return shapes


class _Shaper:
    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self.outline = Outline()
        self._lines = lines
        self._texts = [printed(line) if line.kind not in ("row", "chart") else "" for line in lines]
        self._marks = [_mark(line, text) for line, text in zip(lines, self._texts, strict=True)]
        self._contents: dict[int, Found] = {found.start: found for found in find_contents(lines)}
        self._title = _title_heading(lines, self._marks)

    def shapes(self) -> list[Shape]:
        shapes: list[Shape] = []
        while len(shapes) < len(self._lines):
            index = len(shapes)
            found = self._contents.get(index)
            shape = Shape("contents", found.end, contents=found.lists) if found else self._shape(index)
            shapes += [shape] * max(1, shape.end - index)
        return shapes

    def _shape(self, index: int) -> Shape:
        line, text, mark = self._lines[index], self._texts[index], self._marks[index]
        if line.kind == "row":
            return Shape("row")
        if line.kind in ("chart", "footnote"):
            return Shape("chart" if line.kind == "chart" else "footnote")
        if line.kind == "heading" and index != self._title and 0 < len(text) <= _MOST_HEADING:
            return self._declared(index, line, mark)
        if (found := caption(origin_of(line), declared=line.kind == "caption")) and line.kind != "heading":
            return Shape("caption", caption=found)
        if mark is not None and not counts(text, mark) and is_title(text, mark) and not self._is_listed(index, mark):
            placed = self.outline.take(mark)
            if placed:
                return self._heading(index, mark, placed)
        elif mark is not None and mark.kind == "annex" and mark.end >= len(text):
            return self._annex(index, mark)
        elif is_plain_heading(text) and (placed := self.outline.take(None)):
            return Shape("heading", index + 1, placed=placed)
        if mark is not None and _starts_an_item(text, mark):
            return Shape("item")
        return Shape("text", is_unit=len(text) < 30 and _UNIT_LINE.fullmatch(text) is not None)

    def _declared(self, index: int, line: SourceLine, mark: Mark | None) -> Shape:
        level = line.level - (self._title is not None and line.level > 1)
        placed = self.outline.take(mark, max(1, level))
        shape = Shape("heading", index + 1, placed=placed, role=_role(mark))
        if mark is not None:
            shape.number, shape.title = mark.printed, mark.end
            if mark.kind == "annex" and mark.end >= len(self._texts[index]):
                self._take_title_below(index, shape)
        return shape

    def _heading(self, index: int, mark: Mark, placed: Placed) -> Shape:
        return Shape("heading", index + 1, mark.printed, mark.end, _role(mark), placed=placed)

    def _annex(self, index: int, mark: Mark) -> Shape:
        placed = self.outline.take(mark)
        shape = Shape("heading", index + 1, mark.printed, mark.end, "annex", placed=placed)
        self._take_title_below(index, shape)
        return shape

    def _take_title_below(self, index: int, shape: Shape) -> None:
        """Take the next line as title of an annex that is announced by 附件 alone."""
        if index + 1 >= len(self._lines):
            return
        below, text = self._lines[index + 1], self._texts[index + 1]
        near = below.number - self._lines[index].number <= 4
        plain = below.kind in ("text", "heading") and index + 1 not in self._contents
        if near and plain and self._marks[index + 1] is None and is_title(text, None) and not caption(origin_of(below)):
            shape.more = (below,)
            shape.end = index + 2
            shape.title = len(self._texts[index])

    def _is_listed(self, index: int, mark: Mark) -> bool:
        """Say whether a numbered line stands in a list: the number before or after it is its neighbour."""
        if mark.kind == "item" or not mark.numbers:
            return mark.kind == "item"
        if mark.kind in ("chapter", "section", "case", "annex") or len(mark.numbers) > 1:
            return False
        for other, number in ((index - 1, mark.numbers[0] - 1), (index + 1, mark.numbers[0] + 1)):
            if 0 <= other < len(self._lines) and other not in self._contents and not self._in_contents(other):
                neighbour = self._marks[other]
                if neighbour and neighbour.family == mark.family and neighbour.numbers == (number,):
                    return True
        return False

    def _in_contents(self, index: int) -> bool:
        return any(found.start <= index < found.end for found in self._contents.values())


def _mark(line: SourceLine, text: str) -> Mark | None:
    """Return the number in front of a line, that of its format before one in the text; the title is then all text."""
    if line.label and text:
        mark = mark_of(f"{line.label} {text}")
        return None if mark is None or mark.end < len(line.label) else replace(mark, end=0, is_set_off=True)
    return mark_of(text)


def _starts_an_item(text: str, mark: Mark) -> bool:
    """Say whether a numbered line starts a paragraph of its own."""
    if counts(text, mark):
        return False
    return mark.kind in _LIST_KINDS or (mark.kind == "decimal" and (mark.is_set_off or len(mark.numbers) > 1))


def _title_heading(lines: Sequence[SourceLine], marks: Sequence[Mark | None]) -> int | None:
    """Return the index of the one declared heading above all others that is the title of the report."""
    declared = [index for index, line in enumerate(lines) if line.kind == "heading"]
    if not declared:
        return None
    top = min(lines[index].level for index in declared)
    first = declared[0]
    highest = [index for index in declared if lines[index].level == top]
    if highest != [first] or len(declared) < 2 or marks[first] is not None or lines[first].label:
        return None
    return first


def _role(mark: Mark | None) -> HeadingRole:
    return "case" if mark and mark.kind == "case" else "annex" if mark and mark.kind == "annex" else "section"
