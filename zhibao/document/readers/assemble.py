"""装配: lines of any format into the one tree, the same for all formats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from zhibao.document.nodes import (
    Block,
    Caption,
    Chart,
    Cover,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Picture,
    Text,
)
from zhibao.document.origin import Origin, joined, slice_of
from zhibao.document.readers import joining
from zhibao.document.readers.furniture import set_aside
from zhibao.document.readers.joining import Habits, Prose, link
from zhibao.document.readers.lines import Joint, Reading, SourceLine
from zhibao.document.readers.pieces import origin_of, printed
from zhibao.document.readers.rows import chart_of, table_of
from zhibao.document.readers.shapes import Shape, shapes_of
from zhibao.document.readers.titles import title_lines

Breaks = Literal["lines", "paragraphs", "pages", "rows"]


@dataclass(frozen=True, slots=True)
class Manner:
    """读法: what ends a line in this format, and whether its lines are those of a text file.

    With "pages" the format's reader has joined what belongs together on a page; only page ends are looked at.
    """

    breaks: Breaks
    has_lines: bool = False
    title: str = ""


def assemble(file: str, lines: Sequence[SourceLine], manner: Manner) -> Reading:
    """Return the reading of a file: the tree, all lines, and where cut text was joined."""
    every = set_aside(lines) if manner.breaks in ("lines", "paragraphs") else list(lines)
    kept = [line for line in every if line.kind not in ("furniture", "comment")]
    shapes = shapes_of(kept)
    prose = [index for index, shape in enumerate(shapes) if shape.kind == "text"]
    habits = joining.habits_of(kept, prose) if manner.breaks in ("lines", "paragraphs") else Habits(0, indents=False)
    maker = _Maker(kept, shapes, habits, manner, _furniture_above(every))
    maker.listed = joining.unmarked_lists(kept, prose, habits)
    blocks = tuple(maker.blocks())
    title = (manner.title,) if manner.title else title_lines(kept, shapes)
    document = Document(Cover(title, "", ""), blocks)
    joints = joining.through_words(kept, maker.joints, maker.cut_lines)
    return Reading(file, document.title, document, tuple(every), tuple(joints), manner.has_lines)


def _furniture_above(lines: Sequence[SourceLine]) -> dict[int, int]:
    """Return by number of a line how many lines that are no text stand right above it."""
    above: dict[int, int] = {}
    count = 0
    for line in lines:
        if line.kind == "furniture":
            count += line.number > 0
        elif count:
            above[line.number] = count
            count = 0
    return above


class _Maker:
    """Goes once through the lines and makes blocks of them."""

    def __init__(self, lines: Sequence[SourceLine], shapes: Sequence[Shape], habits: Habits, manner: Manner,
                 furniture: dict[int, int]) -> None:  # fmt: skip
        self.joints: list[Joint] = []
        self.cut_lines: dict[int, str] = {}
        self.listed: frozenset[int] = frozenset()
        self._lines = lines
        self._shapes = shapes
        self._habits = habits
        self._manner = manner
        self._furniture = furniture
        self._prose = Prose()
        self._label = ""
        self._aside: list[Block] = []
        self._caption: Caption | None = None
        self._chart: Chart | None = None
        self._headings = 0
        self._tables = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in reading order."""
        index = 0
        while index < len(self._lines):
            line, shape = self._lines[index], self._shapes[index]
            if shape.kind == "footnote":
                self._aside.append(Note((_paragraph(line),)))
            elif shape.kind in ("text", "item"):
                yield from self._text(line, shape, index)
            elif shape.kind in ("row", "chart"):
                end = self._end_of_rows(index, shape.kind)
                yield from self._rows(self._lines[index:end], shape.kind)
                index = end - 1
            else:
                yield from self._close()
                yield from self._other(shape, line)
            index = shape.end if shape.end > index else index + 1
        yield from self._close()
        yield from self._hanging()

    def _other(self, shape: Shape, line: SourceLine) -> Iterator[Block]:
        if shape.kind == "caption" and shape.caption:
            if self._chart and shape.caption.label.endswith("图"):
                yield self._figure(shape.caption, self._chart)
                self._chart = None
                return
            yield from self._hanging()
            self._caption = shape.caption
        elif shape.kind == "contents":
            yield from self._hanging()
            yield from shape.contents
        elif shape.kind == "heading":
            yield from self._hanging()
            yield self._heading(shape, line)

    def _text(self, line: SourceLine, shape: Shape, index: int) -> Iterator[Block]:
        text = printed(line)
        before = self._prose
        if before.last is not None and shape.kind == "text" and line.kind != "box" and not line.label:
            how = link(before, line, text, self._blanks(before.last, line), self._habits)
            if how == "number" and self._manner.breaks == "pages" and not text[0].isdecimal():
                how = "wrap"  # a page may end between a number and its unit
            if line.flow == "goes_on" and before.last.page != line.page:
                how = how or "wrap"
            elif line.flow == "starts" or (how in ("word", "sentence") and {index - 1, index} <= self.listed):
                how = ""
            if how and (self._manner.breaks != "pages" or line.page != before.last.page):
                if how != "wrap":
                    self.joints.append(Joint(before.last.number, line.number, how))
                    self.cut_lines |= {before.last.number: before.tail, line.number: text}
                before.add(line, origin_of(line))
                return
        yield from self._close()
        if not shape.is_unit:
            yield from self._hanging()
        self._prose.add(line, origin_of(line))
        self._label = line.label
        if line.kind == "box" or shape.is_unit:
            yield from self._close()

    def _blanks(self, above: SourceLine, line: SourceLine) -> int:
        if self._manner.breaks == "pages":
            return 0
        return max(0, line.number - above.number - 1 - self._furniture.get(line.number, 0))

    def _close(self) -> Iterator[Block]:
        """Yield the paragraph that is open, and the notes that stood below its page."""
        if self._prose.parts:
            origin = self._prose.origin()
            self._prose = Prose()
            yield Paragraph((Text(self._label + origin.text),), origin)
        notes, self._aside = self._aside, []
        yield from notes

    def _hanging(self) -> Iterator[Block]:
        """Yield a chart or caption that found no partner."""
        chart, self._chart = self._chart, None
        caption, self._caption = self._caption, None
        if chart is not None:
            yield self._figure(caption or Caption("", "", ""), chart)
        elif caption is not None:
            yield self._figure(caption, Picture(b"", 0, 0))

    def _figure(self, caption: Caption, content: Chart | Picture) -> Figure:
        return Figure("", "", caption, content, "")

    def _heading(self, shape: Shape, line: SourceLine) -> Heading:
        origin = origin_of(line)
        if shape.more:
            origin = joined((origin, *(origin_of(each) for each in shape.more)))
        title = slice_of(origin, min(shape.title, len(origin.text)), len(origin.text)).text
        self._headings += 1
        number = shape.number or line.label
        content = (Text(title),) if title else ()
        return Heading(shape.level, number, content, f"h{self._headings}", shape.role, origin)

    def _end_of_rows(self, index: int, kind: str) -> int:
        while index < len(self._lines) and self._shapes[index].kind == kind:
            index += 1
        return index

    def _rows(self, lines: Sequence[SourceLine], kind: str) -> Iterator[Block]:
        """Yield the tables of consecutive rows; one inside a cell comes after the table it stands in."""
        yield from self._close()
        tables: dict[int, list[SourceLine]] = {}
        for line in lines:
            tables.setdefault(line.table, []).append(line)
        for rows in tables.values():
            if kind == "chart":
                caption, self._caption = self._caption, None
                if caption and not caption.label.endswith("图"):
                    self._caption, caption = caption, None
                yield from self._hanging()
                if caption:
                    yield self._figure(caption, chart_of(rows))
                else:
                    self._chart = chart_of(rows)
                continue
            caption, self._caption = self._caption, None
            if self._chart or (caption and caption.label.endswith("图")):
                self._caption, caption = caption, None
                yield from self._hanging()
            table = table_of(rows, caption)
            if table is not None:
                self._tables += 1
                yield replace(table, anchor=f"t{self._tables}")
            else:
                self._caption = caption


def _paragraph(line: SourceLine) -> Paragraph:
    origin: Origin = origin_of(line)
    return Paragraph((Text(line.label + origin.text),), origin)
