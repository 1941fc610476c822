"""印刷本的标签: what a tagged PDF says, element by element: pypdf reads the tags, PDFium the letters."""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

Marked = tuple[int, int]
"""Page and number of a marked piece of it."""
_LEVEL, _DIGIT, _LETTER = 0.1, 0.75, 1.1
"""How far letters of a word may stand apart: up or down in points, and from origin to origin in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Tag:
    """一个标签: its role, its alternative text, and its content in order: words as they were set, and tags."""

    role: str
    alt: str
    content: "tuple[str | Tag, ...]"

    def tags(self, *roles: str) -> "Iterator[Tag]":
        """Yield the tags directly inside, of some roles or of all."""
        for one in self.content:
            if isinstance(one, Tag) and (not roles or one.role in roles):
                yield one

    def all(self, *roles: str) -> "Iterator[Tag]":
        """Yield the outermost tags of some roles, however deep."""
        for one in self.tags():
            if one.role in roles:
                yield one
            else:
                yield from one.all(*roles)

    def words(self, without: tuple[str, ...] = ()) -> Iterator[str]:
        """Yield the words inside as they were set, without those of some roles."""
        for one in self.content:
            if isinstance(one, str):
                yield one
            elif one.role not in without:
                yield from one.words(without)


def tags_of(content: bytes) -> Tag:
    """Return the tag that holds the whole document."""
    said = _words(content)
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = {page.indirect_reference.idnum: place for place, page in enumerate(reader.pages) if page.indirect_reference}
    root = reader.root_object["/StructTreeRoot"].get_object()
    assert isinstance(root, DictionaryObject)
    tree = _Tree(said, pages)
    (whole,) = [one for one in tree.kids(root.raw_get("/K"), 0) if isinstance(one, Tag)]
    return whole


@dataclass(frozen=True, slots=True)
class _Tree:
    said: dict[Marked, list[str]]
    pages: dict[int, int]

    def kids(self, kids: object, page: int) -> Iterator[str | Tag]:
        kid = kids.get_object() if isinstance(kids, PdfObject) else kids
        if isinstance(kid, int):
            yield from self.said.get((page, kid), ())
        elif isinstance(kid, ArrayObject):
            for one in kid:
                yield from self.kids(one, page)
        elif isinstance(kid, DictionaryObject):
            where = kid.raw_get("/Pg") if "/Pg" in kid else None
            page = self.pages[where.idnum] if isinstance(where, IndirectObject) else page
            if kid.get("/Type") == "/MCR":
                yield from self.said.get((page, int(str(kid["/MCID"]))), ())
            elif "/S" in kid:
                inner = tuple(self.kids(kid.raw_get("/K"), page)) if "/K" in kid else ()
                yield Tag(str(kid["/S"]).lstrip("/"), str(kid.get("/Alt", "")), inner)


def _words(content: bytes) -> dict[Marked, list[str]]:
    """Return the words of each marked piece as PDFium decodes them, in the order in which they were set.

    Charts are set letter by letter; letters that follow each other on a line are one word.
    """
    said: dict[Marked, list[str]] = {}
    for place, page in enumerate(pypdfium2.PdfDocument(content)):
        letters, before = page.get_textpage(), None
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            marked = (place, pdfium.FPDFPageObj_GetMarkedContentID(one))
            letter = _Set(marked, _decoded(one, letters), *_origin(one))
            words = said.setdefault(marked, [])
            if before is not None and words and letter.follows(before):
                words[-1] += letter.text
            else:
                words.append(letter.text)
            before = letter
    return said


@dataclass(frozen=True, slots=True)
class _Set:
    """What was set at once: where it begins, and its size in points."""

    marked: Marked
    text: str
    x: float
    y: float
    size: float

    def follows(self, other: "_Set") -> bool:
        """Say whether this stands right behind a single letter."""
        if self.marked != other.marked or len(other.text.strip()) != 1 or abs(self.y - other.y) > _LEVEL:
            return False
        return 0 < self.x - other.x < (_DIGIT if other.text.strip().isdigit() else _LETTER) * self.size


def _decoded(one: pypdfium2.PdfObject, letters: pypdfium2.PdfTextPage) -> str:
    length = pdfium.FPDFTextObj_GetText(one, letters, None, 0)
    room = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(one, letters, ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return room.raw[:length].decode("utf-16-le").rstrip("\0")


def _origin(one: pypdfium2.PdfObject) -> tuple[float, float, float]:
    matrix, size = one.get_matrix(), ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(one, size)
    return matrix.e, matrix.f, size.value * abs(matrix.a or matrix.b)
