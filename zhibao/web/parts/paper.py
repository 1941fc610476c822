"""文书在页上: the tree of a document as blocks that a template shows; bound numbers tell what is behind them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from zhibao.document.nodes import (
    Block,
    Contents,
    Document,
    Emphasis,
    Entry,
    Heading,
    Inlines,
    Note,
    Number,
    Paragraph,
    Row,
    Strong,
    Table,
    plain,
)
from zhibao.web.parts.tags import fingerprint


@dataclass(frozen=True)
class Bit:
    """一段: words, strong ones, or a number with what it is of (`behind`)."""

    text: str
    is_strong: bool = False
    behind: str = ""


@dataclass(frozen=True)
class PaperCell:
    """一格."""

    bits: list[Bit]
    align: str
    columns: int


@dataclass(frozen=True)
class PaperBlock:
    """一块: `kind` says which of the fields it has."""

    kind: str
    bits: list[Bit]
    number: str = ""
    anchor: str = ""
    head: list[list[PaperCell]] | None = None
    rows: list[list[PaperCell]] | None = None
    notes: list[str] | None = None
    entries: tuple[Entry, ...] = ()


def paper_blocks(document: Document, labels: Mapping[str, str]) -> list[PaperBlock]:
    """Return the blocks of a document in reading order; `labels` are indicator → what it is called."""
    return list(_blocks(document.blocks, labels))


def _blocks(blocks: tuple[Block, ...], labels: Mapping[str, str]) -> Iterator[PaperBlock]:
    for block in blocks:
        match block:
            case Heading(level=level, number=number, content=content, anchor=anchor):
                yield PaperBlock("h2" if level == 1 else "h3", list(_bits(content, labels)), number, anchor)
            case Paragraph(content=content):
                yield PaperBlock("p", list(_bits(content, labels)))
            case Table(caption=caption, head=head, body=body, notes=notes, anchor=anchor):
                name = f"{caption.name}　{caption.text}" if caption else ""
                yield PaperBlock(
                    "table",
                    [Bit(name)],
                    anchor=anchor,
                    head=_head(head, body, labels),
                    rows=[_row(one, labels) for one in body],
                    notes=[plain(one) for one in notes],
                )
            case Contents(entries=entries):
                yield PaperBlock("contents", [], entries=entries)
            case Note(content=inner):
                yield from _blocks(inner, labels)
            case _:
                continue


def _head(head: tuple[Row, ...], body: tuple[Row, ...], labels: Mapping[str, str]) -> list[list[PaperCell]]:
    """Return the rows of a head, a single one with each text over its column as the cells below stand."""
    if len(head) != 1 or not body or len(head[0]) != len(body[0]):
        return [_row(one, labels) for one in head]
    return [_row(tuple(replace(one, align=below.align) for one, below in zip(head[0], body[0], strict=True)), labels)]


def _row(cells: Row, labels: Mapping[str, str]) -> list[PaperCell]:
    return [PaperCell(list(_bits(one.content, labels)), one.align, one.columns) for one in cells]


def _bits(content: Inlines, labels: Mapping[str, str]) -> Iterator[Bit]:
    for one in content:
        match one:
            case Strong(inner) | Emphasis(inner):
                yield Bit(plain(inner), is_strong=True)
            case Number() if one.exact is not None:
                label = labels.get(one.indicator, one.indicator)
                snapshots = fingerprint(one.snapshots[0]) if one.snapshots else ""
                more = f" 等 {len(one.snapshots)} 份" if len(one.snapshots) > 1 else ""
                yield Bit(one.text, behind=f"{label}（{one.unit}），{one.period}，快照 {snapshots}{more}")
            case _:
                yield Bit(plain((one,)))
