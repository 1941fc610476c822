"""文档树: the small, domain-free tree that compile finishes and writers only place and escape.

Numbers are printed before they come here. A writer is a `match` over these blocks and inlines and ends in
`assert_never`, so that no kind is dropped in silence. Blocks of a document that was read carry their `origin`:
the characters as they stood (number and title of a heading together), and where.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from zhibao.document.lineage import Lineage
from zhibao.document.origin import Origin


@dataclass(frozen=True, slots=True)
class Text:
    """文字."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """着重: weight, never italics."""

    content: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """强调: the second degree; Chinese type has no italics, writers show it by a rule or face."""

    content: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Number:
    """数字: the digits as printed and where they come from.

    `exact` is unrounded and in `unit`; None where there is no number (the text is then the sign for it).
    `snapshots` are the hashes behind it, as the values carry them.
    """

    text: str
    exact: Fraction | None
    unit: str
    indicator: str
    place: str
    period: str
    member: str = ""
    snapshots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """链接: to an address outside the document."""

    content: "tuple[Inline, ...]"
    target: str


@dataclass(frozen=True, slots=True)
class Reference:
    """参见: to an anchor of this document; `text` is already resolved, as 表 1-1."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """脚注."""

    content: "tuple[Inline, ...]"


Inline = Text | Strong | Emphasis | Number | Link | Reference | Footnote
Inlines = tuple[Inline, ...]

HeadingRole = Literal["section", "case", "annex"]
ContentsKind = Literal["headings", "cases", "exhibits"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """标题: level 1 is a chapter; `number` is printed before the content (1, 1.1, 案例1：, 【案例一】)."""

    level: int
    number: str
    content: Inlines
    anchor: str
    role: HeadingRole = "section"
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """段落."""

    content: Inlines
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BulletList:
    """项目列表."""

    items: "tuple[tuple[Block, ...], ...]"


@dataclass(frozen=True, slots=True)
class OrderedList:
    """编号列表: numbered from 1."""

    items: "tuple[tuple[Block, ...], ...]"


@dataclass(frozen=True, slots=True)
class Caption:
    """题注: `label` is 表 or 图, `number` 1-1, `text` the title."""

    label: str
    number: str
    text: str
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """Return label and number as references print them: 表1-1."""
        return f"{self.label}{self.number}"


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格."""

    content: Inlines
    align: Align = "left"
    columns: int = 1
    rows: int = 1
    origin: Origin | None = field(default=None, compare=False, repr=False)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """表: caption above; `head` rows repeat on every page; spans count in the head only.

    `name` is the exhibit's name in the outline, stable over years; `total` says whether the last row is a total.
    """

    name: str
    anchor: str
    caption: Caption | None
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    widths: tuple[float, ...] = ()
    total: bool = False
    notes: tuple[Inlines, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """统计图: panels side by side, each a Vega-Lite specification, and the numbers that are drawn.

    `head` and `body` are the table behind the chart; `body` holds Numbers, so that every drawn value is auditable.
    """

    panels: tuple[str, ...]
    head: Row
    body: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """图片: PNG bytes."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Figure:
    """图: caption below; a picture of a case has no number (caption.number is empty)."""

    name: str
    anchor: str
    caption: Caption
    content: Chart | Picture
    alt: str
    notes: tuple[Inlines, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """注: a remark set off from the text, such as a declaration or a source of data."""

    content: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """分页."""


@dataclass(frozen=True, slots=True)
class Entry:
    """目录的一行; `page` is what a document that was read prints behind it."""

    level: int
    text: str
    anchor: str
    page: str = ""
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """目录: generated from the body, never typed."""

    kind: ContentsKind
    title: str
    entries: tuple[Entry, ...]


Block = Heading | Paragraph | BulletList | OrderedList | Table | Figure | Note | PageBreak | Contents


@dataclass(frozen=True, slots=True)
class Cover:
    """封面: lines of the title, the issuer, the month in Chinese numerals, and remarks below."""

    title: tuple[str, ...]
    issuer: str
    date: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """一份报告: cover, blocks and properties; `properties` go into the file's own fields (author, subject).

    `lineage` is what stands behind its numbers, for pages that can show it; it is no part of what the report says.
    """

    cover: Cover
    blocks: tuple[Block, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    lineage: Lineage = field(default=Lineage(), compare=False, repr=False)

    @property
    def title(self) -> str:
        """Return the title as one line."""
        return "".join(self.cover.title)


def plain(content: Inlines) -> str:
    """Return the printed text of inlines."""
    return "".join(_plain(inline) for inline in content)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Number(text=text) | Reference(text=text):
            return text
        case Strong(content) | Emphasis(content) | Link(content=content):
            return plain(content)
        case Footnote():
            return ""


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block in reading order, those inside lists and notes too."""
    for block in blocks:
        yield block
        match block:
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from walk(item)
            case Note(content):
                yield from walk(content)


def inlines(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    """Yield every inline in reading order: text, cells, captions' notes and the tables behind charts."""
    for block in walk(blocks):
        match block:
            case Heading(content=content) | Paragraph(content):
                yield from _flat(content)
            case Table(head=head, body=body, notes=notes):
                yield from _cells((*head, *body))
                for note in notes:
                    yield from _flat(note)
            case Figure(content=drawn, notes=notes):
                if isinstance(drawn, Chart):
                    yield from _cells((drawn.head, *drawn.body))
                for note in notes:
                    yield from _flat(note)


def _cells(rows: tuple[Row, ...]) -> Iterator[Inline]:
    for row in rows:
        for cell in row:
            yield from _flat(cell.content)


def _flat(content: Inlines) -> Iterator[Inline]:
    for inline in content:
        yield inline
        match inline:
            case Strong(inner) | Emphasis(inner) | Link(content=inner) | Footnote(inner):
                yield from _flat(inner)
