"""Word 的见证: what a Word file says, piece by piece, read with lxml from its parts."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import openpyxl
from lxml import etree
from lxml.etree import _Element as Element

from tests.document.parity.pieces import Kind, Piece, bare, row
from tests.document.parity.workbook import formatted, shown

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HEADS = ("heading ", "Annex Title", "Case Title")
_PASSED = ("Cover", "TOC", "toc ", "table of figures")
_CAPTIONS = ("caption", "Picture Caption")


def word_pieces(content: bytes) -> list[Piece]:
    """Return what the body says, the footnotes at the end."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    walk = _Walk(parts)
    body = etree.fromstring(parts["word/document.xml"]).find(f"{_W}body")
    assert body is not None
    walk.blocks(body)
    notes = etree.fromstring(parts["word/footnotes.xml"]) if "word/footnotes.xml" in parts else ()
    texts = [_text(one) for one in notes if one.get(f"{_W}type") is None]
    return [*(one.piece() for one in walk.made), *(Piece("footnote", (row([text]),)) for text in texts)]


@dataclass
class _Made:
    """A piece in the making."""

    kind: Kind
    caption: list[tuple[str, ...]] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[tuple[str, ...]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    def piece(self) -> Piece:
        """Return it finished: what a chart says in words stands last, without the words about its looks."""
        alt = [row([self.said[0].partition("。")[2] or self.said[0]])] if self.drawn else []
        return Piece(self.kind, (*self.caption, *self.rows, *self.notes, *alt), tuple(sorted(self.drawn)))


class _Walk:
    """Walks paragraphs and tables in order; a caption belongs to the drawing above it or the table below it."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.made: list[_Made] = []
        self._parts = parts
        styles = etree.fromstring(parts["word/styles.xml"])
        self._names = {one.get(f"{_W}styleId"): _value(one, "name") for one in styles.iter(f"{_W}style")}
        links = etree.fromstring(parts["word/_rels/document.xml.rels"])
        self._targets = {one.get("Id"): f"word/{one.get('Target')}".replace("word//word", "word") for one in links}
        self._open: _Made | None = None

    def blocks(self, parent: Element) -> None:
        """Take in what stands in the body or in a cell with a drawing."""
        for one in parent:
            if one.tag == f"{_W}p":
                self._paragraph(one)
            elif one.tag == f"{_W}tbl" and one.find(f".//{_W}drawing") is not None:
                for cell in one.iter(f"{_W}tc"):
                    self.blocks(cell)
            elif one.tag == f"{_W}tbl":
                made = self._open if self._open is not None else self._begin("table")
                made.rows = [row(list(_cells(line))) for line in one.iterchildren(f"{_W}tr")]
                self._open = None

    def _begin(self, kind: Kind) -> _Made:
        self.made.append(_Made(kind))
        return self.made[-1]

    def _paragraph(self, one: Element) -> None:
        properties = one.find(f"{_W}pPr")
        style = self._names.get(_value(properties, "pStyle"), "") if properties is not None else ""
        text = _text(one)
        if one.find(f".//{_W}drawing") is not None:
            self._drawing(one)
        elif not bare(text) or style.startswith(_PASSED):
            return
        elif style in _CAPTIONS:
            made = self._open or self._begin("table")
            made.caption = [row([text])]
            self._open = None if made.kind == "figure" else made
        elif style == "Exhibit Note":
            self.made[-1].notes.append(row([text]))
        else:
            kind: Kind = "heading" if style.startswith(_HEADS) else "text"
            self._begin(kind).rows.append(row([text]))

    def _drawing(self, one: Element) -> None:
        """Open a figure, or take another panel into it: its description, and numbers in cache and workbook alike."""
        made = self._open if self._open is not None else self._begin("figure")
        self._open = made
        made.said += [found.get("descr") or "" for found in one.iter("{*}docPr")]
        for chart in one.iter(f"{_C}chart"):
            part = self._targets[chart.get(_RELATION)]
            cached = Counter(_cached(etree.fromstring(self._parts[part])))
            made.drawn += (cached & Counter(_behind(self._parts[self._book(part)]))).elements()

    def _book(self, part: str) -> str:
        folder, _, name = part.rpartition("/")
        links = etree.fromstring(self._parts[f"{folder}/_rels/{name}.rels"])
        return f"word/{links[0].get('Target', '').removeprefix('../')}"


def _value(parent: Element, tag: str) -> str:
    found = parent.find(f"{_W}{tag}")
    return "" if found is None else found.get(f"{_W}val", "")


def _text(one: Element) -> str:
    """Return what Word shows of a paragraph, results of fields and no instructions."""
    return "".join("-" if part.tag == f"{_W}noBreakHyphen" else part.text or ""
                   for part in one.iter(f"{_W}t", f"{_W}noBreakHyphen"))  # fmt: skip


def _cells(line: Element) -> Iterator[str]:
    """Yield the texts of a row; what a merged cell above covers is no cell."""
    for cell in line.iterchildren(f"{_W}tc"):
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is None or merged.get(f"{_W}val") == "restart":
            yield "".join(map(_text, cell.iterchildren(f"{_W}p")))


def _behind(workbook: bytes) -> Iterator[str]:
    """Yield the numbers that a reader finds who opens the data of a chart."""
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)):
        for line in sheet.iter_rows(2, None, 2):
            yield from (bare(shown(cell)) for cell in line if cell.value is not None)


def _cached(chart: Element) -> Iterator[str]:
    """Yield the numbers that a chart shows until its workbook is opened, printed by their formats."""
    for values in chart.iter(f"{_C}val"):
        common = values.findtext(f".//{_C}formatCode") or "General"
        for point in values.iter(f"{_C}pt"):
            number = point.findtext(f"{_C}v") or ""
            yield bare(formatted(number, point.get("formatCode") or common))
