"""公开页的内容: the tree of a report and its values as the records that pages show, and the files of its exhibits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from zhibao.catalog.edition import Edition
from zhibao.document.charts import chart_png, chart_svg
from zhibao.document.nodes import (
    Block,
    BulletList,
    Cell,
    Chart,
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
    Paragraph,
    Picture,
    Reference,
    Row,
    Strong,
    Table,
    Text,
    inlines,
    plain,
)
from zhibao.document.specs import resized
from zhibao.document.writers.measures import chart_text
from zhibao.document.writers.xlsx import write_xlsx
from zhibao.publish.public_report import (
    BodyCell,
    Chapter,
    Definition,
    Exhibit,
    HeadCell,
    Part,
    Piece,
    Point,
    PublicReport,
)
from zhibao.publish.values import Record

_WIDE, _NARROW = 720, 340
_HEADS, _PER_CHAPTER = 6, 2
_TELLING = ("人", "%", "x:1")
"""Units of headline figures: persons and rates, not how many schools or majors there are."""


@dataclass
class Made:
    """做成的: the records, and the files of exhibits by name."""

    report: PublicReport
    files: dict[str, bytes]


@dataclass
class _Exhibits:
    """The exhibits of a report as they are met."""

    document: Document
    found: list[Exhibit] = field(default_factory=list)
    by_anchor: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def public_tree(
    document: Document,
    rows: list[Record],
    edition: Edition,
    schools: Mapping[str, str],
    hidden: int,
    findings_open: int,
) -> Made:
    """Return what the pages of a report show; `rows` are the public values, `schools` their names by code."""
    exhibits = _Exhibits(document)
    for block in document.blocks:
        if isinstance(block, Table | Figure) and not _is_picture(block):
            exhibits.by_anchor[block.anchor] = f"{_kind(block)}/{_number(block)}"
    chapters = tuple(_chapters(document, exhibits))
    definitions = tuple(_definitions(document, rows))
    numbers = [one for one in inlines(document.blocks) if isinstance(one, Number)]
    report = PublicReport(
        title=document.title,
        issuer=document.cover.issuer,
        date=document.cover.date,
        remarks=document.cover.remarks,
        place=edition.code,
        place_name=edition.place,
        year=edition.this,
        years=tuple(edition.data_years),
        hidden=hidden,
        chapters=chapters,
        exhibits=tuple(exhibits.found),
        definitions=definitions,
        heads=_heads(chapters, definitions, edition),
        schools=tuple(schools.items()),
        findings_open=findings_open,
        numbers=len(numbers),
    )
    return Made(report, exhibits.files)


def _chapters(document: Document, exhibits: _Exhibits) -> Iterator[Chapter]:
    head: Heading | None = None
    parts: list[Part] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            if head is not None:
                yield _chapter(head, parts)
            head, parts = block, []
        elif head is not None:
            parts += _parts(block, exhibits)
    if head is not None:
        yield _chapter(head, parts)


def _chapter(head: Heading, parts: list[Part]) -> Chapter:
    return Chapter(number=head.number, title=plain(head.content), anchor=head.anchor, parts=tuple(parts))


def _parts(block: Block, exhibits: _Exhibits, kind: str = "paragraph") -> Iterator[Part]:
    match block:
        case Heading(level, number, content, anchor):
            yield Part(kind="heading", level=level, number=number, anchor=anchor, pieces=_pieces(content, exhibits))
        case Paragraph(content):
            made = _pieces(content, exhibits)
            yield Part(kind="note", pieces=made) if kind == "note" else Part(kind="paragraph", pieces=made)
        case BulletList(items) | OrderedList(items):
            for at, item in enumerate(items, 1):
                pieces = tuple(
                    piece for one in item if isinstance(one, Paragraph) for piece in _pieces(one.content, exhibits)
                )
                yield Part(kind="item", number=f"{at}." if isinstance(block, OrderedList) else "", pieces=pieces)
        case Note(content):
            for one in content:
                yield from _parts(one, exhibits, "note")
        case Figure(content=Picture(png=png)):
            name = f"{_number(block)}.png"
            exhibits.files[name] = png
            said = Piece(kind="text", text=block.alt or block.caption.text)
            yield Part(kind="picture", anchor=block.anchor, exhibit=name, pieces=(said,))
        case Table() | Figure():
            made_exhibit = _exhibit(block, exhibits)
            exhibits.found.append(made_exhibit)
            yield Part(kind="exhibit", anchor=block.anchor, exhibit=f"{made_exhibit.kind}/{made_exhibit.number}")


def _exhibit(block: Table | Figure, exhibits: _Exhibits) -> Exhibit:
    chart = block.content if isinstance(block, Figure) and isinstance(block.content, Chart) else None
    head = (chart.head,) if chart else block.head if isinstance(block, Table) else ()
    body = chart.body if chart else block.body if isinstance(block, Table) else ()
    key = f"{_kind(block)}-{_number(block)}"
    caption = block.caption
    shown = Exhibit(
        kind="f" if _kind(block) == "f" else "t",
        number=_number(block),
        name=caption.name if caption else "",
        outline_name=block.name,
        caption=caption.text if caption else "",
        head=tuple(
            tuple(HeadCell(text=plain(one.content), columns=one.columns, rows=one.rows) for one in r) for r in head
        ),
        body=tuple(tuple(map(_cell, row)) for row in body),
        total=isinstance(block, Table) and block.total,
        notes=tuple(map(plain, block.notes)),
        alt=f"{block.alt}。{chart_text(chart)}".lstrip("。") if chart and isinstance(block, Figure) else "",
        **_drawings(key, chart, exhibits),
    )
    exhibits.files[f"{key}.xlsx"] = write_xlsx(replace(exhibits.document, blocks=(_as_table(block, head, body),)))
    return shown


def _as_table(block: Table | Figure, head: tuple[Row, ...], body: tuple[Row, ...]) -> Table:
    if isinstance(block, Table):
        return block
    return Table(block.name, block.anchor, block.caption, head, body, notes=block.notes)


def _drawings(key: str, chart: Chart | None, exhibits: _Exhibits) -> dict[str, tuple[str, ...]]:
    """Return the names of a chart's drawings, and keep their files; panels stand one below the other."""
    if chart is None:
        return {}
    wide, narrow, pngs = [], [], []
    for at, panel in enumerate(chart.panels, 1):
        end = f"-{at}" if len(chart.panels) > 1 else ""
        wide.append(f"{key}{end}.svg")
        narrow.append(f"{key}{end}-narrow.svg")
        pngs.append(f"{key}{end}.png")
        exhibits.files[wide[-1]] = chart_svg(resized(panel, _WIDE)).encode()
        exhibits.files[narrow[-1]] = chart_svg(resized(panel, _NARROW)).encode()
        exhibits.files[pngs[-1]] = chart_png(resized(panel, _WIDE))
    return {"wide": tuple(wide), "narrow": tuple(narrow), "png": tuple(pngs)}


