"""格子的写法与读法: what stands in a cell for a value, and what value a cell's content means."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from zhibao.catalog.model import CodeList
from zhibao.catalog.register import FieldType, RegisterField
from zhibao.collect import errors
from zhibao.collect.codes import code_of, nearest, shown
from zhibao.collect.id_number import fault_of, is_id_number, plain_id_number
from zhibao.snapshot.parquet import most_decimals
from zhibao.snapshot.submission import Cell
from zhibao.terms.finding import Finding
from zhibao.terms.numeral import missing_of, read_number
from zhibao.terms.rounding import Rounding, round_exact
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known, Meaning, Missing

Content = str | int | float | bool | date | datetime | time | timedelta
"""What calamine finds in a cell; an empty one is ''."""

Faults = Mapping[tuple[int, int], str]
"""Cells, by row and column from 0, whose formula has no usable value: an error such as #REF!, or '' for none."""

EXACT_DIGITS = 15
LARGEST = 10**12
LONGEST_NUMBER = 40
# What a text that holds a number with a unit behind it looks like.
_WITH_UNIT = re.compile(r"(约?\d+(?:\.\d+)?)(万|亿)?[^\d,，.]{0,6}")
_DATE = re.compile(r"(\d{4})(?:[-./年])(\d{1,2})(?:[-./月])(\d{1,2})日?")
_EIGHT_DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """读出的格: the value and what has to be said about it."""

    cell: Cell
    findings: tuple[Finding, ...] = ()


def typed(cell: Cell, field: RegisterField, codes: CodeList | None) -> str | float | date | None:
    """Return what stands in a cell for a value; None for an empty cell.

    Missing: its sign; what an empty cell of this field means is left empty.
    """
    match cell:
        case Missing() if cell == blank(field):
            return None
        case Missing(meaning):
            return meaning.sign
        case Known(number, estimated):
            digits = digits_of(number, field.type)
            as_float = float(digits)
            is_same = Fraction(f"{as_float:.{EXACT_DIGITS}g}") == Fraction(digits)
            return f"约{digits}" if estimated else as_float if is_same else digits
        case str() if codes is not None:
            return shown(codes, cell)
        case _:
            return cell


def blank(field: RegisterField) -> Missing:
    """Return what an empty cell means: not submitted, or nothing where the field may stay empty."""
    return Missing(Meaning.NOT_SUBMITTED if field.required else Meaning.NIL)


def read_cell(content: Content, field: RegisterField, codes: CodeList | None, where: CellPlace) -> ReadCell:
    """Return the value of a cell.

    Missing: an empty cell, a sign such as ／ 无 — ＊, and with an error finding whatever cannot be read.
    """
    if isinstance(content, str):
        if not plain_text(content):
            return ReadCell(blank(field))
        if sign := missing_of(content):
            return ReadCell(sign)
    match field.type:
        case FieldType.CODE:
            assert codes is not None
            return _read_code(content, field, codes, where)
        case FieldType.DATE:
            return _read_date(content, field, where)
        case FieldType.TEXT:
            return _read_text(content, field, where)
        case FieldType.ID_NUMBER:
            return _read_id_number(content, field, where)
        case _:
            return _read_number(content, field, where)


def is_empty(content: Content) -> bool:
    """Say whether nothing that can be seen stands in a cell."""
    return isinstance(content, str) and not plain_text(content)


def plain_text(content: Content) -> str:
    """Return a cell's content as the text that a person sees."""
    match content:
        case bool():
            return "TRUE" if content else "FALSE"
        case float() if math.isfinite(content) and content == int(content) and abs(content) < 10**EXACT_DIGITS:
            return str(int(content))
        case float():
            return f"{content:.{EXACT_DIGITS}g}"
        case str():
            # What can be printed holds no control character; most texts are spared the search.
            plain = content if content.isprintable() else _CONTROL.sub("", content.replace("\r\n", "\n"))
            return plain.strip()
        case _:
            return str(content)


def digits_of(number: Fraction, kind: FieldType) -> str:
    """Return a number in plain digits, with no more decimals than are kept and no zeros behind them."""
    text = f"{round_exact(number, most_decimals(kind), Rounding.HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_number(content: float, decimals: int) -> Fraction | None:
    """Return a number that needs no remark; None for one that has to be looked at.

    Fifteen digits and fewer come back unchanged from a binary fraction, so the one nearest to the decimal is it.
    """
    scale = 10**decimals
    if not 0 <= content < LARGEST:
        return None
    scaled = round(content * scale)
    return Fraction(scaled, scale) if scaled < 10**EXACT_DIGITS and scaled / scale == content else None


