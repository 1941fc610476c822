"""提纲的段落: every passage of an outline with its lines in the file, and marks that show what printed which words.

A marked outline is compiled like any other; the marks, characters that no report has, go through to the printed text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.chapter import MARKDOWN, Chapter, Listed, Part, Prose, Quoted, Section, front_matter
from zhibao.catalog.inline import Address, Bold, Piece, Pieces, Scope, Stress, Words
from zhibao.catalog.outline import Outline

START, END, OPEN, CLOSE, MARKUP = "\ue010", "\ue012", "\ue000", "\ue001", "\ue002"
MARKS = re.compile(r"[\ue000-\ue1ff]")
_DIGITS = 0xE100
_BRACES = re.compile(r"\{[^{}]*\}")
_SLUG = re.compile(r"\s*\{#[a-z][a-z0-9_]*\}\s*$")
_SPECIAL = re.compile(r"([\\`*_\[\]<>&])")
_LIKE_A_BLOCK = re.compile(r"^(\s*)([#+\-=~]|\d+(?=[.)]\s))")
_WIDE = {"{": "\uff5b", "}": "\uff5d", "<!--": "\uff1c!--", "-->": "--\uff1e"}


@dataclass(frozen=True, slots=True)
class Passage:
    """提纲的一段: lines `first` to `last` (from 0, the end excluded) of a chapter file, and the mark-up in them.

    `prefix` and `suffix` stand around its text (`## `, `{#slug}`, `- `); `block` is where its outermost block ends.
    `braces` are the directives as written, `markup` the signs of emphasis and links, both in reading order.
    """

    chapter: str
    first: int
    last: int
    prefix: str
    suffix: str
    block: int
    heading: bool
    braces: tuple[str, ...]
    markup: tuple[str, ...] = ()


def marked(outline: Outline, texts: Mapping[str, str]) -> tuple[Outline, tuple[Passage, ...]]:
    """Return an outline whose passages print their number and their directives' ends, and the passages by number.

    `texts` are the chapters' sources by their names.
    """
    passages: list[Passage] = []
    chapters = tuple(_Marker(one, texts[one.name], passages).marked() for one in outline.chapters)
    return replace(outline, chapters=chapters), tuple(passages)


def source_of(chapter: Chapter) -> Path:
    """Return the file of a chapter."""
    return Path(chapter.where.rpartition(":")[0])


def printable(text: str) -> str:
    """Return words with wide signs for braces and the ends of comments, which the outline keeps to itself."""
    for sign, wide in _WIDE.items():
        text = text.replace(sign, wide)
    return text


def escaped(text: str) -> str:
    """Return words as Markdown that prints them."""
    return _SPECIAL.sub(r"\\\1", text)


def as_line(text: str) -> str:
    """Return the source of a passage as one line that is read as nothing but a paragraph."""
    return _LIKE_A_BLOCK.sub(_guarded, text.strip())


def _guarded(found: re.Match[str]) -> str:
    sign = found[2]
    return found[1] + (f"{sign}\\" if sign.isdigit() else f"\\{sign}")


def number_in(text: str) -> tuple[int, int, int] | None:
    """Return the passage that a printed text holds: its number, and where its words start and end."""
    start, end = text.find(START), text.rfind(END)
    if start < 0 or end < 0:
        return None
    at, number = start + 1, 0
    while at < end and _DIGITS <= ord(text[at]) < _DIGITS + 10:
        number = number * 10 + ord(text[at]) - _DIGITS
        at += 1
    return number, at, end


class _Marker:
    """Marks one chapter."""

    def __init__(self, chapter: Chapter, text: str, passages: list[Passage]) -> None:
        self._chapter, self._passages = chapter, passages
        self._sources = _sources(text, source_of(chapter))

    def marked(self) -> Chapter:
        """Return the chapter with its marks."""
        title = self._mark(self._chapter.title, self._chapter.where)
        return replace(self._chapter, title=title, parts=tuple(map(self._part, self._chapter.parts)))

    def _part(self, part: Part) -> Part:
        match part:
            case Section() | Prose():
                return replace(part, content=self._mark(part.content, part.where))
            case Listed(items):
                return replace(part, items=tuple(tuple(map(self._part, item)) for item in items))
            case Quoted(content):
                return replace(part, content=tuple(map(self._part, content)))
            case _:
                return part

    def _mark(self, pieces: Pieces, where: str) -> Pieces:
        line = int(where.rpartition(":")[2]) - 1
        number = "".join(chr(_DIGITS + int(digit)) for digit in str(len(self._passages)))
        passage = replace(self._sources[line], chapter=self._chapter.name, markup=tuple(_markup(pieces)))
        self._passages.append(passage)
        return (Words(START + number), *_marked(pieces), Words(END))


def _marked(pieces: Pieces) -> Pieces:
    out: list[Piece] = []
    shift = ""
    for place, piece in enumerate(pieces):
        match piece:
            case Words(text):
                out.append(Words(text[:1] + shift + text[1:] if shift else text))
                shift = ""
            case Bold(content) | Stress(content) | Address(content):
                out += (Words(MARKUP), replace(piece, content=_marked(content)), Words(MARKUP))
            case Scope() if place + 1 < len(pieces) and isinstance(pieces[place + 1], Words):
                # The sentence of {scope} looks at the sign behind it, which therefore goes with it.
                out += (Words(OPEN), piece)
                shift = CLOSE
            case _:
                out += (Words(OPEN), piece, Words(CLOSE))
    return tuple(out)


def _markup(pieces: Pieces) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case Bold(content):
                yield from ("**", *_markup(content), "**")
            case Stress(content):
                yield from ("*", *_markup(content), "*")
            case Address(content, target):
                yield from ("[", *_markup(content), f"]({target})")
            case _:
                continue


def _sources(text: str, path: Path) -> dict[int, Passage]:
    """Return the passages of a chapter file by their first line."""
    _, body = front_matter(text, path)
    lines = body.splitlines()
    found: dict[int, Passage] = {}
    block, heading = 0, False
    for token in MARKDOWN.parse(body):
        if token.level == 0 and token.map:
            block = token.map[1]
        heading = token.type == "heading_open" or (heading and token.type == "inline")
        if token.type != "inline" or token.map is None:
            continue
        first, last = token.map
        head = token.content.split("\n")[0]
        prefix = lines[first][: max(0, lines[first].find(head))]
        slug = _SLUG.search(token.content) if heading else None
        suffix = f" {slug[0].strip()}" if slug else ""
        words = token.content[: slug.start()] if slug else token.content
        found[first] = Passage("", first, last, prefix, suffix, block, heading, tuple(_BRACES.findall(words)))
    return found