def _cell(cell: Cell) -> BodyCell:
    number = next((one for one in cell.content if isinstance(one, Number)), None)
    return BodyCell(
        text=plain(cell.content), indicator=number.indicator if number else "", is_number=number is not None
    )


def _pieces(content: Inlines, exhibits: _Exhibits) -> tuple[Piece, ...]:
    return tuple(_piece(one, exhibits) for one in content)


def _piece(inline: Inline, exhibits: _Exhibits) -> Piece:
    match inline:
        case Text(text):
            return Piece(kind="text", text=text)
        case Number(text=text, indicator=indicator):
            return Piece(kind="number", text=text, target=indicator)
        case Reference(text, anchor):
            return Piece(kind="reference", text=text, target=exhibits.by_anchor.get(anchor, f"#{anchor}"))
        case Link(content, target):
            return Piece(kind="link", text=plain(content), target=target)
        case Strong(content) | Emphasis(content):
            return Piece(kind="strong", text=plain(content))
        case Footnote(content):
            return Piece(kind="footnote", text=plain(content))


def _definitions(document: Document, rows: list[Record]) -> Iterator[Definition]:
    """Yield the definitions in the order in which the report uses them, each with the values of every place."""
    by_name: dict[str, list[Record]] = {}
    for row in rows:
        if not row["member"]:
            by_name.setdefault(str(row["indicator"]), []).append(row)
    for name, told in document.lineage.explanations.items():
        if name in by_name:
            yield Definition(
                name=name,
                label=told.label,
                unit=told.unit,
                definition=told.definition,
                formula=told.formula,
                period=told.period,
                above=told.above,
                below=told.below,
                registers=told.registers,
                grounds=told.grounds,
                points=tuple(map(_point, by_name[name])),
            )


def _point(row: Record) -> Point:
    is_share = bool(row["denominator"])
    return Point(
        place=str(row["place"]),
        name=str(row["name"]),
        year=int(row["year"]),
        printed=str(row["printed"]),
        numerator=str(row["numerator"]) if is_share else "",
        denominator=str(row["denominator"]),
        exact=str(row["exact"]),
    )


def _heads(chapters: tuple[Chapter, ...], definitions: tuple[Definition, ...], edition: Edition) -> tuple[str, ...]:
    """Return the headline indicators: the first rates and counts of persons of every chapter, known for both years."""
    known = {one.name: one for one in definitions}

    def serves(name: str) -> bool:
        points = known[name].of(edition.code) if name in known and known[name].unit in _TELLING else ()
        return len(points) > 1 and all(one.exact for one in points[-2:])

    chosen: dict[str, None] = {}
    for chapter in chapters:
        named = [piece.target for part in chapter.parts for piece in part.pieces if piece.kind == "number"]
        fresh = [name for name in dict.fromkeys(named) if name not in chosen and serves(name)]
        chosen |= dict.fromkeys(fresh[:_PER_CHAPTER])
    return tuple(chosen)[:_HEADS]


def _is_picture(block: Table | Figure) -> bool:
    return isinstance(block, Figure) and isinstance(block.content, Picture)


def _kind(block: Table | Figure) -> str:
    return "f" if block.caption is not None and block.caption.label == "图" else "t"


def _number(block: Table | Figure) -> str:
    """Return the number of an exhibit, or its name in the outline where it has none."""
    number = block.caption.number if block.caption else ""
    return number or re.sub(r"[^a-z0-9]+", "-", block.name.lower()).strip("-")
