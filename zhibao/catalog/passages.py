"""提纲的段落: every passage of an outline with its lines in the file, and marks that show what printed which words.

A marked outline is compiled like any other; the marks, characters that no report has, go through to the printed text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from zhibao.catalog.chapter import MARKDOWN, Chapter, Exhibit, Listed, Part, Prose, Quoted, Section, front_matter
from zhibao.catalog.files import locate_in, parse_yaml
from zhibao.catalog.inline import Address, Bold, Directive, Piece, Pieces, Scope, See, Stress, Words, directives
from zhibao.catalog.outline import Outline

START, END, OPEN, CLOSE, MARKUP = "\ue010", "\ue012", "\ue000", "\ue001", "\ue002"
MARKS = re.compile(r"[\ue000-\ue1ff]")
_DIGITS = 0xE100
_BRACES = re.compile(r"\{[^{}]*\}")
_SLUG = re.compile(r"\s*\{#[a-z][a-z0-9_]*\}\s*$")
_CAPTION = re.compile(r"(caption:\s+)(\S.*)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>&])")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>&])")
_LIKE_A_BLOCK = re.compile(r"^(\s*)([#+\-=~]|\d+(?=[.)]\s))")
_WIDE = {"{": "\uff5b", "}": "\uff5d", "<!--": "\uff1c!--", "-->": "--\uff1e"}


@dataclass(frozen=True, slots=True)
class Passage:
    """提纲的一段: lines `first` to `last` (from 0, the end excluded) of a chapter file, and the mark-up in them.

    `prefix` and `suffix` stand around its text (`## `, `{#slug}`, `- `); `block` is where its outermost block ends.
    `braces` are the directives as written, `markup` the signs of emphasis and links, both in reading order. `form`:
    Markdown, a YAML text (the caption of an exhibit), or plain words (title and captions of a case); what is not
    Markdown, and a heading, is `fixed`: it can be reworded, and not taken out alone.
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
    form: Literal["markdown", "yaml", "plain"] = "markdown"

    @property
    def fixed(self) -> bool:
        """Say whether it cannot be taken out alone."""
        return self.heading or self.form != "markdown"

    @property
    def depth(self) -> int:
        """Return the level of a heading, 0 for what is none."""
        return self.prefix.count("#") if self.heading and self.form == "markdown" else 0


def marked(outline: Outline, texts: Mapping[str, str], whole: Outline | None = None) -> tuple[Outline, list[Passage]]:
    """Return an outline whose passages print their number and their directives' ends, and the passages by number.

    `texts` are the chapters' sources by their names; `whole` is the outline before what has no value was left out.
    """
    passages: list[Passage] = []
    full = {one.name: one for one in whole.chapters} if whole else {}
    chapters = []
    for one in outline.chapters:
        marker = Marker(one.name, texts[one.name], source_of(one), passages, full.get(one.name, one).parts)
        title = marker.mark(one.title, one.where)
        parts = tuple(one_part if _is_added(one_part, one) else marker.part(one_part) for one_part in one.parts)
        chapters.append(replace(one, title=title, parts=parts))
    return replace(outline, chapters=tuple(chapters)), passages


def _is_added(part: Part, chapter: Chapter) -> bool:
    """Say whether a part is the sentence that stands in a chapter of which nothing is left."""
    return isinstance(part, Prose) and part.where == chapter.where


def opened(passages: list[Passage], passage: Passage) -> str:
    """Add a passage to the list, and return the marks that its words begin with."""
    passages.append(passage)
    return START + "".join(chr(_DIGITS + int(digit)) for digit in str(len(passages) - 1))


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


def plain_of(source: str) -> str:
    """Return Markdown that `escaped` made as the words that it prints."""
    return _ESCAPED.sub(r"\1", source)


def as_yaml(text: str) -> str:
    """Return words as a YAML text on one line."""
    return "'" + text.replace("'", "''") + "'"


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


