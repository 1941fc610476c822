"""附表的表头: finds the head of a table that somebody else laid out, and what each of its columns holds."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from zhibao.catalog.annex_match import normal_unit
from zhibao.terms.unit import UNITS

Texts = list[list[str]]
Origins = dict[tuple[int, int], tuple[int, int]]
"""Cell of a merged range → the cell at its top left."""

_WORDS = {
    "number": "序号,编号,代码,行次,项次,指标代码,指标编号,项目编号,no,no.",
    "label": "指标,指标名称,指标项,指标项目,项目,项目名称,统计指标,监测指标,数据项,主要指标,评价指标,内容,名称",
    "unit": "单位,计量单位,数据单位,指标单位",
    "definition": "指标内涵,内涵,指标解释,解释,口径,统计口径,指标口径,说明,指标说明,填报说明,含义,指标定义,定义",
    "value": "上年,本年,上年数,本年数,上年度,本年度,数值,数据,数量,填报数,指标值,年份,备注,来源,数据来源,合计,增幅",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split(",")}
_LEVELS = re.compile(r"[一二三四]级(?:指标|项目|名称)(?:名称)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-—~至](?:19|20)?\d\d)?(?:学年|年度|年)?.{0,4}")
_BRACKET = re.compile(r"(.*?)\s*[（(]\s*((?:计量)?单位\s*[:：]\s*)?([^（）()]*)[)）]\s*")
_MORE_UNITS = frozenset(
    "人日,人天,学时,课时,小时,学分,天,年,篇,部,岁,公里,万人,万册,万人次,万平方米,平方米/生,元/生,元/人,册/生,个/生,台/百生,"
    "门/学时,‰,GB,TB,Gbps,百人,千元".split(",")
)


class Role(StrEnum):
    """栏的内容: what a column of a table holds."""

    NUMBER = "number"
    LABEL = "label"
    UNIT = "unit"
    DEFINITION = "definition"
    VALUE = "value"
    NONE = ""


@dataclass
class Band:
    """一组栏: the columns of one table; two tables may stand side by side."""

    labels: list[int] = field(default_factory=list)
    number: int | None = None
    unit: int | None = None
    definition: int | None = None
    default_unit: str = ""


@dataclass(frozen=True)
class Head:
    """表头: its first row, the first row below it, and the tables under it."""

    top: int
    below: int
    bands: tuple[Band, ...]


def find_heads(texts: Texts, origins: Origins) -> Iterator[Head]:
    """Yield the heads of a sheet from top to bottom; one that is repeated on a further page too."""
    row = 0
    while row < len(texts):
        head = _head_at(row, texts, origins)
        if head:
            yield head
        row = head.below if head else row + 1


def split_unit(text: str) -> tuple[str, str]:
    """Return a name and the unit in brackets behind it; a bracket that holds no unit belongs to the name."""
    found = _BRACKET.fullmatch(text)
    if found and found[1] and (found[2] or is_unit(found[3])):
        return found[1], found[3].strip()
    return text, ""


def is_unit(text: str) -> bool:
    """Say whether a text is nothing but a unit."""
    unit = normal_unit(text)
    return unit in UNITS or unit in _MORE_UNITS


def role_of(text: str) -> Role:
    """Return what a column with this head holds."""
    plain = "".join(unicodedata.normalize("NFKC", split_unit(text)[0]).split()).lower()
    if _LEVELS.fullmatch(plain):
        return Role.LABEL
    if _YEAR.fullmatch(plain):
        return Role.VALUE
    return Role(_ROLES.get(plain, ""))


def _head_at(row: int, texts: Texts, origins: Origins) -> Head | None:
    upper = [_filled(row, column, texts, origins) for column in range(len(texts[row]))]
    if Role.LABEL not in map(role_of, upper):
        return None
    lower = _lower(row, upper, texts, origins)
    pairs = [(one, lower[column] if lower else "") for column, one in enumerate(upper)]
    roles = [next((role for role in map(role_of, (two, one)) if role), Role.NONE) for one, two in pairs]
    stated = any(split_unit(text)[1] for text in upper if role_of(text) is Role.LABEL)
    if len({role for role in roles if role}) < 2 and not stated:
        return None
    bands = _bands(roles, pairs)
    return Head(row, row + (2 if lower else 1), bands) if bands else None


def _lower(row: int, upper: list[str], texts: Texts, origins: Origins) -> list[str]:
    """Return the second row of a head in two rows, or nothing where the body begins at once."""
    if row + 1 >= len(texts):
        return []
    own = texts[row + 1]
    if not any(own):
        return []
    named = [column for column, text in enumerate(own) if text]
    hangs = any(origins.get((row + 1, column), (row + 1,))[0] == row for column in range(len(own)))
    split = any(origins.get((row, column), (row, column)) != (row, column) for column in named)
    every = all(role_of(own[column]) or _is_plain_head(own[column]) for column in named)
    first = upper.index(next(text for text in upper if role_of(text) is Role.LABEL))
    if every and any(role_of(own[column]) for column in named) and (hangs or split or not own[first]):
        return [_filled(row + 1, column, texts, origins) for column in range(len(own))]
    return []


def _is_plain_head(text: str) -> bool:
    return len(text) <= 8 and not any(sign.isdigit() for sign in text)


def _bands(roles: list[Role], pairs: list[tuple[str, str]]) -> tuple[Band, ...]:
    bands = [Band()]
    last = Role.NONE
    for column, role in enumerate(roles):
        band = bands[-1]
        if role in (Role.NUMBER, Role.LABEL) and band.labels and last not in (Role.NUMBER, Role.LABEL):
            bands.append(band := Band())
        match role:
            case Role.LABEL:
                band.labels.append(column)
                band.default_unit = next((unit for text in pairs[column] if (unit := split_unit(text)[1])), "")
            case Role.NUMBER if band.number is None:
                band.number = column
            case Role.UNIT if band.unit is None:
                band.unit = column
            case Role.DEFINITION if band.definition is None:
                band.definition = column
            case Role.NONE if last is Role.LABEL and not any(pairs[column]):
                # A label's head may be written over one of its two columns only.
                band.labels.append(column)
                continue
            case _:
                pass
        last = role
    return tuple(band for band in bands if band.labels)


def _filled(row: int, column: int, texts: Texts, origins: Origins) -> str:
    """Return a cell of a head, or what its merged range says."""
    at_row, at_column = origins.get((row, column), (row, column))
    return texts[at_row][at_column].strip()
