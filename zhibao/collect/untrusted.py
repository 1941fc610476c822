"""来路不明的文件: opens any bytes as a workbook, or says why not; no input raises, hangs or fills the memory.

The archive is unpacked here, within limits, and packed again without compression; the reader sees only what was
measured. Sheets are scanned before they are read: a single cell at XFD1048576 would make the reader allocate the
whole square, and what the reader cannot tell (a formula without a value, #REF!) is found in the XML.
"""

import codecs
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineWorkbook

from zhibao.collect import errors
from zhibao.collect.biff import scan as scan_records
from zhibao.collect.cells import Content, Faults
from zhibao.collect.long_sheet import LongSheet, long_sheet
from zhibao.collect.ole2 import SIGNATURE, Container
from zhibao.collect.packed import quietly, workbook_of
from zhibao.collect.pieces import is_long, without_rows
from zhibao.collect.scan import is_sheet, scan, tag_of
from zhibao.terms.errors import reason_of
from zhibao.terms.finding import Finding

MEBIBYTE = 1 << 20
MOST_BYTES = 200 * MEBIBYTE
MOST_TIMES = 200
# Ratios are judged from this size on: the sheets of an empty form shrink to a fiftieth.
SMALL_BYTES = 20 * MEBIBYTE
MOST_FILE_BYTES = 50 * MEBIBYTE
MOST_MEMBERS = 2000
# The square from A1 to the last row and column: 8 million cells are at most 64 MB of places in lists and 256 MB in
# the reader, which is half of what a machine with 2 GB can spare.
MOST_CELLS = 8_000_000

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TEXTS = re.compile(rb"\buniqueCount\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENCRYPTED = "EncryptedPackage"
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Opened:
    """打开的工作簿: sheets by name as rows of cells from A1, and cells whose formula has no usable value.

    `is_old` is an xls or et file, into which nothing can be written back.
    """

    names: tuple[str, ...]
    properties: str
    _workbook: CalamineWorkbook
    _faults: Mapping[str, Faults]
    _long: Mapping[str, LongSheet]
    has_macros: bool = False
    is_old: bool = False
    _merged: frozenset[str] = frozenset()

    def grid(self, sheet: str) -> list[list[Content]] | None:
        """Return the rows of a sheet from A1 on, or None for a sheet that cannot be read."""
        if sheet in self._long:
            return quietly(self._long[sheet].grid.square)
        return quietly(lambda: self._workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False))

    def growing(self, sheet: str) -> Sequence[list[Content]] | None:
        """Return the rows as `grid` does, those of a long sheet while it is read and not filled up to one width.

        Raises: DamagedSheetError, on reaching a piece of a long sheet that cannot be read.
        """
        return self._long[sheet].begun if sheet in self._long else self.grid(sheet)

    def long(self, sheet: str) -> LongSheet | None:
        """Return a long sheet by its columns, None for any other."""
        return self._long.get(sheet)

    def merges(self, sheet: str) -> tuple[Merge, ...]:
        """Return the merged ranges of a sheet as ((first row, column), (last row, column)), from 0."""
        if sheet not in self._merged:
            return ()
        found = quietly(lambda: self._workbook.get_sheet_by_name(sheet).merged_cell_ranges)
        return tuple(found or ())

    def faults(self, sheet: str) -> Faults:
        """Return (row, column) → error value such as #REF!, or '' for a formula that was never computed."""
        return self._faults.get(sheet, {})