def _read_number(content: Content, field: RegisterField, where: CellPlace) -> ReadCell:
    if isinstance(content, float) and (plain := plain_number(content, most_decimals(field.type))) is not None:
        return ReadCell(Known(plain))
    said = plain_text(content)
    number, estimated, notes = _number(content)
    wrong = None
    if number is None:
        wrong = errors.number_expected(where, field, said, _numbers_in(said))
    elif number < 0:
        wrong = errors.negative(where, field, said)
    elif number >= LARGEST:
        wrong = errors.number_too_large(where, field, said)
    elif field.type is FieldType.COUNT and number.denominator != 1:
        wrong = errors.whole_expected(where, field, said)
    if number is None or wrong is not None:
        return ReadCell(blank(field), (wrong,) if wrong else ())
    kept = Fraction(digits_of(number, field.type))
    findings = []
    if notes:
        findings.append(errors.read_leniently(where, said, digits_of(number, field.type), notes))
    if kept != number:
        findings.append(errors.decimals_rounded(where, said, digits_of(number, field.type), most_decimals(field.type)))
    return ReadCell(Known(kept, estimated=estimated), tuple(findings))


def _number(content: Content) -> tuple[Fraction | None, bool, str]:
    """Return number, whether it is an estimate, and how it had to be read; None when it is no number.

    A spreadsheet keeps 15 significant digits; what stands behind them is an artefact of binary fractions.
    """
    if isinstance(content, str):
        reading = read_number(plain_text(content)) if len(content) <= LONGEST_NUMBER else None
        if reading is not None and isinstance(reading.value, Known):
            return reading.value.number, reading.value.estimated, reading.note
    elif isinstance(content, int | float) and not isinstance(content, bool) and math.isfinite(content):
        return Fraction(f"{content:.{EXACT_DIGITS}g}"), False, ""
    return None, False, ""


def _numbers_in(said: str) -> tuple[str, ...]:
    found = _WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", said[:LONGEST_NUMBER]).replace(" ", ""))
    if found is None:
        return ()
    about = "约" if found[1].startswith("约") else ""
    number = Fraction(found[1].removeprefix("约")) * {"万": 10**4, "亿": 10**8}.get(found[2], 1)
    return (about + digits_of(number, FieldType.MEASURE),)


def _read_code(content: Content, field: RegisterField, codes: CodeList, where: CellPlace) -> ReadCell:
    said = plain_text(content)
    code = code_of(codes, said)
    if code is None:
        return ReadCell(blank(field), (errors.code_expected(where, field, said, nearest(codes, said)),))
    return ReadCell(code)


def _read_date(content: Content, field: RegisterField, where: CellPlace) -> ReadCell:
    if isinstance(content, datetime):
        return ReadCell(content.date())
    if isinstance(content, date):
        return ReadCell(content)
    said = plain_text(content)
    plain = "".join(unicodedata.normalize("NFKC", said).split())
    if found := _DATE.fullmatch(plain):
        day = _day(*map(int, found.groups()))
        if day is not None:
            return ReadCell(day)
    likely = _EIGHT_DIGITS.fullmatch(plain)
    meant = _day(*map(int, likely.groups())) if likely else None
    return ReadCell(blank(field), (errors.date_expected(where, field, said, (meant.isoformat(),) if meant else ()),))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_id_number(content: Content, field: RegisterField, where: CellPlace) -> ReadCell:
    if isinstance(content, int | float) and content >= 10**EXACT_DIGITS:
        return ReadCell(blank(field), (errors.id_number_expected(where, field, "被当作数存下，末几位已经丢失"),))
    number = plain_id_number(plain_text(content))
    fault = fault_of(number)
    return ReadCell(blank(field), (errors.id_number_expected(where, field, fault),)) if fault else ReadCell(number)


def _read_text(content: Content, field: RegisterField, where: CellPlace) -> ReadCell:
    if isinstance(content, date):
        read = f"{content.year}年{content.month}月{content.day}日"
        return ReadCell(read, (errors.date_as_text(where, read),))
    text = plain_text(content)
    if not field.personal and is_id_number(text):
        return ReadCell(blank(field), (errors.id_number_unwanted(where, field),))
    return ReadCell(text)
