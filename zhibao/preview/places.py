"""文中的位置: where in the report a finding belongs, and which line of which file a passage was made from."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from zhibao.catalog.chapter import Exhibit, Part, Prose, parse_parts, within
from zhibao.catalog.inline import Address, Bold, Pieces, Stress, Words
from zhibao.catalog.load import Catalog
from zhibao.catalog.outline import Outline, used_indicators
from zhibao.compile.case import Case
from zhibao.compile.numbering import number_report
from zhibao.document.nodes import (
    Block,
    Chart,
    Document,
    Figure,
    Heading,
    Inlines,
    Number,
    Paragraph,
    Table,
    Text,
    inlines,
    plain,
    walk,
)
from zhibao.preview.aside import Spot
from zhibao.terms.source import CellPlace

_BLANK = re.compile(r"\s+")
_CLAUSE = re.compile(r"[，。；：、]")
_LONGEST = 160
_ENOUGH, _FEWEST = 0.6, 4
"""The share of a passage's own words that a block must print to have been made from it, and the fewest characters."""


class Places:
    """文中的位置: looked up in one finished report and the outline that it was made from."""

    def __init__(self, document: Document, outline: Outline, catalog: Catalog, cases: tuple[Case, ...]) -> None:
        """Walk the report and the outline once."""
        self._blocks: list[tuple[str, str]] = []
        self._numbers: dict[str, list[tuple[str, Spot]]] = defaultdict(list)
        self._titles: dict[str, str] = {}
        for anchor, block in _anchored(document):
            for content in _contents(block):
                text = _tight(plain(content))
                self._blocks.append((anchor, text))
                shown = "" if isinstance(block, Figure) else text[:_LONGEST]
                for one in inlines((Paragraph(content),)):
                    if isinstance(one, Number):
                        self._numbers[one.indicator].append((one.place, Spot(anchor, shown, one.text)))
            if isinstance(block, Heading):
                self._titles[plain(block.content)] = anchor
        self._passages = [*_passages(outline), *_of_cases(cases)]
        self._lines = _lines(outline)
        self._cases = {str(one.path): self._titles.get(one.title, "") for one in cases}
        self._by_field = _by_field(outline, catalog)

    def of_text(self, text: str, quote: str) -> Spot:
        """Return the spot of words in a line of the written report; by the words alone where no block has the line."""
        wanted, words = _tight(text), _tight(quote)
        for is_it in (lambda one: one == wanted, lambda one: wanted and wanted in one, lambda one: words in one):
            for anchor, block in self._blocks:
                if words and is_it(block):
                    return Spot(anchor, block[:_LONGEST], quote)
        return Spot()

    def of_cell(self, where: CellPlace) -> Spot:
        """Return the first number that is made of a cell: the place's own, else what it went into."""
        names = [where.key] if not where.register else self._by_field.get((where.register, where.field), [])
        found = [each for name in names for each in self._numbers.get(name, ())]
        return next((spot for _, spot in sorted(found, key=lambda one: one[0] != where.place)), Spot())

    def of_number(self, indicator: str, printed: str) -> Spot:
        """Return the first number of an indicator that is printed so."""
        return next((spot for _, spot in self._numbers.get(indicator, ()) if spot.quote == printed), Spot())

    def of_source(self, file: str, line: int, quote: str = "") -> Spot:
        """Return the heading, table or chart that stands at a line of a chapter or above it, or the case of a file."""
        if file in self._cases:
            anchor = self._cases[file]
            text = next((text for one, text in self._blocks if one == anchor and _tight(quote) in text), "")
            return Spot(anchor, text[:_LONGEST] if quote else "", quote)
        above = [anchor for at, anchor in self._lines.get(file, ()) if at <= line]
        return Spot(above[-1]) if above else Spot()

    def of_remark(self, file: str, line: int) -> Spot:
        """Return the passage below a line of a chapter, which a remark is about; else what stands above the line."""
        for where, words in self._passages:
            path, at = split_where(where)
            if str(path) == file and at > line:
                shared = [(_shared(words, text), anchor, text) for anchor, text in self._blocks]
                best, anchor, text = max(shared, key=lambda one: one[0])
                return Spot(anchor, text[:_LONGEST]) if best > _ENOUGH else self.of_source(file, line)
        return self.of_source(file, line)

    def source_of(self, text: str) -> tuple[Path, int] | None:
        """Return file and line of the passage that a block was made from, by the words they share."""
        printed = _tight(text)
        shared = [(_shared(words, printed), where) for where, words in self._passages]
        best, where = max(shared, key=lambda one: one[0], default=(0.0, ""))
        return split_where(where) if best > _ENOUGH else None


