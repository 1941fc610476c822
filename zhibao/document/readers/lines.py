"""原文各行: what a format's reader finds, in reading order, before anything is joined or understood.

A line of a text file, a paragraph, or a row of a table. Findings name its number and quote its text; so the same
report gives the same lines, and the same findings, whatever format it came in.
"""

from dataclasses import dataclass, field
from typing import Literal

from zhibao.document.nodes import Document

LineKind = Literal["text", "heading", "row", "caption", "footnote", "comment", "box", "furniture", "chart"]


@dataclass(frozen=True, slots=True)
class LineCell:
    """一行中的一格: text[start:end] of its line; spans as in a printed table, `address` as A1 in workbooks."""

    start: int
    end: int
    columns: int = 1
    rows: int = 1
    address: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """原文的一行.

    `kind` says what the format itself declares ("text" where it declares nothing); `level` is a heading's;
    `label` is a number that the format prints by itself (automatic numbering) and that is not in `text`.
    Rows carry `cells` and the running number of their `table` (from 1); `head` is a row that the format declares as
    head. `furniture` (running heads, page numbers, the rule under the head of a Markdown table) and comments are kept
    here, and left out of the tree. `skips` are spans of `text` that are mark-up, such as the ** of Markdown.
    `flow` says what the look of the page tells: that a paragraph starts here, or that it goes on with the line before.
    Numbers rise from line to line and leave out empty lines; in workbooks they start again with every sheet.
    """

    number: int
    text: str
    page: int | None = None
    kind: LineKind = "text"
    level: int = 0
    label: str = ""
    cells: tuple[LineCell, ...] = ()
    table: int = 0
    head: bool = False
    skips: tuple[tuple[int, int], ...] = ()
    flow: Literal["", "starts", "goes_on"] = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """接缝: a text that was cut between two lines and has been joined; `cut` says through what the cut went."""

    first: int
    second: int
    cut: Literal["number", "word", "sentence"]


@dataclass(frozen=True)
class Reading:
    """读入的文件: the tree, the lines it was made of, and the joints."""

    file: str
    title: str
    document: Document
    lines: tuple[SourceLine, ...]
    joints: tuple[Joint, ...] = ()
    has_lines: bool = field(default=True)
