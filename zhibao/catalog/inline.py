"""提纲的行内语言: words and directives in braces, which stand in an outline instead of typed numbers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from zhibao.catalog.files import CatalogError

WORDS = ("place", "place_short", "city", "province", "whole", "issuer", "year", "last_year", "label_year")
"""What `{word}` may name; the values come from the edition."""

YearSlot = str | int
"""this, last, earlier (the latest history year), or a data year."""
Area = Literal["province", "nation"]


@dataclass(frozen=True, slots=True)
class Words:
    """文字."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """着重."""

    content: "tuple[Piece, ...]"


@dataclass(frozen=True, slots=True)
class Stress:
    """强调."""

    content: "tuple[Piece, ...]"


@dataclass(frozen=True, slots=True)
class Address:
    """链接."""

    content: "tuple[Piece, ...]"
    target: str


@dataclass(frozen=True, slots=True)
class WordOf:
    """{place}: a word of the edition."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class NumberOf:
    """{number: …}: an indicator's value, printed with its unit unless `bare`."""

    indicator: str
    where: str
    year: YearSlot = "this"
    member: str = ""
    decimals: int | None = None
    unit: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class ChangeOf:
    """{change: …}: the sentence of a year-on-year change; `short` leaves last year's value out."""

    indicator: str
    where: str
    member: str = ""
    decimals: int | None = None
    unit: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class TrendOf:
    """{trend: …}: the word for a change, by thresholds."""

    indicator: str
    where: str
    member: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class See:
    """{see: …}: references to exhibits of the report."""

    exhibits: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Top:
    """{top: …, 5}: the names of the largest members of a breakdown."""

    indicator: str
    where: str
    count: int = 5
    year: YearSlot = "this"


@dataclass(frozen=True, slots=True)
class ReasonsFor:
    """{reasons: …}: the reasons given for the changes of indicators; nothing when none is given."""

    indicators: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Scope:
    """{scope}: the sentence that says which schools are counted."""

    where: str


