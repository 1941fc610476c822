"""来路不明的文件: opens any bytes as a workbook, or says why not; no input raises, hangs or fills the memory.

The archive is unpacked here, within limits, and packed again without compression; the reader sees only what was
measured. Sheets are scanned before they are read: a single cell at XFD1048576 would make the reader allocate the
whole square, and what the reader cannot tell (a formula without a value, #REF!) is found in the XML.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineWorkbook

from zhibao.collect import errors
from zhibao.collect.cells import Content, Faults
from zhibao.terms.errors import reason_of
from zhibao.terms.finding import Finding

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Result = TypeVar("Result")

MEBIBYTE = 1 << 20
MOST_BYTES = 200 * MEBIBYTE
MOST_TIMES = 200
# Ratios are judged from this size on: the sheets of an empty form shrink to a fiftieth.
SMALL_BYTES = 20 * MEBIBYTE
MOST_FILE_BYTES = 50 * MEBIBYTE
MOST_MEMBERS = 2000
MOST_CELLS = 2_000_000

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]|\st\s*=\s*[\"']e[\"']")
_FAR = re.compile(rb"\sr\s*=\s*[\"'](?:[A-Za-z]{3}|[A-Za-z]*0*[1-9]\d{4})")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NO_VALUE = ""


@dataclass(frozen=True)
class Opened:
    """打开的工作簿: sheets by name as rows of cells from A1, and cells whose formula has no usable value."""

    names: tuple[str, ...]
    properties: str
    _workbook: CalamineWorkbook
    _faults: Mapping[str, Faults]

    def grid(self, sheet: str) -> list[list[Content]] | None:
        """Return the rows of a sheet from A1 on, or None for a sheet that cannot be read."""
        return _quietly(lambda: self._workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False))

    def faults(self, sheet: str) -> Faults:
        """Return (row, column) → error value such as #REF!, or '' for a formula that was never computed."""
        return self._faults.get(sheet, {})


def read_bytes(path: Path) -> bytes | Finding:
    """Return the content of a file, or the one finding that says why it cannot be read."""
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            return errors.too_large(path.name, f"{size / MEBIBYTE:.0f} MB", f" {MOST_FILE_BYTES // MEBIBYTE} MB")
        return path.read_bytes()
    except OSError as error:
        return errors.cannot_read(path.name, reason_of(error))
    except ValueError:
        return errors.cannot_read(path.name, "路径中有不能用的字符")


def open_bytes(name: str, content: bytes) -> Opened | Finding:
    """Return the workbook in these bytes, or the one finding that says why there is none."""
    if not content:
        return errors.empty_file(name)
    if content.startswith(_OLE2):
        return errors.password_protected(name) if _ENCRYPTED in content else errors.old_format(name)
    parts = _unpacked(name, content)
    if isinstance(parts, Finding):
        return parts
    if "xl/workbook.xml" not in parts:
        return errors.not_a_workbook(name, _kind_of(parts))
    faults: dict[str, Faults] = {}
    for part, xml in parts.items():
        if part.endswith(".xml") and _is_sheet(xml) and _needs_a_look(xml):
            scan = _scan(xml)
            if scan is None:
                return errors.not_a_workbook(name)
            if scan.cells > MOST_CELLS:
                return errors.far_cell(name, part)
            if scan.faults:
                faults[part] = scan.faults
    sheets = _part_names(parts) if faults else {}
    workbook = _quietly(lambda: CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts))))
    if workbook is None or sheets is None:
        return errors.not_a_workbook(name)
    by_name = {sheet: faults[part] for sheet, part in sheets.items() if part in faults}
    properties = parts.get("docProps/custom.xml", b"").decode("utf-8", "replace")
    return Opened(tuple(workbook.sheet_names), properties, workbook, by_name)


