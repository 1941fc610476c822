"""在报告里找: where some words stand in a public report: its text, tables and figures, definitions and schools."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from zhibao.publish.public_report import Chapter, Definition, Exhibit, Part, PublicReport

MOST_WORDS, LONGEST, SHOWN, ROWS = 5, 40, 40, 3
"""How many words are looked for, how long each may be, how many places of a kind are told, and rows of one table."""
_AROUND, _WHOLE = 36, 96
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")
_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width letters, digits and signs → the same ones half as wide; every text stays as long as it is."""

Kind = Literal["text", "exhibit", "definition", "school"]


@dataclass(frozen=True, slots=True)
class Hit:
    """一处: what it is in, its address below the release's, and a piece of it, in pieces that are marked or not."""

    kind: Kind
    where: str
    address: str
    pieces: tuple[tuple[str, bool], ...]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that somebody asks for, without repetition; a comma between digits does not part them."""
    plain = _BETWEEN_DIGITS.sub("", _plain(text))
    return tuple(dict.fromkeys(one[:LONGEST] for one in plain.split()))[:MOST_WORDS]


def spot(chapter: Chapter, number: int) -> str:
    """Return the name that the n-th part of a chapter has on the page of a release, for ever."""
    return f"{chapter.anchor}-p{number}"


def hits(report: PublicReport, words: Sequence[str]) -> tuple[Hit, ...]:
    """Return where all words stand together, in the order of the report; then exhibits, definitions and schools."""
    if not words:
        return ()
    return (
        *_in_chapters(report, words),
        *(hit for one in report.exhibits for hit in _in_exhibit(one, words)),
        *(hit for one in report.definitions for hit in _in_definition(one, words)),
        *_in_schools(report, words),
    )


def _in_chapters(report: PublicReport, words: Sequence[str]) -> Iterator[Hit]:
    for chapter in report.chapters:
        where = f"{chapter.number} {chapter.title}".strip()
        if _holds(where, words):
            yield Hit("text", where, f"#{chapter.anchor}", _marked(where, words))
        for number, part in enumerate(chapter.parts, 1):
            text = _text(part)
            if part.kind == "heading":
                where = f"{part.number} {text}".strip()
            if part.kind not in ("exhibit", "picture") and _holds(text, words):
                address = part.anchor if part.kind == "heading" and part.anchor else spot(chapter, number)
                yield Hit("text", where, f"#{address}", _marked(text, words))


def _in_exhibit(one: Exhibit, words: Sequence[str]) -> Iterator[Hit]:
    """Yield a table or figure with its caption, or with the first rows of it that hold what the caption does not."""
    where = f"{one.name} {one.caption}"
    address = f"{one.kind}/{one.number}/"
    if _holds(where, words):
        yield Hit("exhibit", where, address, _marked(one.caption, words))
        return
    heads = "　".join(cell.text for row in one.head for cell in row)
    left = [word for word in words if word not in _plain(f"{where}　{heads}")] or list(words)
    rows = ("　".join(cell.text for cell in row if cell.text) for row in one.body)
    found = [text for text in (*rows, *one.notes) if _holds(text, left)]
    for text in found[:ROWS]:
        yield Hit("exhibit", where, address, _marked(text, words))


def _in_definition(one: Definition, words: Sequence[str]) -> Iterator[Hit]:
    text = f"{one.label}：{one.definition}"
    if _holds(text, words):
        yield Hit("definition", one.label, f"k/{one.name}/", _marked(text, words))


def _in_schools(report: PublicReport, words: Sequence[str]) -> Iterator[Hit]:
    for code, name in report.schools:
        if _holds(name, words):
            yield Hit("school", name, f"s/{code}/", _marked(name, words))


def _text(part: Part) -> str:
    return "".join(one.text for one in part.pieces)


def _holds(text: str, words: Sequence[str]) -> bool:
    plain = _plain(text)
    return all(one in plain for one in words)


def _plain(text: str) -> str:
    """Return a text as it is compared: letters small, full-width signs narrow; no character more or less."""
    return "".join(low if len(low := one.lower()) == 1 else one for one in text.translate(_FULL))


def _marked(text: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Return a piece of a text around the first word that is found, what is found in it marked."""
    plain = _plain(text)
    is_in = [False] * len(text)
    for word in words:
        at = plain.find(word)
        while at >= 0:
            is_in[at : at + len(word)] = [True] * len(word)
            at = plain.find(word, at + 1)
    first = is_in.index(True) if True in is_in else 0
    begin = max(0, first - _AROUND) if len(text) > _WHOLE else 0
    end = min(len(text), begin + _WHOLE)
    edges = [begin, *(at for at in range(begin + 1, end) if is_in[at] != is_in[at - 1]), end]
    pieces = [(text[one:two], is_in[one]) for one, two in pairwise(edges) if one < two]
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return tuple(piece for piece in ((before, False), *pieces, (after, False)) if piece[0])
