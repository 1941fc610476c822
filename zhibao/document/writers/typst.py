"""写 PDF: hands the tree as JSON to looks/report.typ, which walks and sets it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, assert_never

import typst

from zhibao.catalog.look import Look, default_look
from zhibao.document.charts import chart_svg
from zhibao.document.fonts import directories, faces
from zhibao.document.nodes import (
    Block,
    BulletList,
    Cell,
    Chart,
    Contents,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Link,
    Note,
    Number,
    OrderedList,
    PageBreak,
    Paragraph,
    Picture,
    Reference,
    Row,
    Strong,
    Table,
    Text,
    walk,
)
from zhibao.document.writers.columns import layout_of, sheets
from zhibao.document.writers.measures import (
    SHORT_ROWS,
    Room,
    chart_text,
    column_count,
    drawing_points,
    entry_lines,
    gathered,
    is_drawn,
    joined_lists,
    panels,
    parts,
    picture_points,
    room_of,
)
from zhibao.document.writers.typst_look import look_json

_LOOK = "report.typ"
_TIMESTAMP = 946684800
"""2000-01-01, the time a PDF without a month of issue says it was made: equal reports are equal files."""
_STANDARDS: tuple[tuple[Literal["a-2a", "ua-1"], ...], ...] = (("a-2a", "ua-1"), ("a-2a",), ())
"""What is asked of a PDF, the most first: archival and accessible; archival; neither."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Pdf:
    """印刷本: the file, the page number on which each anchor stands (the body begins with 1), and its standards.

    `standards` are those that the compiler has made sure of: a-2a is PDF/A-2a, ua-1 is PDF/UA-1.
    """

    content: bytes
    pages: Mapping[str, int]
    standards: tuple[str, ...] = ()


def write_pdf(document: Document, look: Look | None = None, *, font_dirs: Sequence[Path] = ()) -> Pdf:
    """Return the report as PDF; equal input gives equal bytes.

    Archival and accessible, unless the document itself is in the way: a letter without a glyph, a heading left out.
    Only bundled faces are used; folders in `font_dirs` bring 仿宋, 楷体 and 黑体 in, where they hold them.
    Raises: typst.TypstError, when an entry or a reference names an anchor the document has not.
    """
    tree, drawings = _tree(document, look or default_look(), font_dirs)
    with TemporaryDirectory(prefix="zhibao-") as folder:
        root = Path(folder)
        sheet = files("zhibao.document.looks").joinpath(_LOOK).read_text(encoding="utf-8")
        (root / _LOOK).write_text(sheet, encoding="utf-8")
        (root / "tree.json").write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
        for name, content in drawings.items():
            (root / name).write_bytes(content)
        compiler = typst.Compiler(
            root / _LOOK,
            root=root,
            font_paths=[*directories(font_dirs)],
            ignore_system_fonts=True,
        )
        made, standards = _compiled(compiler)
        found = json.loads(compiler.query("<pages>", field="value", one=True))
    return Pdf(made, dict(found), standards)


def _compiled(compiler: typst.Compiler) -> tuple[bytes, tuple[str, ...]]:
    """Return the file and the standards that it meets."""
    for standards in _STANDARDS:
        try:
            made = compiler.compile(format="pdf", timestamp=_TIMESTAMP, pdf_standards=list(standards))
        except typst.TypstError as error:
            if not standards or not str(error).startswith(("PDF/A", "PDF/UA")):
                raise
            continue
        if isinstance(made, bytes):
            return made, standards
    raise TypeError("typst returned no single file")


def _tree(document: Document, look: Look, font_dirs: Sequence[Path]) -> tuple[Json, dict[str, bytes]]:
    """Return the document as JSON, and the drawings it names."""
    writer = _Tree(joined_lists(document.blocks), room_of(look))
    front, body = parts(document)
    anchors = [
        block.anchor for block in walk(document.blocks) if isinstance(block, Heading | Table | Figure) and block.anchor
    ]
    tree: Json = {
        "title": document.title,
        "properties": dict(document.properties),
        "faces": faces(look, system=bool(font_dirs)),
        "look": look_json(look),
        "cover": asdict(document.cover),
        "front": writer.sheets(front),
        "body": writer.sheets(body),
        "anchors": anchors,
    }
    return tree, writer.drawings


