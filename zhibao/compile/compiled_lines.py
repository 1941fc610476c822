"""编出的各行: the report as its own Word file reads, every line with the passage of the outline that it prints."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhibao.catalog.outline import Outline
from zhibao.catalog.passages import MARKS, START, Passage, marked, number_in
from zhibao.compile.rewording import Atom, atoms_of
from zhibao.document.nodes import Contents, Document, Heading, Inlines, Number, Paragraph, Row, Table, plain, walk
from zhibao.document.readers.word_edited import EditedLine, edited_lines
from zhibao.document.writers.docx import write_docx

Printer = Callable[[Outline], Document]
"""Compiles another text of the report's outline."""

_PAGE = re.compile(r"\t\s*[\dIVXLivxl]*\s*$")


@dataclass(frozen=True, slots=True)
class CompiledLine:
    """编出的一行: `passage` (None: no text of the outline) prints what stands between `head` and `tail`."""

    text: str
    kind: str
    passage: int | None = None
    head: str = ""
    tail: str = ""


@dataclass(frozen=True)
class Compiled:
    """编出的报告: its lines, the passages with what they print, and the values in the rows of tables."""

    lines: tuple[CompiledLine, ...]
    passages: tuple[Passage, ...]
    atoms: Mapping[int, tuple[Atom, ...] | None]
    rows: Mapping[str, tuple[str, ...]]

    def printed(self) -> Mapping[str, tuple[str, ...]]:
        """Return what the passages of each chapter print, in their order."""
        found: dict[str, list[str]] = {}
        for number, passage in enumerate(self.passages):
            atoms = self.atoms.get(number) or ()
            found.setdefault(passage.chapter, []).append("".join(one.text for one in atoms))
        return {name: tuple(texts) for name, texts in found.items()}


def compiled(outline: Outline, texts: Mapping[str, str], printer: Printer, *, lines: bool = True) -> Compiled:
    """Return the report with its lines (unless not wanted); `texts` are the chapters' sources by their names."""
    with_marks, passages = marked(outline, texts)
    document = printer(with_marks)
    pages = {one.anchor: 1 for block in document.blocks if isinstance(block, Contents) for one in block.entries}
    read = without_contents(edited_lines(write_docx(document, pages), "report.docx")) if lines else ()
    return Compiled(tuple(map(_line, read)), passages, _atoms(document, passages), _rows(document))


def without_contents(lines: tuple[EditedLine, ...]) -> tuple[EditedLine, ...]:
    """Return the lines without those of contents, which end in a page number."""
    return tuple(one for one in lines if one.kind == "row" or not _PAGE.search(one.text))


def _line(line: EditedLine) -> CompiledLine:
    found = number_in(line.text)
    text = MARKS.sub("", line.text).strip()
    if found is None:
        return CompiledLine(text, line.kind)
    number, _, end = found
    head, tail = line.text[: line.text.index(START)], line.text[end + 1 :]
    return CompiledLine(text, line.kind, number, head.lstrip(), tail.rstrip())


def _atoms(document: Document, passages: tuple[Passage, ...]) -> dict[int, tuple[Atom, ...] | None]:
    found: dict[int, tuple[Atom, ...] | None] = {}
    for block in walk(document.blocks):
        if not isinstance(block, Heading | Paragraph):
            continue
        text = plain(block.content)
        if place := number_in(text):
            number, start, end = place
            numbers = [(low - start, high - start, one) for low, high, one in _numbers(block.content, 0)]
            found[number] = atoms_of(text[start:end], passages[number], numbers)
    return found


def _numbers(content: Inlines, at: int) -> list[tuple[int, int, Number]]:
    found: list[tuple[int, int, Number]] = []
    for inline in content:
        length = len(plain((inline,)))
        if isinstance(inline, Number):
            found.append((at, at + length, inline))
        elif length and not isinstance(inner := getattr(inline, "content", ()), str):
            found += _numbers(inner, at)
        at += length
    return found


def _rows(document: Document) -> dict[str, tuple[str, ...]]:
    """Return the indicators of the cells of every table row, by the row's text."""
    found: dict[str, tuple[str, ...]] = {}
    for block in walk(document.blocks):
        if isinstance(block, Table):
            for row in block.body:
                found["\t".join(plain(cell.content) for cell in row)] = _indicators(row)
    return found


def _indicators(row: Row) -> tuple[str, ...]:
    return tuple(next((one.indicator for one in cell.content if isinstance(one, Number)), "") for cell in row)