class Marker:
    """Marks the parts of one text; `full` are its parts as they were written."""

    def __init__(
        self,
        name: str,
        text: str,
        path: Path,
        passages: list[Passage],
        full: Iterable[Part] = (),
        *,
        plain: bool = False,
    ) -> None:
        """Know where the passages of a text stand; in a `plain` one braces are words."""
        self._name, self._passages, self._plain = name, passages, plain
        self._sources, self._captions = _sources(text, path)
        self._full = {where: pieces for part in full for where, pieces in _prose(part)}

    def part(self, part: Part) -> Part:
        """Return a part with its marks."""
        match part:
            case Section() | Prose():
                return replace(part, content=self.mark(part.content, part.where))
            case Listed(items):
                return replace(part, items=tuple(tuple(map(self.part, item)) for item in items))
            case Quoted(content):
                return replace(part, content=tuple(map(self.part, content)))
            case Exhibit(spec=spec, where=where) if (found := self._captions.get(_line(where))) is not None:
                start = opened(self._passages, replace(found, chapter=self._name))
                caption = _BRACES.sub(lambda brace: f"{OPEN}{brace[0]}{CLOSE}", spec.caption)
                return replace(part, spec=spec.model_copy(update={"caption": f"{start}{caption}{END}"}))
            case _:
                return part

    def mark(self, pieces: Pieces, where: str) -> Pieces:
        """Return the words of a passage with its marks."""
        source = self._sources[_line(where)]
        braces = () if self._plain else _kept(source.braces, self._full.get(where, pieces), pieces)
        passage = replace(source, chapter=self._name, braces=braces, markup=tuple(_markup(pieces)))
        return (Words(opened(self._passages, passage)), *_marked(pieces), Words(END))


def _line(where: str) -> int:
    return int(where.rpartition(":")[2]) - 1


def _prose(part: Part) -> Iterator[tuple[str, Pieces]]:
    match part:
        case Section() | Prose():
            yield part.where, part.content
        case Listed(items):
            yield from (found for item in items for inner in item for found in _prose(inner))
        case Quoted(content):
            yield from (found for inner in content for found in _prose(inner))
        case _:
            return


def _kept(braces: tuple[str, ...], full: Pieces, left: Pieces) -> tuple[str, ...]:
    """Return the braces of the directives that are left of a passage, in their order there."""
    written = list(directives(full))
    if len(written) != len(braces):
        return braces
    waiting = list(zip(written, braces, strict=True))
    found = []
    for one in directives(left):
        at = next((at for at, (other, _) in enumerate(waiting) if _is_same(one, other)), None)
        if at is None:
            return ()
        found.append(waiting.pop(at)[1])
    return tuple(found)


def _is_same(one: Directive, other: Directive) -> bool:
    """Say whether two directives are one; a reference may have lost some of its exhibits."""
    if isinstance(one, See) and isinstance(other, See):
        return set(one.exhibits) <= set(other.exhibits)
    return one == other


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


def _sources(text: str, path: Path) -> tuple[dict[int, Passage], dict[int, Passage]]:
    """Return the passages of a file by their first line, and the captions by the first line of their exhibit."""
    _, body = front_matter(text, path)
    lines = body.splitlines()
    found: dict[int, Passage] = {}
    captions: dict[int, Passage] = {}
    block, heading = 0, False
    for token in MARKDOWN.parse(body):
        if token.level == 0 and token.map:
            block = token.map[1]
        heading = token.type == "heading_open" or (heading and token.type == "inline")
        if token.type == "fence" and token.map and (caption := _caption(token.content, token.map, lines)):
            captions[token.map[0]] = caption
        if token.type != "inline" or token.map is None:
            continue
        first, last = token.map
        head = token.content.split("\n")[0]
        prefix = lines[first][: max(0, lines[first].find(head))]
        slug = _SLUG.search(token.content) if heading else None
        suffix = f" {slug[0].strip()}" if slug else ""
        words = token.content[: slug.start()] if slug else token.content
        found[first] = Passage("", first, last, prefix, suffix, block, heading, tuple(_BRACES.findall(words)))
    return found, captions


def _caption(content: str, fence: Sequence[int], lines: Sequence[str]) -> Passage | None:
    """Return the caption of an exhibit, where it stands on a line of its own."""
    at = fence[0] + locate_in(content, ("caption",))[0]
    found = _CAPTION.fullmatch(lines[at])
    said = parse_yaml(content, Path("-"))
    if found is None or not isinstance(said, dict) or parse_yaml(lines[at], Path("-")) != {"caption": said["caption"]}:
        return None
    braces = tuple(_BRACES.findall(str(said["caption"])))
    return Passage("", at, at + 1, found[1], "", fence[1], False, braces, form="yaml")
