"""章里的节: a chapter's source cut at its headings of the second level, and put together again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

HEAD = "head"
_SLUG = re.compile(r"\s*\{#([a-z][a-z0-9_]*)\}\s*$")
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Piece:
    """节: its source without blank lines around it; `first` is its first line in the chapter, from 1.

    `key` is its own name, or made of its heading; the part above the first section is called `head`.
    """

    key: str
    title: str
    text: str
    first: int
    raw: str
    below: tuple[tuple[int, str], ...]

    @property
    def last(self) -> int:
        """Return the last line of it in the chapter."""
        return self.first + self.text.count("\n")


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a chapter as its sections, what stands above the first one too."""
    found: list[Piece] = []
    seen: dict[str, int] = {}
    at = 1
    for number, lines in enumerate(_cut(text)):
        raw = "".join(lines)
        title = _title(raw, "# " if number == 0 else "## ")
        key = HEAD if number == 0 else _key(raw, title)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            key = f"{key}-{seen[key]}"
        blank = len(raw) - len(raw.lstrip("\n"))
        found.append(Piece(key, title, raw.strip("\n"), at + blank, raw, tuple(_below(raw))))
        at += len(lines)
    return tuple(found)


def piece_of(text: str, key: str) -> Piece | None:
    """Return a section of a chapter; None when it is not there."""
    return next((one for one in pieces(text) if one.key == key), None)


def with_piece(text: str, key: str, said: str) -> str:
    """Return a chapter with other words for one of its sections; one that is not there is put at its end.

    An empty text takes the section out.
    """
    new = f"{said.strip(chr(10))}\n\n" if said.strip() else ""
    old = pieces(text)
    raws = [new if one.key == key else one.raw for one in old]
    if key not in {one.key for one in old}:
        raws[-1] = f"{raws[-1].rstrip(chr(10))}\n\n"
        raws.append(new)
    return "".join(raws).rstrip("\n") + "\n"


def key_of(text: str, was: str, said: str) -> str:
    """Return what a section is called after its text was saved: that of its place, or of its heading at the end."""
    now = pieces(text)
    keys = [one.key for one in now]
    if was in keys:
        return was
    return next((one.key for one in now if one.text == said.strip("\n")), HEAD)


def _cut(text: str) -> Iterator[list[str]]:
    """Yield the lines of every section."""
    lines: list[str] = []
    is_fenced = False
    for line in text.splitlines(keepends=True):
        if line.startswith("```"):
            is_fenced = not is_fenced
        if line.startswith("## ") and not is_fenced:
            yield lines
            lines = []
        lines.append(line)
    yield lines


def _below(raw: str) -> Iterator[tuple[int, str]]:
    is_fenced = False
    for line in raw.splitlines():
        if line.startswith("```"):
            is_fenced = not is_fenced
        depth = len(line) - len(line.lstrip("#"))
        if depth > 2 and not is_fenced:
            yield depth, _plain(line)


def _title(raw: str, sign: str) -> str:
    return next((_plain(line) for line in raw.splitlines() if line.startswith(sign)), "")


def _plain(line: str) -> str:
    return _BRACES.sub("", _SLUG.sub("", line)).strip("# ")


def _key(raw: str, title: str) -> str:
    slug = _SLUG.search(raw.splitlines()[0])
    return slug[1] if slug else key_by_title(title)


def key_by_title(title: str) -> str:
    """Return the key of a section whose heading carries no name."""
    return f"t-{sha256(title.encode()).hexdigest()[:10]}"
