"""编出的各行: the report as its own Word file reads, every line with the passage of the outline that it prints."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zhibao.catalog.passages import MARKS, START, Passage, marked, number_in
from zhibao.compile.case import Case
from zhibao.compile.marked_cases import case_key, case_words, marked_cases
from zhibao.compile.material import Material
from zhibao.compile.report import as_printed, set_report
from zhibao.compile.rewording import Atom, atoms_of
from zhibao.document.dress import Dress, plain_dress
from zhibao.document.nodes import (
    Block,
    Contents,
    Document,
    Figure,
    Heading,
    Inlines,
    Number,
    Paragraph,
    Picture,
    Row,
    Table,
    Text,
    plain,
    walk,
)
from zhibao.document.readers.word_edited import EditedLine, edited_lines
from zhibao.document.render import word_file

_PAGE = re.compile(r"\t\s*[\dIVXLivxl]*\s*$")
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550"
    "000000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class CompiledLine:
    """编出的一行: `passage` (None: no text of the outline) prints what stands between `head` and `tail`.

    `cells` are the passages of a row of pictures, which holds the caption of each.
    """

    text: str
    kind: str
    passage: int | None = None
    head: str = ""
    tail: str = ""
    level: int = 0
    cells: tuple[int, ...] = ()


@dataclass(frozen=True)
class Compiled:
    """编出的报告: its lines, the passages with what they print, and the values in the rows of tables.

    `words` are the texts of the cases in it by the name that their passages have, `cases` the cases as printed.
    """

    lines: tuple[CompiledLine, ...]
    passages: Sequence[Passage]
    atoms: Mapping[int, tuple[Atom, ...] | None]
    rows: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    cases: Mapping[str, Case]

    def printed(self) -> Mapping[str, tuple[str, ...]]:
        """Return what the passages of each chapter and case print, in their order."""
        found: dict[str, list[str]] = {}
        for number, passage in enumerate(self.passages):
            atoms = self.atoms.get(number) or ()
            found.setdefault(passage.chapter, []).append("".join(one.text for one in atoms))
        return {name: tuple(texts) for name, texts in found.items()}


def compiled(
    material: Material,
    cases: Sequence[Case],
    texts: Mapping[str, str],
    dress: Dress | None = None,
    *,
    lines: bool = True,
) -> Compiled:
    """Return the report with its lines (unless not wanted); `texts` are the chapters' sources by their names."""
    final, chosen = as_printed(material, cases)
    with_marks, passages = marked(final.outline, texts, material.outline)
    shown = marked_cases(chosen, passages)
    document = set_report(replace(final, outline=with_marks), shown)
    pages = {one.anchor: 1 for block in document.blocks if isinstance(block, Contents) for one in block.entries}
    undrawn = replace(document, blocks=tuple(map(_undrawn, document.blocks)))
    read = (
        without_contents(edited_lines(word_file(undrawn, pages, dress or plain_dress()), "report.docx"))
        if lines
        else ()
    )
    return Compiled(
        tuple(map(_line, read)),
        passages,
        _atoms(document, passages),
        _rows(document),
        {case_key(one): case_words(one) for one in chosen},
        {case_key(one): one for one in chosen},
    )


def _undrawn(block: Block) -> Block:
    """Return a figure without its chart, which has no lines and takes time to draw."""
    return replace(block, content=Picture(_DOT, 1, 1)) if isinstance(block, Figure) else block


def without_contents(lines: tuple[EditedLine, ...]) -> tuple[EditedLine, ...]:
    """Return the lines without those of contents, which end in a page number, and without rows of pictures alone."""
    return tuple(one for one in lines if one.text.strip() and (one.kind == "row" or not _PAGE.search(one.text)))


def _line(line: EditedLine) -> CompiledLine:
    found = number_in(line.text)
    text = MARKS.sub("", line.text).strip()
    if found is None:
        return CompiledLine(text, line.kind, level=line.level)
    if line.kind == "row":
        cells = [number_in(cell) for cell in line.text.split("\t")]
        return CompiledLine(text, line.kind, cells=tuple(cell[0] for cell in cells if cell is not None))
    number, _, end = found
    head, tail = line.text[: line.text.index(START)], line.text[end + 1 :]
    return CompiledLine(text, line.kind, number, head.lstrip(), tail.rstrip(), line.level)


def _atoms(document: Document, passages: Sequence[Passage]) -> dict[int, tuple[Atom, ...] | None]:
    found: dict[int, tuple[Atom, ...] | None] = {}
    for content in _contents(document):
        text = plain(content)
        if place := number_in(text):
            number, start, end = place
            numbers = [(low - start, high - start, one) for low, high, one in _numbers(content, 0)]
            found[number] = atoms_of(text[start:end], passages[number], numbers)
    return found


def _contents(document: Document) -> Iterator[Inlines]:
    for block in walk(document.blocks):
        match block:
            case Heading(content=content) | Paragraph(content):
                yield content
            case Table(caption=caption) | Figure(caption=caption) if caption is not None:
                yield (Text(caption.text),)
            case _:
                continue


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
