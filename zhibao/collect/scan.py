"""查看工作表: how far a sheet's cells reach and which formulas have no value, before any reader is let near it.

Rows of a register look alike once their digits are gone. What has to be searched with care are these few shapes, not
the hundred thousand rows; only the row numbers are searched for in the whole sheet.
"""

import io
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from zhibao.collect.cells import Faults

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DIGITS = b"0123456789.-+"
_SPELLED = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)[\"']")
_UNNAMED = re.compile(rb"<(?:\w+:)?c(?![^<>]*\sr\s*=)[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_COMPUTED = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)<v>")
_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_NUMBER = re.compile(rb"<c r=\"([A-Z]+)\"(?: s=\"\")?(?: t=\"n\")?>")
_ROW = re.compile(rb"<row r=\"(\d{1,7})\"")
_CELL = re.compile(r"([A-Za-z]+)([0-9]+)")
_EMPTY = b"<v></v>"
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
# What stands in a row or column that no sheet has; the reader would reckon with its number all the same.
_NOWHERE = 1 << 24
_NO_VALUE = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """查看的结果: how many rows and columns hold all cells, and the formulas without a usable value.

    `numbers` are the columns, from 0, in which some cell is a number and no text; None when that was not looked at.
    """

    rows: int
    columns: int
    faults: Faults
    numbers: frozenset[int] | None = None


def scan(xml: bytes, most: int) -> Scan | None:
    """Return the extent of a sheet and its formulas without a usable value; None when it is no XML.

    Shape: the extent may be larger than what is filled, as long as it has no more than `most` cells.
    """
    quick = None if b"\0" in xml else _by_shapes(xml)
    return quick if quick is not None and quick.rows * quick.columns <= most else _by_cells(xml)


def is_sheet(xml: bytes) -> bool:
    """Say whether a part looks like a sheet; UTF-16 hides it from a search."""
    return b"sheetData" in xml or b"\0" in xml


def tag_of(element: "Element") -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _by_shapes(xml: bytes) -> Scan | None:
    """Return the extent and the faults of a sheet that is written as usual; None when it has to be looked at whole."""
    outlines = xml.translate(None, _DIGITS).split(b"<row")
    shapes = dict.fromkeys(outlines)
    together = b"<row".join(shapes)
    columns = _SPELLED.findall(together)
    if (
        len(columns) != together.count(b' r="')
        or _UNNAMED.search(together)
        or any(len(letters) > 3 or letters != letters.upper() for letters in set(columns))
    ):
        return None
    last = _ROW.match(xml, xml.rfind(b"<row "))
    rows = int(last[1]) if last else 0
    if b"uniqueCount" in together or _beyond(rows).search(xml):
        return None
    faults = _faults(xml, outlines, {shape for shape in shapes if _FORMULA.search(shape) or _ERROR.search(shape)})
    if faults is None:
        return None
    width = max((_column(letters.decode()) for letters in set(columns) if letters), default=-1) + 1
    numbers = frozenset(_column(letters.decode()) for letters in set(_NUMBER.findall(together)))
    return Scan(rows, width, faults, numbers)


def _faults(xml: bytes, outlines: Sequence[bytes], suspect: Set[bytes]) -> Faults | None:
    """Return the faults in the rows of these shapes; None when one of them cannot be read by itself."""
    if not suspect:
        return {}
    sure = {shape for shape in suspect if _is_computed(shape)}
    lines = xml.split(b"<row")
    head, found = lines[0], []
    for line, shape in zip(lines[1:], outlines[1:], strict=True):
        if shape in suspect and (shape not in sure or _EMPTY in line):
            found.append(b"<row" + line[: line.rfind(b"</row>") + len(b"</row>")])
    looked_at = _by_cells(head + b"".join(found) + b"</sheetData></worksheet>") if found else Scan(0, 0, {})
    return looked_at.faults if looked_at is not None and not suspect & set(outlines[:1]) else None


def _is_computed(shape: bytes) -> bool:
    """Say whether a row of this shape has a value behind every formula, and no error value."""
    return not _ERROR.search(shape) and len(_FORMULA.findall(shape)) == len(_COMPUTED.findall(shape))


def _beyond(number: int) -> re.Pattern[bytes]:
    """Return what finds the name of a row, or of a cell in a row, of a greater number."""
    digits = str(number)
    greater = [
        f"{digits[:place]}[{int(digit) + 1}-9]" + rf"\d{{{len(digits) - place - 1}}}"
        for place, digit in enumerate(digits)
        if digit != "9"
    ]
    longer = rf"\d{{{len(digits) + 1}}}"
    return re.compile(rf'r="[A-Z]{{0,3}}(?=\d{{{len(digits)}}})(?:{"|".join([longer, *greater])})'.encode())


def _by_cells(xml: bytes) -> Scan | None:
    """Return the filled square of a sheet and its faults, cell by cell; None when it is no XML."""
    faults: dict[tuple[int, int], str] = {}
    rows = columns = 0
    try:
        for row, column, cell in _cells(xml):
            value = _text_of(cell, "v")
            tags = {tag_of(part) for part in cell}
            if cell.get("t") == "e":
                faults[row, column] = value or "#VALUE!"
            elif not value and "f" in tags:
                faults[row, column] = _NO_VALUE
            if value or tags & {"f", "is"}:
                rows, columns = max(rows, row + 1), max(columns, column + 1)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None
    return Scan(rows, columns, faults)


def _cells(xml: bytes) -> Iterator[tuple[int, int, "Element"]]:
    """Yield row, column, from 0, and element of every cell; one without a name stands right of the one before.

    Raises: ValueError, when a cell or a row stands where none may stand: the reader takes it wherever it stands.
    """
    row, cells, found = -1, 0, 0
    for _, line in ElementTree.iterparse(io.BytesIO(xml)):
        tag = tag_of(line)
        cells += tag == "c"
        if tag != "row":
            continue
        stated = line.get("r", "")
        row = _row(stated) if stated.isdecimal() else row + 1
        column = -1
        for cell in line:
            if tag_of(cell) == "c":
                found += 1
                named = _CELL.fullmatch(cell.get("r", ""))
                column = _column(named[1]) if named else column + 1
                yield (_row(named[2]) if named else row), column, cell
            elif any(tag_of(one) == "row" for one in cell.iter()):
                raise ValueError("a row within a row")
        line.clear()
    if cells != found:
        raise ValueError("a cell outside of the rows")


def _row(digits: str) -> int:
    """Return a row from 0."""
    number = int(digits[-8:]) if not digits[:-8].strip("0") else 0
    return number - 1 if 1 <= number <= _LAST_ROW else _NOWHERE


def _column(letters: str) -> int:
    """Return a column from 0."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) - 64
    return number - 1 if number <= _LAST_COLUMN else _NOWHERE


def _text_of(cell: "Element", tag: str) -> str:
    return next((part.text or "" for part in cell if tag_of(part) == tag), "")
