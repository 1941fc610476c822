"""字形的覆盖: which letters of a report no face of the PDF can draw, and where they stand."""

import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import unpack_from

from zhibao.document.fonts import directories
from zhibao.document.nodes import (
    BulletList,
    Chart,
    Contents,
    Document,
    Figure,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Row,
    Table,
    inlines,
    plain,
    walk,
)
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

RULE = "document.glyph"
_ENDINGS = {".otf", ".ttf", ".ttc", ".otc"}
_AROUND = 6
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}


@dataclass(frozen=True, slots=True)
class Uncovered:
    """没有字形的字: the letter, the section that it stands in, and the words around it."""

    letter: str
    section: str
    quote: str


def uncovered(document: Document, font_dirs: Sequence[Path] = ()) -> tuple[Uncovered, ...]:
    """Return the letters that the PDF would show as an empty box, each once per section, in reading order."""
    drawn = covered(tuple(directories(font_dirs)))
    found: dict[tuple[str, str], Uncovered] = {}
    for section, text in _texts(document):
        for at, letter in enumerate(text):
            if ord(letter) not in drawn and unicodedata.category(letter) not in _INVISIBLE:
                quote = text[max(0, at - _AROUND) : at + _AROUND + 1]
                found.setdefault((letter, section), Uncovered(letter, section, quote))
    return tuple(found.values())


def glyph_findings(document: Document, font_dirs: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """Return a warning for each letter that no face can draw, with its place and what to do."""
    return tuple(_finding(one) for one in uncovered(document, font_dirs))


@lru_cache(maxsize=8)
def covered(folders: tuple[Path, ...]) -> frozenset[int]:
    """Return the code points that the faces in some folders can draw; a file that is no font draws none."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS)
    return frozenset(point for path in files for point in _drawn(path))


def _finding(one: Uncovered) -> Finding:
    code = f"U+{ord(one.letter):04X}"
    return Finding(
        RULE,
        Severity.WARNING,
        TextPlace("report.pdf", quote=one.quote),
        f"{one.section}“…{one.quote}…”中的“{one.letter}”（{code}）没有字形，PDF 里会印成空框，也不能成为 PDF/A。",
        said=one.letter,
        expected="随附字体里有的字",
        fix="请改用别的写法，或装上有这个字的字体，并在 zhibao.yaml 里写 system_fonts: true。",
    )


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every text that is printed, with the section that it stands in."""
    cover = document.cover
    for line in (*cover.title, cover.issuer, cover.date, *cover.remarks, *document.properties.values()):
        yield "封面", line
    section = "前文"
    for block in walk(document.blocks):
        match block:
            case Heading(number=number, content=content):
                section = f"“{number} {plain(content)}”".replace("“ ", "“")
                yield section, number
                yield from _said(section, content)
            case Paragraph(content):
                yield from _said(section, content)
            case Table(caption=caption, head=head, body=body, notes=notes):
                place = caption.name if caption else section
                yield place, caption.text if caption else ""
                yield from _cells(place, (*head, *body))
                for note in notes:
                    yield from _said(place, note)
            case Figure(caption=caption, content=drawn, notes=notes):
                place = caption.name or section
                yield place, caption.text
                if isinstance(drawn, Chart):
                    yield from _cells(place, (drawn.head, *drawn.body))
                for note in notes:
                    yield from _said(place, note)
            case Contents(title=title):
                yield title, title
            case BulletList() | OrderedList() | Note() | PageBreak():
                pass


def _cells(place: str, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for cell in row:
            yield from _said(place, cell.content)


def _said(place: str, content: Inlines) -> Iterator[tuple[str, str]]:
    yield place, plain(content)
    feet: list[Inline] = [one for one in inlines((Paragraph(content),)) if isinstance(one, Footnote)]
    for foot in feet:
        if isinstance(foot, Footnote):
            yield place, plain(foot.content)


def _drawn(path: Path) -> frozenset[int]:
    try:
        return frozenset(_points(path.read_bytes()))
    except (OSError, struct.error):
        return frozenset()


def _points(font: bytes) -> Iterator[int]:
    """Yield the code points of all faces of a font file."""
    if font[:4] == b"ttcf":
        (count,) = unpack_from(">I", font, 8)
        starts = unpack_from(f">{count}I", font, 12)
    else:
        starts = (0,)
    for start in starts:
        (tables,) = unpack_from(">H", font, start + 4)
        for table in range(tables):
            tag, _, offset, _ = unpack_from(">4sIII", font, start + 12 + 16 * table)
            if tag == b"cmap":
                yield from _mapped(font, offset)


def _mapped(font: bytes, cmap: int) -> Iterator[int]:
    """Yield the code points of a character map; formats 4 and 12 are those that faces of today have."""
    (count,) = unpack_from(">H", font, cmap + 2)
    for offset in {unpack_from(">HHI", font, cmap + 4 + 8 * record)[2] for record in range(count)}:
        (form,) = unpack_from(">H", font, cmap + offset)
        if form == 12:
            (groups,) = unpack_from(">I", font, cmap + offset + 12)
            for group in range(groups):
                first, last, _ = unpack_from(">III", font, cmap + offset + 16 + 12 * group)
                yield from range(first, last + 1)
        elif form == 4:
            yield from _segments(font, cmap + offset)


def _segments(font: bytes, at: int) -> Iterator[int]:
    """Yield the code points of a map of format 4; a range offset of zero adds a delta, another one looks a glyph up."""
    count = unpack_from(">H", font, at + 6)[0] // 2
    ends = unpack_from(f">{count}H", font, at + 14)
    starts = unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets = unpack_from(f">{count}H", font, at + 16 + 6 * count)
    for place, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            if offsets[place]:
                spot = at + 16 + 6 * count + 2 * place + offsets[place] + 2 * (point - first)
                drawn = unpack_from(">H", font, spot)[0] != 0
            else:
                drawn = (point + deltas[place]) % 65536 != 0
            if drawn:
                yield point
