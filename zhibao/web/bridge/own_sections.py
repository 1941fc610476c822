"""自加的节: the city's own sections among those of the outline; a chapter's source with one more, elsewhere, without.

An own section carries its name in its heading (`{#own_2021_7}`), so that it stays the same one under another title and
in another place.
"""

import re
from collections.abc import Iterable, Sequence

from zhibao.web.bridge.sections import HEAD, Piece, pieces

_OWN = re.compile(r"own_\d{4}_\d+")
_NAME = re.compile(r"\s*\{#[^{}]*\}\s*$")


def is_own(key: str) -> bool:
    """Say whether a section was added by the city; the others are the outline's."""
    return _OWN.fullmatch(key) is not None


def free_key(texts: Iterable[str], year: int, first: int) -> str:
    """Return a name that no section of the texts has, counting from `first`."""
    whole = "\n".join(texts)
    while f"{{#own_{year}_{first}}}" in whole:
        first += 1
    return f"own_{year}_{first}"


def with_own(text: str, source: str, after: str) -> str:
    """Return a chapter with the source of one more section behind the one of a key; at its end when there is none."""
    return _placed([one.raw for one in pieces(text)], [one.key for one in pieces(text)], source, after)


def moved(text: str, key: str, after: str) -> str:
    """Return a chapter with a section behind another one."""
    there = pieces(text)
    own = next(one for one in there if one.key == key)
    others = [one for one in there if one.key != key]
    return _placed([one.raw for one in others], [one.key for one in others], own.raw, after)


def without(text: str, key: str) -> str:
    """Return a chapter without a section."""
    return _joined([one.raw for one in pieces(text) if one.key != key])


def heading(title: str, key: str) -> str:
    """Return the heading of an own section."""
    return f"## {title} {{#{key}}}"


def retitled(piece: Piece, title: str) -> str:
    """Return an own section's source under another title."""
    _, *lines = piece.text.split("\n")
    return "\n".join((heading(title, piece.key), *lines))


def kept_name(said: str, key: str) -> str:
    """Return what somebody wrote for a section; an own one whose heading lost its name has it again."""
    first, *lines = said.split("\n")
    if not is_own(key) or not first.startswith("## ") or f"{{#{key}}}" in first:
        return said
    return "\n".join((heading(_NAME.sub("", first.removeprefix("## ")).strip(), key), *lines))


def before(text: str, key: str) -> str:
    """Return the key of the section that stands before another."""
    keys = [one.key for one in pieces(text)]
    return keys[keys.index(key) - 1] if key in keys[1:] else HEAD


def _placed(raws: list[str], keys: Sequence[str], source: str, after: str) -> str:
    raws.insert(keys.index(after) + 1 if after in keys else len(raws), source)
    return _joined(raws)


def _joined(raws: Iterable[str]) -> str:
    parts = (one.rstrip("\n") for one in raws)
    return "\n\n".join(one for one in parts if one) + "\n"