@dataclass(frozen=True, slots=True)
class YearsOf:
    """{years: …}: three years of a value, how they run, and the change since the first."""

    indicator: str
    where: str
    member: str = ""
    decimals: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class AgainstOf:
    """{against: …, province}: the comparison with a benchmark of the same year; nothing without one."""

    indicator: str
    where: str
    area: Area = "province"
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class PartsOf:
    """{parts: …, a, b}: what a value consists of, each part with its share; `count` members of a breakdown instead."""

    indicator: str
    where: str
    parts: tuple[tuple[str, str], ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """{ranking: …, 5}: the largest members, or schools, with their values; equal ones stay together."""

    indicator: str
    where: str
    count: int = 5
    year: YearSlot = "this"
    schools: bool = False


@dataclass(frozen=True, slots=True)
class FootnoteOf:
    """{footnote: …}: a source or a remark at the foot of the page."""

    text: str
    where: str


Directive = (
    FootnoteOf
    | WordOf
    | NumberOf
    | ChangeOf
    | TrendOf
    | See
    | Top
    | ReasonsFor
    | Scope
    | YearsOf
    | AgainstOf
    | PartsOf
    | Ranking
)
Piece = Words | Bold | Stress | Address | Directive
Pieces = tuple[Piece, ...]

_BRACES = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OPTIONS = {
    "number": ("year", "member", "decimals", "unit"),
    "change": ("member", "decimals", "unit"),
    "trend": ("member", "decimals"),
    "top": ("year",),
    "years": ("member", "decimals", "unit"),
    "ranking": ("year",),
}
_FLAGS = {"number": "bare", "change": "short", "ranking": "schools"}
_COUNTED = ("top", "ranking")


def split_text(text: str, where: str) -> Pieces:
    """Return a text as words and directives.

    Raises: CatalogError, for a directive that the language does not have or a brace that is not closed.
    """
    pieces: list[Piece] = []
    end = 0
    for found in _BRACES.finditer(text):
        pieces += _words(text[end : found.start()], where)
        pieces.append(_directive(found[1], where))
        end = found.end()
    return (*pieces, *_words(text[end:], where))


def check_words(text: str, where: str) -> None:
    """Raise CatalogError unless every pair of braces in a caption or label names a word of the edition."""
    for piece in split_text(text, where):
        if not isinstance(piece, Words | WordOf):
            raise CatalogError(f"{where}：题目、表头和标签里只能用 {_listed(WORDS)}。")


def fill_words(text: str, words: Mapping[str, str]) -> str:
    """Return a caption or label with the words of the edition filled in."""
    return _BRACES.sub(lambda found: words[found[1].strip()], text)


def directives(pieces: Pieces) -> Iterator[Directive]:
    """Yield the directives among pieces, those in bold or linked text too."""
    for piece in pieces:
        match piece:
            case Words():
                continue
            case Bold(content) | Stress(content) | Address(content):
                yield from directives(content)
            case _:
                yield piece


def indicators_of(directive: Directive) -> tuple[str, ...]:
    """Return the indicators whose values a directive prints."""
    match directive:
        case PartsOf(indicator, _, parts):
            return (indicator, *(name for name, _ in parts))
        case NumberOf(indicator) | ChangeOf(indicator) | TrendOf(indicator) | Top(indicator):
            return (indicator,)
        case YearsOf(indicator) | AgainstOf(indicator) | Ranking(indicator):
            return (indicator,)
        case ReasonsFor(indicators):
            return indicators
        case _:
            return ()


def _words(text: str, where: str) -> list[Piece]:
    if "{" in text or "}" in text:
        raise CatalogError(f"{where}：花括号不成对。请检查“{text.strip()[:20]}”前后的花括号。")
    return [Words(text)] if text else []


def _directive(text: str, where: str) -> Directive:
    name, colon, rest = (part.strip() for part in text.partition(":"))
    arguments = [part.strip() for part in rest.split(",")] if colon else []
    if not arguments and name in WORDS:
        return WordOf(name, where)
    if not arguments and name == "scope":
        return Scope(where)
    maker = _MAKERS.get(name)
    if maker is None or not all(arguments) or not arguments:
        known = [*WORDS, "scope", *(f"{one}: …" for one in _MAKERS)]
        raise CatalogError(f"{where}：提纲没有指令 {{{text.strip()}}}。可用的有 {_listed(known)}。")
    return maker(name, arguments, where)


def _measure(name: str, arguments: list[str], where: str) -> Directive:
    """Return a directive about one indicator, with its options."""
    indicator, *rest = arguments
    given: dict[str, str] = {}
    flag = False
    count = 5
    for argument in rest:
        key, colon, value = (part.strip() for part in argument.partition(":"))
        if colon and key in _OPTIONS[name] and value:
            given[key] = value
        elif not colon and key == _FLAGS.get(name):
            flag = True
        elif not colon and name in _COUNTED and key.isdigit() and int(key) > 0:
            count = int(key)
        else:
            raise CatalogError(f"{where}：{{{name}: {indicator}}} 没有选项“{argument}”。")
    decimals = _whole(given.get("decimals"), where)
    member, unit, year = given.get("member", ""), given.get("unit", ""), year_slot(given.get("year", "this"), where)
    of = _name(indicator, where)
    match name:
        case "number":
            return NumberOf(of, where, year, member, decimals, unit, flag)
        case "change":
            return ChangeOf(of, where, member, decimals, unit, flag)
        case "trend":
            return TrendOf(of, where, member, decimals)
        case "years":
            return YearsOf(of, where, member, decimals, unit)
        case "ranking":
            return Ranking(of, where, count, year, flag)
        case _:
            return Top(of, where, count, year)


def year_slot(text: str, where: str) -> YearSlot:
    """Return a year as an outline writes it; raises CatalogError when it is none."""
    if text in ("this", "last", "earlier"):
        return text
    if re.fullmatch(r"\d{4}", text):
        return int(text)
    raise CatalogError(f"{where}：年份“{text}”应为 this、last、earlier 或四位数字。")


def _whole(text: str | None, where: str) -> int | None:
    if text is None:
        return None
    if not text.isdigit():
        raise CatalogError(f"{where}：小数位数“{text}”应为 0、1、2 这样的整数。")
    return int(text)


def _name(text: str, where: str) -> str:
    if not _NAME.fullmatch(text):
        raise CatalogError(f"{where}：“{text}”不是定义的名称，应为小写英文、数字和下划线。")
    return text


def _see(_: str, arguments: list[str], where: str) -> Directive:
    return See(tuple(_name(one, where) for one in arguments), where)


def _footnote(_: str, arguments: list[str], where: str) -> Directive:
    return FootnoteOf(", ".join(arguments), where)


def _reasons(_: str, arguments: list[str], where: str) -> Directive:
    return ReasonsFor(tuple(_name(one, where) for one in arguments), where)


def _against(_: str, arguments: list[str], where: str) -> Directive:
    """Return a comparison with a larger place: {against: certificate_rate, nation, decimals: 1}."""
    indicator, *rest = arguments
    area: Area = "province"
    decimals = None
    for argument in rest:
        if argument in ("province", "nation"):
            area = "nation" if argument == "nation" else "province"
        elif argument.startswith("decimals:"):
            decimals = _whole(argument.partition(":")[2].strip(), where)
        else:
            raise CatalogError(f"{where}：{{against: {indicator}}} 只能写 province 或 nation，没有选项“{argument}”。")
    return AgainstOf(_name(indicator, where), where, area, decimals)


def _parts(_: str, arguments: list[str], where: str) -> Directive:
    """Return a composition: {parts: graduates, direct_employment=直接就业, …}, or {parts: BREAKDOWN, 3}."""
    whole, *rest = arguments
    if len(rest) == 1 and rest[0].isdigit() and int(rest[0]) > 0:
        return PartsOf(_name(whole, where), where, (), int(rest[0]))
    parts = []
    for argument in rest:
        name, _, label = (part.strip() for part in argument.partition("="))
        parts.append((_name(name, where), label))
    if not parts:
        raise CatalogError(f"{where}：{{parts: {whole}}} 后面应写各部分的指标，或写分组指标要列出几项。")
    return PartsOf(_name(whole, where), where, tuple(parts))


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return "、".join(f"{{{name}}}" for name in names)


_MAKERS: dict[str, Callable[[str, list[str], str], Directive]] = {
    "footnote": _footnote,
    "number": _measure,
    "change": _measure,
    "trend": _measure,
    "top": _measure,
    "see": _see,
    "reasons": _reasons,
    "years": _measure,
    "ranking": _measure,
    "against": _against,
    "parts": _parts,
}
