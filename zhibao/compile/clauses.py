"""分句: a paragraph of an outline without the clauses that would print a value which the place does not have."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile

from zhibao.catalog.inline import (
    Address,
    Bold,
    ChangeOf,
    Directive,
    Piece,
    Pieces,
    ReasonsFor,
    See,
    Stress,
    TrendOf,
    Words,
    directives,
    indicators_of,
)
from zhibao.compile.breaks import is_comparable
from zhibao.compile.material import Material
from zhibao.terms.value import Known

_MARKS = "，；。"
_PARTS = re.compile(r"[^，；。]*[，；。]?")
_SEMICOLON, _STOP = "；。"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What stands before a mark: its pieces, without the mark."""

    pieces: Pieces
    mark: str

    @property
    def asks(self) -> bool:
        """Say whether it prints a value."""
        return bool(_asked(self))


def without_unknown(pieces: Pieces, material: Material, exhibits: Collection[str]) -> Pieces:
    """Return a paragraph with the phrases that can be printed, and references to exhibits that there are.

    A phrase that asks for an unknown value goes, with the rest of its clause up to ； or 。, since what follows leans
    on it (其中…, 占…); so does a comparison with a year that cannot be compared. A clause of which no number is left
    goes with its words, and so does a sentence.
    """
    sentences: list[list[_Phrase]] = [[]]
    for phrase in _phrases(pieces):
        sentences[-1].append(phrase)
        if phrase.mark == _STOP:
            sentences.append([])
    content = [piece for sentence in sentences for piece in _sentence(sentence, material, exhibits)]
    return tuple(content) if any(not isinstance(one, ReasonsFor) for one in content) else ()


def _phrases(pieces: Pieces) -> list[_Phrase]:
    phrases: list[_Phrase] = []
    held: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Words):
            held.append(piece)
            continue
        for text in _PARTS.findall(piece.text):
            mark = text[-1] if text and text[-1] in _MARKS else ""
            words = text.removesuffix(mark) if mark else text
            held += [Words(words)] if words else []
            if mark:
                phrases.append(_Phrase(tuple(held), mark))
                held = []
    return [*phrases, _Phrase(tuple(held), "")] if held else phrases


def _sentence(phrases: list[_Phrase], material: Material, exhibits: Collection[str]) -> list[Piece]:
    """Return the pieces of a sentence; a reference whose phrase went stands at its end."""
    kept: list[_Phrase] = []
    lost: list[Piece] = []
    clauses = _clauses(phrases)
    lead = list(takewhile(lambda one: not one.asks, clauses[0])) if clauses else []
    for number, clause in enumerate(clauses):
        said = _said(clause, material)
        gone = [phrase for phrase in clause if not any(phrase is one for one in said)]
        lost += [piece for phrase in gone for piece in phrase.pieces if isinstance(piece, See)]
        if said:
            kept += [*(lead if number and not kept else ()), *said]
            kept[-1] = _Phrase(kept[-1].pieces, _SEMICOLON)
    if any(phrase.asks for phrase in phrases) and not any(phrase.asks for phrase in kept):
        return []
    if not any(phrase.asks for phrase in phrases) and _points_at_nothing(phrases, exhibits):
        return []
    if kept:
        kept[-1] = _Phrase((*kept[-1].pieces, *lost), phrases[-1].mark)
    return [piece for phrase in kept for piece in _written(phrase, exhibits)]


def _points_at_nothing(phrases: list[_Phrase], exhibits: Collection[str]) -> bool:
    """Say whether a sentence does nothing but refer to exhibits that are gone."""
    named = [
        name for phrase in phrases for one in directives(phrase.pieces) if isinstance(one, See) for name in one.exhibits
    ]
    return bool(named) and not any(name in exhibits for name in named)


def _clauses(phrases: list[_Phrase]) -> list[list[_Phrase]]:
    clauses: list[list[_Phrase]] = [[]]
    for phrase in phrases:
        clauses[-1].append(phrase)
        if phrase.mark == _SEMICOLON:
            clauses.append([])
    return [clause for clause in clauses if clause]


def _said(clause: list[_Phrase], material: Material) -> list[_Phrase]:
    """Return the phrases of a clause up to the first that cannot be printed; lone comparisons are passed over."""
    if not any(phrase.asks for phrase in clause):
        return clause
    said: list[_Phrase] = []
    for phrase in clause:
        asked = _asked(phrase)
        if all(_is_known(one, material) for one in asked):
            said.append(phrase)
        elif not any(one.asks for one in said) or not all(isinstance(one, ChangeOf | TrendOf) for one in asked):
            break
    return said if any(_counts(one, material) for phrase in said for one in _asked(phrase)) else []


def _asked(phrase: _Phrase) -> list[Directive]:
    return [one for one in directives(phrase.pieces) if indicators_of(one) and not isinstance(one, ReasonsFor)]


def _is_known(asked: Directive, material: Material) -> bool:
    """Say whether a directive has its values: a comparison needs both years."""
    years = ("last", "this") if isinstance(asked, ChangeOf | TrendOf) else (getattr(asked, "year", "this"),)
    for name in indicators_of(asked):
        if isinstance(asked, ChangeOf | TrendOf) and not is_comparable(material, name):
            return False
        for slot in years:
            year = material.year(slot)
            member = str(getattr(asked, "member", ""))
            if year is None or not isinstance(material.computed(name, year, member).value, Known):
                return False
    return True


def _counts(asked: Directive, material: Material) -> bool:
    """Say whether a number is worth a clause: it is not nought in both years."""
    edition, member = material.edition, str(getattr(asked, "member", ""))
    found = [
        material.computed(name, year, member).value
        for name in indicators_of(asked)
        for year in (edition.last, edition.this)
    ]
    return any(isinstance(one, Known) and one.number for one in found)


def _written(phrase: _Phrase, exhibits: Collection[str]) -> list[Piece]:
    """Return a phrase with its mark, and with references to the exhibits that are left."""
    content = [one for piece in phrase.pieces if (one := _seen(piece, exhibits)) is not None]
    return [*content, Words(phrase.mark)] if phrase.mark else content


def _seen(piece: Piece, exhibits: Collection[str]) -> Piece | None:
    match piece:
        case See(names, where):
            left = tuple(name for name in names if name in exhibits)
            return See(left, where) if left else None
        case Bold(content) | Stress(content):
            return type(piece)(tuple(one for inner in content if (one := _seen(inner, exhibits)) is not None))
        case Address(content, target):
            return Address(tuple(one for inner in content if (one := _seen(inner, exhibits)) is not None), target)
        case _:
            return piece
