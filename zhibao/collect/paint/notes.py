"""批注: writes notes into the comments of a sheet, behind what stands there already, and takes them out again.

What is ours stands between two lines of its own, so that it is found again in a file that another program has saved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhibao.collect.looks import FONT, INK
from zhibao.collect.paint.boxes import sizes_of
from zhibao.collect.paint.cells import Grid, letters
from zhibao.collect.paint.colours import colour
from zhibao.collect.paint.marks import Note, position
from zhibao.collect.paint.package import Package, relation_base
from zhibao.collect.paint.shapes import Shapes, remove_boxes
from zhibao.collect.paint.tags import Edit, Element, edited, escaped, inside, namespace, root, unescaped, values

BEGIN, END = "─── 质报反馈 ───", "─── 反馈完 ───"
_OURS = re.compile(rf"\n?{BEGIN}.*?(?:{END}|\Z)", re.DOTALL)
_AUTHOR = "质报"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_LOOK = f'<rPr><sz val="9"/><color rgb="FF{INK[1:]}"/><rFont val="{FONT}"/><family val="2"/></rPr>'
Cell = tuple[int, int]


@dataclass(frozen=True)
class _Comment:
    """已有的批注: where it stands, and what it says."""

    element: Element
    texts: tuple[Element, ...]
    said: str


def write_notes(package: Package, sheet: str, grid: Grid, notes: Mapping[Cell, Note]) -> None:
    """Keep in mind the edits that put notes on cells, named by row and column from 1."""
    part = package.related(sheet, "comments")
    shapes = Shapes(package, sheet, grid, sizes_of(package.xml(sheet), grid))
    if not part:
        part = _new_part(package, sheet)
    xml, top = package.root(part)
    groups = {one.name: one for one in inside(xml, top)}
    authors, listed = groups.get(b"authors"), groups.get(b"commentList")
    there = _comments(package.xml(part), xml, listed) if listed else {}
    number = _author(package, part, xml, authors, top)
    new = ""
    for cell, note in notes.items():
        old = there.get(cell)
        if old is None:
            new += _comment(top.prefix.decode(), cell, number, note)
            shapes.add(cell, _framed(note), colour(note.severity))
        elif not old.said.startswith("[Threaded comment]"):
            _append(package, part, xml, old, note)
            shapes.enlarge(cell, f"{old.said}\n{_framed(note)}", colour(note.severity))
    if listed and new:
        package.append(part, xml, listed, new.encode())
    elif new:
        tag = f"{top.prefix.decode()}commentList"
        package.append(part, xml, top, f"<{tag}>{new}</{tag}>".encode())
    shapes.settle()


def clean_notes(package: Package, sheet: str) -> None:
    """Take out of the comments of a sheet what was written there; a comment that says nothing else goes whole."""
    part = package.related(sheet, "comments")
    if not part or BEGIN.encode() not in package.xml(part):
        return
    xml, top = package.root(part)
    raw = package.xml(part)
    listed = next((one for one in inside(xml, top) if one.name == b"commentList"), None)
    edits: list[Edit] = []
    gone = set()
    for cell, one in (_comments(raw, xml, listed) if listed else {}).items():
        if BEGIN not in one.said:
            continue
        if _OURS.sub("", one.said).strip():
            edits += _cut(raw, one)
        else:
            edits.append((one.element.start, one.element.end, b""))
            gone.add(cell)
    package.parts[part] = edited(raw, edits)
    remove_boxes(package, sheet, gone)


def _comments(raw: bytes, xml: bytes, listed: Element) -> dict[Cell, _Comment]:
    found = {}
    for one in inside(xml, listed):
        cell = position(values(xml, one).get(b"ref", ""))
        if cell is not None:
            texts = tuple(_texts(xml, one))
            found[cell] = _Comment(one, texts, "".join(unescaped(raw[text.inner : text.inner_end]) for text in texts))
    return found


def _texts(xml: bytes, element: Element) -> list[Element]:
    """Return the elements within a comment that hold its text, not its reading aid."""
    found = []
    for one in inside(xml, element):
        if one.name == b"t":
            found.append(one)
        elif one.name in (b"text", b"r"):
            found += _texts(xml, one)
    return found


def _append(package: Package, part: str, xml: bytes, old: _Comment, note: Note) -> None:
    """Keep in mind to put a note behind what a comment says."""
    text = next((one for one in inside(xml, old.element) if one.name == b"text"), None)
    if text is None:
        return
    prefix = text.prefix.decode()
    plain = next((one for one in inside(xml, text) if one.name == b"t"), None)
    if plain is not None:
        # 纯文字的批注先变成一段，才能在后面接上另一段。
        package.edit(part, plain.start, plain.start, f"<{prefix}r>".encode())
        package.edit(part, plain.end, plain.end, f"</{prefix}r>".encode())
    package.append(part, xml, text, _run(prefix, f"\n{_framed(note)}").encode())


def _cut(raw: bytes, comment: _Comment) -> list[Edit]:
    """Return the edits that take our text out of the runs it is spread over."""
    edits: list[Edit] = []
    spans = [found.span() for found in _OURS.finditer(comment.said)]
    at = 0
    for text in comment.texts:
        said = unescaped(raw[text.inner : text.inner_end])
        kept = "".join(
            mark for number, mark in enumerate(said, at) if not any(start <= number < end for start, end in spans)
        )
        if kept != said:
            edits.append((text.inner, text.inner_end, escaped(kept).encode()))
        at += len(said)
    return edits


def _framed(note: Note) -> str:
    return f"{BEGIN}\n{note.text}\n{END}"


def _run(prefix: str, text: str) -> str:
    look = re.sub(r"(</?)", rf"\1{prefix}", _LOOK)
    return f'<{prefix}r>{look}<{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}r>'


def _comment(prefix: str, cell: Cell, author: int, note: Note) -> str:
    run = _run(prefix, _framed(note))
    name = f"{letters(cell[1])}{cell[0]}"
    return f'<{prefix}comment ref="{name}" authorId="{author}"><{prefix}text>{run}</{prefix}text></{prefix}comment>'


def _author(package: Package, part: str, xml: bytes, authors: Element | None, top: Element) -> int:
    """Return the number under which we stand among the authors of the comments."""
    prefix = top.prefix.decode()
    author = f"<{prefix}author>{_AUTHOR}</{prefix}author>"
    if authors is None:
        package.edit(part, top.inner, top.inner, f"<{prefix}authors>{author}</{prefix}authors>".encode())
        return 0
    names = [unescaped(xml[one.inner : one.inner_end]) for one in inside(xml, authors)]
    if _AUTHOR not in names:
        package.append(part, xml, authors, author.encode())
        return len(names)
    return names.index(_AUTHOR)


def _new_part(package: Package, sheet: str) -> str:
    """Return the name of a part of comments without any, which the sheet is given."""
    part = package.free("xl/comments{}.xml")
    xml = package.xml(sheet)
    top = root(xml)
    name = namespace(xml, top) if top else ""
    author = f"<authors><author>{_AUTHOR}</author></authors>"
    package.add(part, f'<comments xmlns="{name}">{author}<commentList></commentList></comments>'.encode(), _KIND)
    package.relate(sheet, f"{relation_base(package)}/comments", part)
    return part
