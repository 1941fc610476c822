"""Word 批注: the user's own file with a native comment on the very digits of each finding; nothing else is changed.

Runs are cut exactly where a quote begins and ends, each part with the formatting of the whole, inside fields, links,
insertions and cells too. Word allows no comment inside a text box, a footnote or a chart: there it hangs on the box,
the footnote's mark or the paragraph before, and quotes the digits. Every other part of the file stays as it is.
"""

import io
import zipfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lxml import etree

from zhibao.document.readers.docx import WordLine, word_lines
from zhibao.document.readers.word_numbers import W
from zhibao.document.readers.word_package import WordPackage, open_word
from zhibao.document.readers.word_text import Piece, Revisions
from zhibao.document.writers.findings_words import comment_text
from zhibao.terms.finding import Finding
from zhibao.terms.source import TextPlace

AUTHOR = "质报核验"
_INITIALS = "质报"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_CONTENT_TYPES = "[Content_Types].xml"
_BOX = f"{W}txbxContent"
_NOTES = (f"{W}footnote", f"{W}endnote")
_TEXTS = (f"{W}t", f"{W}delText")


def write_comments(
    content: bytes,
    name: str,
    findings: Sequence[Finding],
    revisions: Revisions = "accepted",
    made: datetime | None = None,
) -> bytes:
    """Return the Word file with one comment per finding.

    Raises: ReadError, when the file is no Word file; it was one when it was audited.
    """
    package = open_word(content, name)
    places = _Places(word_lines(package, revisions))
    spans = [span for one in findings if (span := places.span(one)) is not None]
    cutter = _Cutter([piece for span in spans for piece in span.pieces if span.is_exact])
    comments = _Comments(package, made)
    for span in spans:
        first, last = cutter.edges(span) if span.is_exact else (span.anchor, span.anchor)
        comments.add(first, last, span.text)
    return _written(content, comments.changed())


@dataclass(frozen=True)
class _Span:
    """Where a comment goes: on parts of pieces, or, where Word allows none, around an anchor."""

    pieces: tuple[tuple[Piece, int, int], ...]
    anchor: etree._Element
    text: str
    is_exact: bool


class _Places:
    """The lines of a file by their number, and the nearest text before each."""

    def __init__(self, lines: Sequence[WordLine]) -> None:
        self._lines = {
            one.line.number: one for one in reversed(lines) if one.line.number and one.line.kind != "comment"
        }
        self._with_text = sorted((one for one in lines if one.pieces), key=lambda one: one.line.number)

    def span(self, finding: Finding) -> _Span | None:
        """Return where the comment on a finding goes; None only for a document without any text."""
        where = finding.where
        text = comment_text(finding)
        if not isinstance(where, TextPlace):
            return self._beside(1, text)
        own = self._lines.get(where.line)
        pieces = own.pieces_of(*_columns(own, where)) if own is not None else ()
        if pieces and all(_takes_comments(piece) for piece, _, _ in pieces):
            return _Span(pieces, pieces[0][0].run, text, is_exact=True)
        if pieces:
            return _Span((), _outside(pieces[0][0]), f"{_quoted(where)}{text}", is_exact=False)
        return self._beside(where.line, f"{_quoted(where)}{text}")

    def _beside(self, number: int, text: str) -> _Span | None:
        if not self._with_text:
            return None
        after = bisect_right(self._with_text, number, key=lambda one: one.line.number)
        nearest = self._with_text[max(0, after - 1)]
        return _Span((), _outside(nearest.pieces[0]), text, is_exact=False)


def _columns(line: WordLine, where: TextPlace) -> tuple[int, int]:
    """Return column and length of the quote; the whole line where the quote does not stand in it."""
    text, column = line.line.text, where.column
    if where.quote and text[column - 1 : column - 1 + len(where.quote)] == where.quote:
        return column, len(where.quote)
    found = text.find(where.quote) if where.quote else -1
    return (found + 1, len(where.quote)) if found >= 0 else (1, len(text))


