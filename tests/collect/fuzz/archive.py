"""Spoiling a workbook's archive: parts by name, one cell of a sheet, and the bytes of the archive itself."""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.collect.edit import repacked

BOOK, LINKS, TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
STYLES, TYPES = "xl/styles.xml", "[Content_Types].xml"
FORM, MANY, ROWS, HIDDEN = "学生规模", "办学条件", "技能竞赛获奖", "标识"
_LOCAL, _CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive with these members, which may bear any names and stand twice."""
    content = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(content, "w", method) as archive:
        for name, part in members:
            archive.writestr(name, part)
    return content.getvalue()


def sheet_part(content: bytes, sheet: str) -> str:
    """Return the part of a sheet, as the workbook's own tables say."""
    found = parts(content)
    link = re.search(f'<sheet name="{sheet}"[^>]*r:id="(\\w+)"', found[BOOK].decode())
    assert link is not None
    target = re.search(f'Id="{link[1]}"[^>]*Target="([^"]+)"', found[LINKS].decode())
    assert target is not None
    return target[1][1:] if target[1].startswith("/") else f"xl/{target[1]}"


def changed(content: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """Return an archive with one part changed, which must make a difference."""
    old = parts(content)[part]
    new = change(old)
    assert new != old, part
    return repacked(content, lambda name, said: new if name == part else said)


def swapped(content: bytes, part: str, old: str, new: str) -> bytes:
    return changed(content, part, lambda said: said.replace(old.encode(), new.encode()))


def cell(content: bytes, name: str, xml: str, sheet: str = FORM) -> bytes:
    """Return a workbook in which a cell is another element; {r} stands for its name."""
    told = xml.replace("{r}", name).encode()
    pattern = re.compile(rf'<c r="{name}"[^>]*?(?:/>|>.*?</c>)'.encode())
    return changed(content, sheet_part(content, sheet), lambda part: pattern.sub(lambda _: told, part, count=1))


def rows(content: bytes, xml: str, sheet: str = FORM) -> bytes:
    """Return a workbook with more rows behind those of a sheet."""
    return swapped(content, sheet_part(content, sheet), "</sheetData>", f"{xml}</sheetData>")


def edges(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield where each member, the list of the members and the end of an archive begin."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            yield member.filename, member.header_offset
        yield "the list of members", archive.start_dir
    yield "the end", content.rindex(b"PK\x05\x06")


def in_header(content: bytes, offset: int, fmt: str, value: int, *, central: bool = True) -> bytes:
    """Return an archive with a number changed in the header of its second member."""
    mark = _CENTRAL if central else _LOCAL
    at = content.index(mark, content.index(mark) + 4)
    spoilt = bytearray(content)
    struct.pack_into(fmt, spoilt, at + offset, value)
    return bytes(spoilt)


def nested(members: Mapping[str, bytes], levels: int) -> bytes:
    """Return an archive in an archive in an archive."""
    content = packed(members.items())
    for _ in range(levels):
        content = packed([("S01.xlsx", content)])
    return content