def _unpacked(name: str, content: bytes) -> dict[str, bytes] | Finding:
    """Return the members of the archive, none of them larger than it says and all of them within the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            limit = f" {MOST_BYTES // MEBIBYTE} MB"
            if total > MOST_BYTES or len(members) > MOST_MEMBERS:
                return errors.too_large(name, f"{total / MEBIBYTE:.0f} MB，{len(members)} 个部件", limit)
            if total > SMALL_BYTES and total > MOST_TIMES * len(content):
                return errors.too_large(name, f"展开后是原来的 {total // len(content)} 倍", f" {MOST_TIMES} 倍")
            files = [member for member in members if not member.is_dir()]
            return {member.filename.replace("\\", "/"): archive.read(member) for member in files}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError):
        return errors.not_a_workbook(name)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the XML parts as an archive without compression."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            if part.endswith((".xml", ".rels")):
                archive.writestr(zipfile.ZipInfo(part), content)
    return packed.getvalue()


def _kind_of(parts: Mapping[str, bytes]) -> str:
    for part, kind in (
        ("xl/workbook.bin", "xlsb 二进制工作簿"),
        ("content.xml", "OpenDocument 文件"),
        ("word/document.xml", "Word 文件"),
        ("ppt/presentation.xml", "PowerPoint 文件"),
    ):
        if part in parts:
            return kind
    return ""


def _is_sheet(xml: bytes) -> bool:
    return b"sheetData" in xml or b"\0" in xml


def _needs_a_look(xml: bytes) -> bool:
    """Say whether a sheet has formulas, error values or cells far out; UTF-16 hides all three from a search."""
    return b"\0" in xml or bool(_FORMULA.search(xml) or _FAR.search(xml))


@dataclass(frozen=True, slots=True)
class _Scan:
    cells: int
    faults: Faults


def _scan(xml: bytes) -> _Scan | None:
    """Return the size of a sheet's filled square and its formulas without a usable value; None when it is no XML."""
    try:
        root = ElementTree.fromstring(xml)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, RecursionError):
        return None
    faults: dict[tuple[int, int], str] = {}
    last_row = last_column = 0
    for row, column, cell in _cells(root):
        value = _text_of(cell, "v")
        tags = {_tag(part) for part in cell}
        if cell.get("t") == "e":
            faults[row, column] = value or "#VALUE!"
        elif not value and "f" in tags:
            faults[row, column] = _NO_VALUE
        if value or tags & {"f", "is"}:
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
    return _Scan(last_row * last_column, faults)


def _cells(root: "Element") -> Iterator[tuple[int, int, "Element"]]:
    """Yield row, column, from 0, and element of every cell; one without a name stands right of the one before."""
    row = -1
    for line in root.iter():
        if _tag(line) != "row":
            continue
        stated = line.get("r", "")
        row = int(stated) - 1 if stated.isdecimal() and len(stated) <= 7 else row + 1
        column = -1
        for cell in line:
            if _tag(cell) == "c":
                named = _CELL.fullmatch(cell.get("r", ""))
                column = _column(named[1]) if named else column + 1
                yield (int(named[2]) - 1 if named else row), column, cell


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _tag(element: "Element") -> str:
    return element.tag.rpartition("}")[2]


def _text_of(cell: "Element", tag: str) -> str:
    return next((part.text or "" for part in cell if _tag(part) == tag), "")


def _part_names(parts: Mapping[str, bytes]) -> dict[str, str] | None:
    """Return sheet name → part of the archive, as the workbook's own tables say; None when they cannot be read."""
    try:
        book = ElementTree.fromstring(parts["xl/workbook.xml"])
        links = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    except (ElementTree.ParseError, DefusedXmlException, ValueError, KeyError):
        return None
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    names = {}
    for sheet in book.iter():
        if _tag(sheet) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            part = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
            names[sheet.get("name", "")] = part
    return names


def _quietly(work: Callable[[], Result]) -> Result | None:
    """Return what the reader gives, or None for whatever it stumbles over; its panics are no ordinary exceptions."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  a panic of the Rust reader is no ordinary exception
        return None