def _quoted(where: TextPlace) -> str:
    return f"此处的“{where.quote}”：\n" if where.quote else ""


def _takes_comments(piece: Piece) -> bool:
    """Say whether Word allows a comment on a piece: its text is in the body, in no box, no note and no formula."""
    if piece.run.tag != f"{W}r" or piece.element.getparent() is not piece.run:
        return False
    return not any(one.tag == _BOX or one.tag in _NOTES for one in piece.run.iterancestors())


def _outside(piece: Piece) -> etree._Element:
    """Return the run, or what is as good as one, of the body around which a comment on a piece can stand."""
    element = piece.run
    note = next((one for one in element.iterancestors() if one.tag in _NOTES), None)
    if note is not None:
        return note
    box = next((one for one in list(element.iterancestors())[::-1] if one.tag == _BOX), None)
    element = box if box is not None else element
    paragraph = f"{W}p"
    while (parent := element.getparent()) is not None and parent.tag != paragraph:
        element = parent
    return element


class _Cutter:
    """Cuts runs at the edges of all spans, once, and knows the first and last part of each span."""

    def __init__(self, parts: Sequence[tuple[Piece, int, int]]) -> None:
        cuts: dict[etree._Element, dict[etree._Element, set[int]]] = defaultdict(lambda: defaultdict(set))
        for piece, start, end in parts:
            cuts[piece.run][piece.element] |= {start, end}
        self._runs: dict[etree._Element, list[tuple[int, int, etree._Element]]] = {}
        for run, inside in cuts.items():
            self._cut(run, inside)

    def edges(self, span: _Span) -> tuple[etree._Element, etree._Element]:
        """Return the runs with which a span begins and ends."""
        first, start, _ = span.pieces[0]
        last, _, end = span.pieces[-1]
        opening = next(run for low, high, run in self._runs[first.element] if low <= start < high)
        closing = next(run for low, high, run in self._runs[last.element] if low < end <= high)
        return opening, closing

    def _cut(self, run: etree._Element, inside: Mapping[etree._Element, set[int]]) -> None:
        """Spread the content of a run over as many runs as the cuts ask for, in place."""
        properties = run.find(f"{W}rPr")
        current, is_filled, is_cut = run, False, False
        for child in [one for one in run if one is not properties]:
            marks = inside.get(child, set())
            whole = child.text or ""
            for low, high in _stretches(len(whole) if child.tag in _TEXTS else 1, marks):
                if is_filled and (is_cut or low in marks):
                    current = _next_run(current, properties)
                part = child if low == 0 else etree.Element(child.tag, nsmap=child.nsmap)
                if current is not run:
                    current.append(part)
                if marks:
                    self._runs.setdefault(child, []).append((low, high, current))
                if marks and child.tag in _TEXTS:
                    part.text = whole[low:high]
                    part.set(_XML_SPACE, "preserve")
                is_filled, is_cut = True, high in marks


def _next_run(run: etree._Element, properties: etree._Element | None) -> etree._Element:
    """Return a new run behind this one, formatted alike."""
    following = etree.Element(f"{W}r", nsmap=run.nsmap)
    if properties is not None:
        following.append(deepcopy(properties))
    run.addnext(following)
    return following


def _stretches(length: int, marks: AbstractSet[int]) -> Iterator[tuple[int, int]]:
    edges = sorted({0, length, *(one for one in marks if 0 < one < length)})
    yield from pairwise(edges) if length else ((0, 0),)


