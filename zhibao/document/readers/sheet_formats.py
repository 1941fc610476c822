"""单元格格式: how a workbook prints its numbers, which the values alone do not tell: per cent and decimals."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from zhibao.document.readers.archive import parsed, relations

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KNOWN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)/?>")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3}\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d{1,5})[\"']")
_CODE = re.compile(r"(?:\[[^\]]*\])?[#,]*0(?:\.(0+))?_?\s?(%?)")


def number_formats(parts: Mapping[str, bytes], name: str, kind: str) -> dict[str, dict[str, str]]:
    """Return sheet → address → number format, for cells whose format prints decimals or per cent."""
    codes = _codes(parts, name, kind)
    if not codes:
        return {}
    links = relations(parts, "xl/workbook.xml", name, kind)
    found = {}
    for sheet in parsed(parts["xl/workbook.xml"], name, kind).iter(f"{_MAIN}sheet"):
        part = links.get(sheet.get(_RELATION, ""), ("", ""))[1]
        found[sheet.get("name", "")] = _addresses(parts.get(part, b""), codes)
    return found


def shown(value: float, code: str) -> str:
    """Return a number as its format prints it, without thousands marks."""
    places = _CODE.fullmatch(code.partition(";")[0])
    if places is None:
        return plain(value)
    number = Decimal(f"{value:.15g}") * (100 if places[2] else 1)
    rounded = number.quantize(Decimal(1).scaleb(-len(places[1] or "")), ROUND_HALF_UP)
    return f"{rounded:f}{places[2]}"


def plain(value: float) -> str:
    """Return a number without the dust of binary fractions: 12 significant digits hold any figure of a report."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{Decimal(f'{value:.12g}'):f}"


def _codes(parts: Mapping[str, bytes], name: str, kind: str) -> dict[int, str]:
    """Return index of a cell style → format, for those that matter."""
    if "xl/styles.xml" not in parts:
        return {}
    root: etree._Element = parsed(parts["xl/styles.xml"], name, kind)
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter(f"{_MAIN}numFmt")}
    codes = {}
    styles = root.find(f"{_MAIN}cellXfs")
    for index, style in enumerate(() if styles is None else styles):
        number = style.get("numFmtId", "0")
        code = own.get(number) or (_KNOWN.get(int(number), "") if number.isdecimal() else "")
        if _CODE.fullmatch(code.partition(";")[0]):
            codes[index] = code
    return codes


def _addresses(xml: bytes, codes: Mapping[int, str]) -> dict[str, str]:
    found = {}
    for cell in _CELL.finditer(xml):
        style = _STYLE.search(cell[1])
        place = _PLACE.search(cell[1])
        if style and place and int(style[1]) in codes:
            found[place[1].decode()] = codes[int(style[1])]
    return found