class _Tree:
    """Turns blocks into JSON and gathers the drawings as files."""

    def __init__(self, joined: frozenset[Contents], room: Room) -> None:
        self._joined = joined
        self._room = room
        self.drawings: dict[str, bytes] = {}

    def sheets(self, blocks: Sequence[Block]) -> list[Json]:
        """Return the blocks of a part in order; those on pages that lie on their side come together."""
        made: list[Json] = []
        for wide, group in sheets(blocks, self._room):
            inner = self._blocks(group)
            made += [{"kind": "sheets", "content": inner}] if wide else inner
        return made

    def _blocks(self, blocks: Sequence[Block]) -> list[Json]:
        """Return blocks in order, pictures in pairs."""
        return [self._pictures(one) if isinstance(one, tuple) else self.block(one) for one in gathered(blocks)]

    def block(self, block: Block) -> Json:
        """Return one block."""
        match block:
            case Heading(level, number, content, anchor, role):
                said = _inlines(content)
                return {
                    "kind": "heading",
                    "level": level,
                    "number": number,
                    "content": said,
                    "anchor": anchor,
                    "role": role,
                }
            case Paragraph(content):
                return {"kind": "paragraph", "content": _inlines(content)}
            case BulletList(items):
                return {"kind": "bullets", "items": [[self.block(inner) for inner in item] for item in items]}
            case OrderedList(items):
                return {"kind": "numbers", "items": [[self.block(inner) for inner in item] for item in items]}
            case Table():
                return _table(block, self._room)
            case Figure():
                return self._figure(block)
            case Note(content):
                return {"kind": "note", "content": [self.block(inner) for inner in content]}
            case PageBreak():
                return {"kind": "pagebreak"}
            case Contents(kind, title, entries):
                listed = [
                    {**asdict(entry), "text": "\n".join(entry_lines(entry, kind, self._room))} for entry in entries
                ]
                joined = block in self._joined
                return {"kind": "contents", "of": kind, "title": title, "entries": listed, "joined": joined}
            case _:
                assert_never(block)

    def _pictures(self, figures: Iterable[Figure]) -> Json:
        return {"kind": "pictures", "figures": [self._figure(figure, paired=True) for figure in figures]}

    def _figure(self, figure: Figure, *, paired: bool = False) -> Json:
        drawings: list[Json] = []
        match figure.content:
            case Picture(png=png) if is_drawn(figure):
                width, _ = picture_points(figure.content, self._room, paired=paired)
                drawings.append({"file": self._file(png, "png"), "width": width, "alt": figure.alt})
            case Chart():
                alt = f"{figure.alt}。{chart_text(figure.content)}".lstrip("。")
                for panel in panels(figure.content):
                    svg = chart_svg(panel)
                    width, _ = drawing_points(svg, self._room)
                    name = self._file(svg.encode(), "svg")
                    drawings.append({"file": name, "width": width, "alt": alt})
            case Picture():
                pass
            case _:
                assert_never(figure.content)
        return {
            "kind": "figure",
            "anchor": figure.anchor,
            "caption": asdict(figure.caption),
            "drawings": drawings,
            "notes": [_inlines(note) for note in figure.notes],
        }

    def _file(self, content: bytes, ending: str) -> str:
        name = f"{len(self.drawings)}.{ending}"
        self.drawings[name] = content
        return name


def _table(table: Table, room: Room) -> Json:
    count = column_count(table)
    layout = layout_of(table, room)
    return {
        "kind": "table",
        "anchor": table.anchor,
        "caption": asdict(table.caption) if table.caption else None,
        "columns": count,
        "shares": list(layout.shares),
        "size": layout.points,
        "short": len(table.body) <= SHORT_ROWS,
        "total": table.total,
        "head": [_row(row) for row in table.head],
        "body": [_row((*row, *(Cell(()) for _ in range(count - len(row))))) for row in table.body],
        "notes": [_inlines(note) for note in table.notes],
    }


def _row(row: Row) -> list[Json]:
    return [
        {"content": _inlines(cell.content), "align": cell.align, "columns": cell.columns, "rows": cell.rows}
        for cell in row
    ]


def _inlines(content: Inlines) -> list[Json]:
    return [_inline(inline) for inline in content]


def _inline(inline: Inline) -> Json:
    match inline:
        case Text(text):
            return {"kind": "text", "text": text}
        case Number(text=text):
            return {"kind": "number", "text": text}
        case Strong(content):
            return {"kind": "strong", "content": _inlines(content)}
        case Emphasis(content):
            return {"kind": "emphasis", "content": _inlines(content)}
        case Link(content, target):
            return {"kind": "link", "content": _inlines(content), "target": target}
        case Reference(text, anchor):
            return {"kind": "reference", "text": text, "anchor": anchor}
        case Footnote(content):
            return {"kind": "footnote", "content": _inlines(content)}
        case _:
            assert_never(inline)