class _Comments:
    """The comments of a file, those that were there and ours."""

    def __init__(self, package: WordPackage, made: datetime | None) -> None:
        self._package = package
        self._made = made
        found = package.related("comments")
        self._is_new = found is None
        self._root = found if found is not None else etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
        taken = [one.get(f"{W}id", "") for one in self._root.iterchildren(f"{W}comment")]
        placed = package.document.iter(f"{W}commentRangeStart", f"{W}commentReference")
        taken += [one.get(f"{W}id", "") for one in placed]
        self._next = max((int(one) for one in taken if one.isdecimal()), default=-1) + 1
        self._notes = {
            (kind.removesuffix("Reference"), one.get(f"{W}id", "")): one
            for kind in (f"{W}footnoteReference", f"{W}endnoteReference")
            for one in package.body.iter(kind)
        }

    def add(self, first: etree._Element, last: etree._Element, text: str) -> None:
        """Put a comment around what lies from the first to the last element."""
        if first.tag in _NOTES:
            mark = self._notes.get((first.tag, first.get(f"{W}id", "")))
            run = mark.getparent() if mark is not None else None
            if run is None:
                return
            first = last = run
        number = str(self._next)
        self._next += 1
        self._root.append(self._comment(number, text))
        start = etree.Element(f"{W}commentRangeStart")
        start.set(f"{W}id", number)
        first.addprevious(start)
        end = etree.Element(f"{W}commentRangeEnd")
        end.set(f"{W}id", number)
        reference = etree.Element(f"{W}r")
        properties = etree.SubElement(reference, f"{W}rPr")
        etree.SubElement(properties, f"{W}rStyle").set(f"{W}val", "CommentReference")
        etree.SubElement(reference, f"{W}commentReference").set(f"{W}id", number)
        last.addnext(reference)
        last.addnext(end)

    def changed(self) -> dict[str, bytes]:
        """Return the parts that differ from the file's own."""
        package = self._package
        if not len(self._root):
            return {}
        folder = package.main.rpartition("/")[0]
        part = f"{folder}/comments.xml" if folder else "comments.xml"
        parts = {package.main: _bytes(package.document)}
        if not self._is_new:
            part = next(to for kind, to in package.relations.values() if kind == "comments" and to in package.parts)
            return {**parts, part: _bytes(self._root)}
        return {**parts, part: _bytes(self._root), **self._linked(folder, part)}

    def _linked(self, folder: str, part: str) -> dict[str, bytes]:
        """Return relations and content types with the new part in them."""
        package = self._package
        file = package.main.rpartition("/")[2]
        name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        links = package.tree(name) if name in package.parts else etree.Element(f"{{{_RELATIONS}}}Relationships")
        for stale in [one for one in links if one.get("Type") == _COMMENTS]:
            links.remove(stale)
        link = etree.SubElement(links, f"{{{_RELATIONS}}}Relationship")
        link.set("Id", next(f"rIdZhibao{n}" for n in range(len(links) + 1) if f"rIdZhibao{n}" not in package.relations))
        link.set("Type", _COMMENTS)
        link.set("Target", f"/{part}")
        types = package.tree(_CONTENT_TYPES)
        if all(one.get("PartName") != f"/{part}" for one in types):
            override = etree.SubElement(types, f"{{{_TYPES}}}Override")
            override.set("PartName", f"/{part}")
            override.set("ContentType", _COMMENTS_TYPE)
        return {name: _bytes(links), _CONTENT_TYPES: _bytes(types)}

    def _comment(self, number: str, text: str) -> etree._Element:
        comment = etree.Element(f"{W}comment", nsmap={"w": W[1:-1]})
        comment.set(f"{W}id", number)
        comment.set(f"{W}author", AUTHOR)
        comment.set(f"{W}initials", _INITIALS)
        if self._made is not None:
            comment.set(f"{W}date", self._made.strftime("%Y-%m-%dT%H:%M:%SZ"))
        for line in text.splitlines():
            paragraph = etree.SubElement(comment, f"{W}p")
            style = etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}pStyle")
            style.set(f"{W}val", "CommentText")
            said = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
            said.text = "".join(letter if letter.isprintable() else " " for letter in line)
            said.set(_XML_SPACE, "preserve")
        return comment


def _bytes(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _written(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the archive with some parts replaced or added; all others keep their bytes, order and time."""
    target = io.BytesIO()
    left = dict(changed)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            name = member.filename.replace("\\", "/").lstrip("/")
            new.writestr(member, left.pop(name) if name in left else old.read(member))
        for name, part in left.items():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