def _shared(words: tuple[str, ...], printed: str) -> float:
    """Return the share of a passage's own words that a text prints; too few words tell nothing."""
    total = sum(map(len, words))
    found = sum(len(word) for word in words if word in printed)
    return found / total if found >= _FEWEST else 0.0


def _anchored(document: Document) -> Iterator[tuple[str, Block]]:
    """Yield every block with the anchor that it has or stands under."""
    anchor = ""
    for block in walk(document.blocks):
        if isinstance(block, Heading | Table | Figure):
            anchor = block.anchor or anchor
        yield anchor, block


def _contents(block: Block) -> Iterator[Inlines]:
    """Yield what a block says, a table and the data of a chart row by row, since the audit quotes rows."""
    match block:
        case Heading(number=number, content=content):
            yield (Text(number), *content)
        case Paragraph(content):
            yield content
        case Table(head=head, body=body, notes=notes):
            yield from (tuple(one for cell in row for one in cell.content) for row in (*head, *body))
            yield from notes
        case Figure(content=content, notes=notes):
            rows = content.body if isinstance(content, Chart) else ()
            yield from (tuple(one for cell in row for one in cell.content) for row in rows)
            yield from notes
        case _:
            return


def _passages(outline: Outline) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield place and own words of every passage."""
    for chapter in outline.chapters:
        for part in chapter.parts:
            yield from _of_part(part)


def _of_cases(cases: tuple[Case, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for case in cases:
        for part in case.parts or parse_parts(case.body, case.path, directives=False):
            yield from _of_part(part)


def _of_part(part: Part) -> Iterator[tuple[str, tuple[str, ...]]]:
    for inner in within(part):
        if isinstance(inner, Prose):
            clauses = (one for word in _words(inner.content) for one in _CLAUSE.split(_tight(word)) if one)
            yield inner.where, tuple(clauses)


def _words(pieces: Pieces) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case Words(text):
                yield text
            case Bold(content) | Stress(content) | Address(content=content):
                yield from _words(content)
            case _:
                continue


def _lines(outline: Outline) -> dict[str, list[tuple[int, str]]]:
    """Return file → (line, anchor) of its headings, tables and charts, in their order."""
    numbers = number_report(outline, ())
    found = {where: label.anchor for where, label in numbers.headings.items()}
    for chapter in outline.chapters:
        for part in chapter.parts:
            if isinstance(part, Exhibit):
                found[part.where] = numbers.exhibits[part.name].anchor
    lines: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for where, anchor in found.items():
        path, line = split_where(where)
        lines[str(path)].append((line, anchor))
    return {file: sorted(ones) for file, ones in lines.items()}


def _by_field(outline: Outline, catalog: Catalog) -> dict[tuple[str, str], list[str]]:
    """Return (register, field) → the printed indicators that are made of it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in used_indicators(outline):
        one = catalog.indicators[name]
        for formula in (one.value, one.numerator, one.denominator):
            for aggregate in catalog.formula(formula).aggregates if formula else ():
                for field in aggregate.fields:
                    found[(aggregate.register, field)].append(name)
    return found


def split_where(where: str) -> tuple[Path, int]:
    """Return file and line of `file:line`; 0 where there is no line."""
    file, _, line = where.rpartition(":")
    return (Path(file), int(line)) if line.isdigit() else (Path(where), 0)


def _tight(text: str) -> str:
    return _BLANK.sub("", text)