def read_bytes(path: Path) -> bytes | Finding:
    """Return the content of a file, or the one finding that says why it cannot be read."""
    try:
        found = path.stat()
        # 管道、设备读不到头。
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            return errors.cannot_read(path.name, "不是普通文件")
        size = found.st_size
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
    if content.startswith(SIGNATURE):
        return _open_old(name, Container(content))
    parts = unpacked(name, content)
    if isinstance(parts, Finding):
        return parts
    parts = {part: in_utf8(xml) for part, xml in parts.items()}
    if "xl/workbook.xml" not in parts or not all(is_long(part) or _counts_truly(part) for part in parts.values()):
        return errors.not_a_workbook(name, _kind_of(parts))
    sheets = _part_names(parts)
    around = {part: xml for part, xml in parts.items() if not is_sheet(xml)}
    faults: dict[str, Faults] = {}
    long: dict[str, LongSheet] = {}
    for part, xml in parts.items():
        if part in around or not part.endswith(".xml"):
            continue
        sheet = next((one for one, its in (sheets or {}).items() if its == part), None)
        length = None if sheet is None else long_sheet(sheet, part, xml, around, MOST_CELLS)
        found = scan(xml, MOST_CELLS) if length is None else length.extent
        if found is None:
            return errors.not_a_workbook(name)
        if found.rows * found.columns > MOST_CELLS:
            return errors.far_cell(name, part)
        faults[part] = found.faults
        if length is not None:
            # What was told by its shapes alone states no counts.
            if found.numbers is None and not _counts_truly(xml):
                return errors.not_a_workbook(name)
            long[part] = length
            parts[part] = without_rows(xml)
    merged = {part for part, xml in parts.items() if part in faults and (b"mergeCell" in xml or b"\0" in xml)}
    workbook = quietly(lambda: workbook_of(parts))
    if workbook is None or (sheets is None and any(faults.values())):
        return errors.not_a_workbook(name)
    return Opened(
        tuple(workbook.sheet_names),
        parts.get("docProps/custom.xml", b"").decode("utf-8", "replace"),
        workbook,
        {sheet: faults[part] for sheet, part in (sheets or {}).items() if faults.get(part)},
        {sheet: long[part] for sheet, part in (sheets or {}).items() if part in long},
        has_macros=any(part.endswith("vbaProject.bin") for part in parts),
        _merged=frozenset(sheet for sheet, part in (sheets or {}).items() if part in merged),
    )


def _open_old(name: str, container: Container) -> Opened | Finding:
    """Return the xls or et workbook in a container, or the one finding that says why there is none."""
    if _ENCRYPTED in container.names or _ENCRYPTED.encode("utf-16-le") in container.content:
        return errors.password_protected(name)
    if "WordDocument" in container.names:
        return errors.not_a_workbook(name, "Word 文件")
    if "Workbook" not in container.names or not container.is_sound:
        return errors.old_format(name)
    found = scan_records(container.stream("Workbook"))
    if found.has_password:
        return errors.password_protected(name)
    if found.is_older or not found.is_sound:
        return errors.old_format(name)
    if found.cells > MOST_CELLS:
        return errors.far_cell(name, "xls")
    workbook = quietly(lambda: CalamineWorkbook.from_filelike(io.BytesIO(container.content)))
    if workbook is None or not workbook.sheet_names:
        return errors.old_format(name)
    names = tuple(workbook.sheet_names)
    has_macros = any(one.startswith("_VBA_PROJECT") for one in container.names)
    return Opened(names, "", workbook, found.faults, {}, has_macros=has_macros, is_old=True, _merged=frozenset(names))


def unpacked(name: str, content: bytes) -> dict[str, bytes] | Finding:
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


def in_utf8(xml: bytes) -> bytes:
    """Return a part as UTF-8, which is all that the reader knows; the format allows UTF-16 too."""
    if xml[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return xml
    text = xml.decode("utf-16", "replace")
    return (_XML + text.partition("?>")[2] if text.startswith("<?xml") else text).encode()


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


def _counts_truly(part: bytes) -> bool:
    """Say whether a part states no more texts than it has bytes; the reader makes room for as many as it states."""
    # Most parts state nothing; looking for the bare word is twenty times as fast.
    stated = (one[1] or one[2] for one in (_TEXTS.finditer(part) if b"uniqueCount" in part else ()))
    return all(number.isdigit() and len(number) <= 10 and int(number) <= len(part) for number in stated)


def _part_names(parts: Mapping[str, bytes]) -> dict[str, str] | None:
    """Return sheet name → part of the archive, as the workbook's own tables say; None when they cannot be read."""
    try:
        book = ElementTree.fromstring(parts["xl/workbook.xml"])
        links = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    names = {}
    for sheet in book.iter():
        if tag_of(sheet) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            part = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
            names[sheet.get("name", "")] = part
    return names
