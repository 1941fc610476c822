"""PDF 的字: the characters of a page with their places, as lines from top to bottom."""

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

_LATIN = re.compile(r"[A-Za-z0-9]")
_WORD = re.compile(r"[A-Za-z]")
_SEGMENT_GAP = 1.0
_WORD_GAP = 0.25
_WIDE_GAP = 0.9
_MIXED_GAP = 0.5
_REPLACED = {"\ufffe": "-", "\x02": "-", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u00ad": ""}
_TILTED = 0.1


@dataclass(slots=True)
class Glyph:
    """一个字: its box on the page, top down, as a reader sees the page; `after_blank` where a blank stands before."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    after_blank: bool = False

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class PrintedLine:
    """页面上的一行: segments are stretches that wide gaps keep apart."""

    page: int
    segments: list[list[Glyph]] = field(default_factory=list)
    in_chart: bool = False

    @property
    def left(self) -> float:
        """Return where it begins."""
        return self.segments[0][0].left

    @property
    def right(self) -> float:
        """Return where it ends."""
        return self.segments[-1][-1].right

    @property
    def top(self) -> float:
        """Return its upper edge."""
        return min(glyph.top for segment in self.segments for glyph in segment)

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return sum(glyph.middle for glyph in self.segments[0]) / len(self.segments[0])

    @property
    def size(self) -> float:
        """Return the size of most of its characters."""
        sizes = sorted(glyph.size for segment in self.segments for glyph in segment)
        return sizes[len(sizes) // 2]

    @property
    def text(self) -> str:
        """Return what it says."""
        return "  ".join(text_of(segment) for segment in self.segments)


@dataclass(frozen=True, slots=True)
class PageSize:
    """页面: its box in the file and how far it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Return a point as a reader sees it: from the left, from the top."""
        if self.turned == 90:
            return y - self.bottom, x - self.left
        if self.turned == 180:
            return self.right - x, y - self.bottom
        if self.turned == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def glyphs_of(page: pypdfium2.PdfPage) -> list[Glyph]:
    """Return the characters of a page; those that run aslant, as watermarks do, are left out."""
    size = _size_of(page)
    text = page.get_textpage()
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    glyphs: list[Glyph] = []
    blank = False
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        sign = _sign(code)
        if raw.FPDFText_IsGenerated(text, index) or not sign.strip():
            blank = blank or (sign == " " and not raw.FPDFText_IsGenerated(text, index))
            continue
        # The loose box is that of the type, not of the ink: a bracket is as wide as a character.
        raw.FPDFText_GetLooseCharBox(text, index, reference)
        if not size.turned and abs(math.sin(raw.FPDFText_GetCharAngle(text, index))) > _TILTED:
            continue
        (x0, y0), (x1, y1) = size.seen(box.left, box.top), size.seen(box.right, box.bottom)
        height = raw.FPDFText_GetFontSize(text, index) or abs(y1 - y0) or 1.0
        height = max(height, abs(y1 - y0)) if height < 2 else height
        glyphs.append(Glyph(sign, min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), height, blank))
        blank = False
    text.close()
    return glyphs


def _sign(code: int) -> str:
    """Return a character as text has it: radicals and compatibility forms (⽉, 年) as the characters they look like."""
    sign = chr(code) if 0 < code < 0x110000 else ""
    if "\u2e80" <= sign <= "\u2fdf" or "\uf900" <= sign <= "\ufaff":
        return unicodedata.normalize("NFKC", sign)
    return _REPLACED.get(sign, sign)


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[PrintedLine]:
    """Return glyphs as lines, from top to bottom and left to right."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda each: each.middle):
        if rows and abs(glyph.middle - middle) < 0.5 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
            middle += (glyph.middle - middle) / len(rows[-1])
        else:
            rows.append([glyph])
            middle = glyph.middle
    return [_segmented(sorted(row, key=lambda each: each.left), page) for row in rows]


def _size_of(page: pypdfium2.PdfPage) -> PageSize:
    left, bottom, right, top = page.get_mediabox()
    return PageSize(left, bottom, right, top, page.get_rotation())


def text_of(glyphs: Sequence[Glyph]) -> str:
    """Return the text of neighbouring glyphs; a blank where one is printed, or where words stand apart."""
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None:
            gap = (glyph.left - before.right) / max(before.size, 1.0)
            latin = [bool(_LATIN.match(sign)) for sign in (before.text[-1], glyph.text[0])]
            least = _WORD_GAP if all(latin) else _MIXED_GAP if any(latin) else _WIDE_GAP
            if gap > least or (glyph.after_blank and gap > -0.5):
                parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


def together(first: str, second: str) -> str:
    """Return two lines of one paragraph joined: a blank only between Latin words."""
    if first and second and _WORD.match(first[-1]) and _LATIN.match(second[0]):
        return f"{first} {second}"
    return first + second


def _segmented(row: list[Glyph], page: int) -> PrintedLine:
    line = PrintedLine(page)
    for glyph in row:
        last = line.segments[-1][-1] if line.segments else None
        if last is None or glyph.left - last.right > _SEGMENT_GAP * max(glyph.size, last.size):
            line.segments.append([])
        line.segments[-1].append(glyph)
    return line
