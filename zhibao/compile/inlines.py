"""行内排印: words and directives of the outline become the inlines of the document."""

from typing import assert_never

from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import (
    Address,
    AgainstOf,
    Bold,
    ChangeOf,
    Directive,
    FootnoteOf,
    NumberOf,
    PartsOf,
    Piece,
    Pieces,
    Ranking,
    ReasonsFor,
    Scope,
    See,
    Stress,
    Top,
    TrendOf,
    WordOf,
    Words,
    YearSlot,
    YearsOf,
)
from zhibao.compile.comparisons import against_sentence, years_sentence
from zhibao.compile.composition import parts_sentence, ranking_sentence
from zhibao.compile.material import Material
from zhibao.compile.numbering import Numbering
from zhibao.compile.printing import INCOMPARABLE, print_value
from zhibao.compile.sentences import change_sentence, number_phrase, reasons_sentence, scope_sentence, trend_word
from zhibao.document.nodes import Emphasis, Footnote, Inline, Inlines, Link, Reference, Strong, Text

_ENDS = ("。", "，", "；", "！", "？", "、")


def set_pieces(pieces: Pieces, material: Material, numbering: Numbering) -> Inlines:
    """Return the inlines that pieces of an outline print.

    Raises: CatalogError with file:line, for a year that this edition does not have.
    """
    content: list[Inline] = []
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        content += _set(piece, following, material, numbering)
    return _joined(content)


def _set(piece: Piece, following: Piece | None, material: Material, numbering: Numbering) -> Inlines:
    match piece:
        case Words(text):
            return (Text(text),)
        case Bold(content):
            return (Strong(set_pieces(content, material, numbering)),)
        case Stress(content):
            return (Emphasis(set_pieces(content, material, numbering)),)
        case Address(content, target):
            return (Link(set_pieces(content, material, numbering), target),)
        case Scope():
            ends = not (isinstance(following, Words) and following.text.startswith(_ENDS))
            return scope_sentence(material, ends=ends)
        case See():
            return _see(piece, numbering)
        case FootnoteOf(text):
            return (Footnote((Text(text),)),)
        case _:
            return _measured(piece, material)


def _measured(directive: Directive, material: Material) -> Inlines:
    match directive:
        case WordOf(name):
            return (Text(material.words[name]),)
        case NumberOf():
            return _number(directive, material)
        case ChangeOf(name, _, member, decimals, unit, short):
            return change_sentence(material, name, decimals=decimals, unit=unit, member=member, short=short)
        case TrendOf(name, _, member, decimals):
            return (Text(trend_word(material, name, decimals=decimals, member=member)),)
        case Top():
            return (Text(_top(directive, material)),)
        case ReasonsFor(names):
            return (Text(reasons_sentence(material, names)),)
        case YearsOf():
            return years_sentence(directive, material)
        case AgainstOf():
            return against_sentence(directive, material)
        case PartsOf():
            return parts_sentence(directive, material)
        case Ranking():
            return ranking_sentence(directive, _year(directive.year, directive.where, material), material)
        case See() | Scope() | FootnoteOf():
            raise TypeError(directive)
        case _:
            assert_never(directive)


def _number(asked: NumberOf, material: Material) -> Inlines:
    year = _year(asked.year, asked.where, material)
    form = material.form(asked.indicator, asked.decimals)
    printed = print_value(material, asked.indicator, year, form, unit=asked.unit, member=asked.member)
    return (printed.number,) if asked.bare else number_phrase(printed)


def _see(see: See, numbering: Numbering) -> Inlines:
    content: list[Inline] = [Text("（见")]
    for place, name in enumerate(see.exhibits):
        label = numbering.exhibits[name]
        content += [Text("、")] if place else []
        content.append(Reference(label.name, label.anchor))
    return (*content, Text("）"))


def _top(asked: Top, material: Material) -> str:
    members = material.members(asked.indicator, _year(asked.year, asked.where, material))[: asked.count]
    return "、".join(material.member_label(asked.indicator, member) for member in members) or INCOMPARABLE


def _year(slot: YearSlot, where: str, material: Material) -> int:
    year = material.year(slot)
    if year is None:
        raise CatalogError(f"{where}：本轮没有“{slot}”年的数据。请在 zhibao.yaml 的 history_years 里写明，或改提纲。")
    return year


def _joined(content: list[Inline]) -> Inlines:
    """Return inlines with neighbouring texts as one, and empty ones left out."""
    joined: list[Inline] = []
    for inline in content:
        if isinstance(inline, Text):
            if not inline.text:
                continue
            if joined and isinstance(joined[-1], Text):
                joined[-1] = Text(joined[-1].text + inline.text)
                continue
        joined.append(inline)
    return tuple(joined)
