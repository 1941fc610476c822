"""逐处比较: a document as a row of pieces, each with its texts cell by cell; what two such rows do not share."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from zhibao.document import nodes
from zhibao.document.nodes import Block, Caption, Cell, Chart, Document, Inline, Inlines, Number, inlines, plain, walk
from zhibao.document.writers.measures import chart_text

Kind = Literal["heading", "text", "table", "figure", "footnote"]
Fact = tuple[str, str, str, str, str, str]
"""指标、地方、年份、成员、单位 and the printed text."""
_SPACE = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """一处: its rows of texts without spaces: a paragraph is one row of one, a table has caption, rows and notes.

    `drawn` are the numbers that a chart shows, in no order; `facts` those that a file binds to its data, in order.
    """

    kind: Kind
    rows: tuple[tuple[str, ...], ...]
    drawn: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


def bare(text: str) -> str:
    """Return text without the spaces that setting puts in or drops, with one sign for minus."""
    return _SPACE.sub("", text).replace("\u2212", "-").replace("\u2011", "-")


def drawn_number(text: str) -> str:
    """Return the number of a label in a drawing, without the name that a pie sets before it."""
    return bare(text.strip().rpartition(" ")[2])


def row(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of a row; empty cells at its end are no cells."""
    cells = [bare(one) for one in texts]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def pieces_of(document: Document) -> list[Piece]:
    """Return what the tree says, the footnotes at the end."""
    notes = [one for one in inlines(document.blocks) if isinstance(one, nodes.Footnote)]
    return [
        *(piece for block in document.blocks for piece in _pieces(block)),
        *(Piece("footnote", (row([plain(one.content)]),), facts=_facts(one.content)) for one in notes),
    ]


def sheets_of(document: Document) -> list[Piece]:
    """Return what the workbook of a document should say: its tables, and the tables behind its charts."""
    made = []
    for block in walk(document.blocks):
        match block:
            case nodes.Table(caption=caption, head=head, body=body, notes=notes):
                made.append(_rows(caption, (*head, *body), notes))
            case nodes.Figure(caption=caption, content=Chart(head=first, body=body), notes=notes):
                made.append(_rows(caption, (first, *body), notes))
    return [Piece("table", tuple(filter(None, rows))) for rows in made]


def facts_in(document: Document) -> int:
    """Return how many numbers of the tree are bound to data."""
    return sum(isinstance(one, Number) for one in inlines(document.blocks))


def _pieces(block: Block) -> Iterator[Piece]:
    match block:
        case nodes.Heading(number=number, content=content):
            yield Piece("heading", (row([number + plain(content)]),), facts=_facts(content))
        case nodes.Paragraph(content):
            yield Piece("text", (row([plain(content)]),), facts=_facts(content))
        case nodes.BulletList(items) | nodes.OrderedList(items):
            yield from (piece for item in items for one in item for piece in _pieces(one))
        case nodes.Note(content):
            yield from (piece for one in content for piece in _pieces(one))
        case nodes.Table(caption=caption, head=head, body=body, notes=notes):
            yield Piece("table", _rows(caption, (*head, *body), notes), facts=_cell_facts((*head, *body), notes))
        case nodes.Figure(caption=caption, content=Chart() as chart, notes=notes):
            texts = [chart_text(chart)]
            drawn = tuple(sorted(bare(one.text) for one in _numbers(chart)))
            facts = _cell_facts((), notes) + _cell_facts((chart.head, *chart.body), ())
            yield Piece("figure", (*_rows(caption, (), notes), row(texts)), drawn, facts)
        case nodes.Figure(caption=caption, notes=notes):
            yield Piece("figure", _rows(caption, (), notes), facts=_cell_facts((), notes))
        case nodes.PageBreak() | nodes.Contents():
            return


def _rows(
    caption: Caption | None, cells: Sequence[Sequence[Cell]], notes: Sequence[Inlines]
) -> tuple[tuple[str, ...], ...]:
    name = [(row([caption.name + caption.text if caption.number else caption.text]))] if caption else []
    return (
        *name,
        *(row([plain(cell.content) for cell in line]) for line in cells),
        *(row([plain(note)]) for note in notes),
    )


def _numbers(chart: Chart) -> Iterator[Number]:
    for line in chart.body:
        for cell in line:
            yield from (one for one in cell.content if isinstance(one, Number))


def _cell_facts(cells: Sequence[Sequence[Cell]], notes: Sequence[Inlines]) -> tuple[Fact, ...]:
    contents = [*(cell.content for line in cells for cell in line), *notes]
    return tuple(fact for content in contents for fact in _facts(content))


def _facts(content: Inlines) -> tuple[Fact, ...]:
    return tuple(fact for inline in content for fact in _fact(inline))


def _fact(inline: Inline) -> tuple[Fact, ...]:
    match inline:
        case Number(text=text, unit=unit, indicator=indicator, place=place, period=period, member=member):
            return ((indicator, place, period, member, unit, bare(text)),)
        case nodes.Strong(content) | nodes.Emphasis(content) | nodes.Link(content=content):
            return _facts(content)
        case nodes.Text() | nodes.Footnote():
            return ()
        case _:
            return ()


def differences(wanted: Sequence[Piece], found: Sequence[Piece], *, bound: bool = False) -> list[str]:
    """Return where a file says something else than the tree, a line each; empty when both say the same.

    `bound` is for files that say of every number what it is.
    """
    told: list[str] = []
    for place, (one, other) in enumerate(zip_longest(wanted, found), 1):
        if one is None or other is None or one.kind != other.kind:
            return [*told, f"{place}: {_shown(one)} ≠ {_shown(other)}"]
        told += [f"{_name(one)}{where}" for where in _apart(one, other)]
        if bound and one.facts != other.facts:
            told.append(f"{_name(one)}, facts: {set(one.facts) ^ set(other.facts)}")
    return told


def _shown(piece: Piece | None) -> str:
    return "—" if piece is None else f"{piece.kind} {_name(piece)}"


def _name(piece: Piece) -> str:
    return "".join(piece.rows[0])[:24] if piece.rows else ""


def _apart(one: Piece, other: Piece) -> Iterator[str]:
    for y, (line, lines) in enumerate(zip_longest(one.rows, other.rows, fillvalue=()), 1):
        for x, (text, said) in enumerate(zip_longest(line, lines, fillvalue=""), 1):
            if text != said:
                yield f", {y}, {x}: {text} ≠ {said}"
    if one.drawn != other.drawn:
        yield f", drawn: {one.drawn} ≠ {other.drawn}"
