"""逻辑段落: the tree flattened into blocks of normalised text, each character knowing where it came from."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from zhibao.document.nodes import (
    Block as Node,
)
from zhibao.document.nodes import (
    BulletList,
    Caption,
    Cell,
    Chart,
    Contents,
    Figure,
    Heading,
    Inlines,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Table,
    plain,
)
from zhibao.document.origin import Origin, single
from zhibao.document.readers.lines import Reading
from zhibao.terms.numerals.normal import normalised
from zhibao.terms.source import TextPlace

BlockKind = Literal["heading", "paragraph", "cell", "caption", "contents"]


@dataclass(slots=True, eq=False)
class Block:
    """段落: a heading, paragraph, cell, caption or line of contents.

    `text` is normalised: half-width digits, letters, % : - ~ / ; full-width （），；？！; blanks only between Latin
    words or digits; a comma between digits only as thousands mark. `offsets[i]` is the offset of text[i] in
    `origin.text`.
    `level` and `number` are a heading's (or an entry's); `section` is the index of the heading above; `case` the title
    of the case box it stands in; `label` the 表 or 图 of a caption; `page` the page that a line of contents prints.
    `table`, `row` and `column` place a cell in its grid.
    """

    index: int
    kind: BlockKind
    text: str
    offsets: "array[int]"
    origin: Origin
    level: int = 0
    number: str = ""
    role: str = ""
    section: int = -1
    case: str = ""
    label: str = ""
    page: str = ""
    table: int = -1
    row: int = -1
    column: int = -1

    def places(self, start: int, end: int, file: str = "") -> tuple[TextPlace, ...]:
        """Return where a span of the normalised text stands, one place per source line, with exact quotes."""
        low = self.offsets[start] if start < len(self.offsets) else len(self.origin.text)
        high = self.offsets[end - 1] + 1 if 0 < end <= len(self.offsets) else low
        return self.origin.places(low, max(low, high), file)


@dataclass(slots=True, eq=False)
class Grid:
    """表格: the cells of a table as a rectangle, merged cells repeated in every place they cover.

    `heads` is the number of rows the format declares as heads (0: not known); `caption` the block of its caption.
    `is_chart` marks the numbers behind a chart.
    """

    index: int
    rows: list[list[Block | None]]
    heads: int
    caption: Block | None
    section: int
    is_chart: bool = False


@dataclass(slots=True, eq=False)
class Flat:
    """展平的文档: blocks in reading order and the grids they form."""

    reading: Reading
    blocks: list[Block] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


def flatten(reading: Reading) -> Flat:
    """Return the blocks and grids of a document that was read."""
    flat = Flat(reading)
    walker = _Walker(flat)
    for node in reading.document.blocks:
        walker.take(node)
    return flat


class _Walker:
    """Walks the tree once, numbering blocks and remembering heading and case."""

    def __init__(self, flat: Flat) -> None:
        self.flat = flat
        self.section = -1
        self.case = ""
        self.case_level = 0

    def add(self, kind: BlockKind, origin: Origin | None, printed: str, **rest: object) -> Block:
        origin = origin or single(printed, 0)
        text, offsets = normalised(origin.text)
        block = Block(len(self.flat.blocks), kind, text, offsets, origin, section=self.section, case=self.case)
        for name, value in rest.items():
            setattr(block, name, value)
        self.flat.blocks.append(block)
        return block

    def take(self, node: Node) -> None:
        match node:
            case Heading():
                self._heading(node)
            case Paragraph(content, origin=origin):
                self.add("paragraph", origin, plain(content))
            case BulletList(items) | OrderedList(items):
                self._all(inner for item in items for inner in item)
            case Note(content):
                self._all(content)
            case Contents(entries=entries):
                for entry in entries:
                    self.add(
                        "contents",
                        entry.origin,
                        entry.text + entry.page,
                        level=entry.level,
                        page=entry.page,
                        role=node.kind,
                    )
            case Table(head=head, body=body, caption=caption, notes=notes):
                self._table((*head, *body), len(head), caption)
                self._notes(notes)
            case Figure(content=drawn, caption=caption, notes=notes):
                if isinstance(drawn, Chart):
                    self._table((drawn.head, *drawn.body), 1, caption, is_chart=True)
                else:
                    self._caption(caption)
                self._notes(notes)
            case PageBreak():
                pass

    def _all(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self.take(node)

    def _notes(self, notes: Iterable[Inlines]) -> None:
        for note in notes:
            self.add("paragraph", None, plain(note))

    def _heading(self, node: Heading) -> None:
        if node.role == "case":
            self.case, self.case_level = plain(node.content), node.level
        elif not self.case or node.level <= self.case_level or node.role == "annex":
            self.case = ""
        printed = node.number + plain(node.content)
        block = self.add("heading", node.origin, printed, level=node.level, number=node.number, role=node.role)
        self.section = block.index

    def _caption(self, caption: Caption | None) -> Block | None:
        if caption is None or not (caption.origin or caption.name or caption.text):
            return None
        return self.add(
            "caption", caption.origin, caption.name + caption.text, label=caption.label, number=caption.number
        )

    def _table(
        self, rows: tuple[tuple[Cell, ...], ...], heads: int, caption: Caption | None, *, is_chart: bool = False
    ) -> None:
        title = self._caption(caption)
        grid = Grid(len(self.flat.grids), [], heads, title, self.section, is_chart)
        self.flat.grids.append(grid)
        covered: dict[tuple[int, int], Block] = {}
        for r, row in enumerate(rows):
            line: list[Block | None] = []
            for cell in row:
                while (r, len(line)) in covered:
                    line.append(covered[r, len(line)])
                block = self.add("cell", cell.origin, plain(cell.content), table=grid.index, row=r, column=len(line))
                for down in range(cell.rows):
                    for right in range(cell.columns):
                        if down:
                            covered[r + down, len(line) + right] = block
                line += [block] * cell.columns
            while (r, len(line)) in covered:
                line.append(covered[r, len(line)])
            grid.rows.append(line)
        width = max((len(row) for row in grid.rows), default=0)
        for row_cells in grid.rows:
            row_cells.extend([None] * (width - len(row_cells)))


def sections(flat: Flat) -> Iterator[Block]:
    """Yield the headings."""
    return (block for block in flat.blocks if block.kind == "heading")
