"""压缩包: the parts of a docx or xlsx file, unpacked within limits; bombs and damaged files are refused."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

from lxml import etree

from zhibao.document.readers import errors
from zhibao.document.readers.errors import MEBIBYTE

MOST_FILE_BYTES = 200 * MEBIBYTE
MOST_BYTES = 600 * MEBIBYTE
MOST_TIMES = 100
# Ratios are judged from this size on: an honest file of few long tables shrinks to a fiftieth.
SMALL_BYTES = 20 * MEBIBYTE
MOST_MEMBERS = 20_000
MOST_XML_BYTES = 200 * MEBIBYTE

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_READ = (".xml", ".rels")


def is_encrypted(content: bytes) -> bool:
    """Say whether an OLE2 file is the shell of a package with a password."""
    return content.startswith(OLE2) and _ENCRYPTED in content


def unpacked(content: bytes, name: str, kind: str) -> dict[str, bytes]:
    """Return the XML parts of the archive by name.

    Raises: ReadError, for what is no archive, is damaged, or grows beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _measure(members, len(content), name)
            # The sizes above are what the directory says; zipfile checks each member against it.
            return {
                member.filename.replace("\\", "/").lstrip("/"): archive.read(member)
                for member in members
                if member.filename.lower().endswith(_READ)
            }
    except RuntimeError as error:
        if "encrypted" in str(error):
            raise errors.encrypted(name) from None
        raise errors.damaged(name, kind) from None
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, KeyError):
        raise errors.damaged(name, kind) from None


def _measure(members: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES or len(members) > MOST_MEMBERS:
        size = f"展开后 {total / MEBIBYTE:.0f} MB，{len(members)} 个部件"
        raise errors.too_large(name, size, f"{MOST_BYTES // MEBIBYTE} MB，{MOST_MEMBERS} 个部件")
    if total > SMALL_BYTES and total > MOST_TIMES * packed:
        raise errors.too_large(name, f"展开后是原来的 {total // packed} 倍", f"{MOST_TIMES} 倍")
    read = sum(member.file_size for member in members if member.filename.lower().endswith(_READ))
    if read > MOST_XML_BYTES:
        raise errors.too_large(name, f"文字部分 {read / MEBIBYTE:.0f} MB", f"{MOST_XML_BYTES // MEBIBYTE} MB")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return measured parts as an archive without compression, for a reader that opens archives itself."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    return target.getvalue()


def parsed(xml: bytes, name: str, kind: str) -> etree._Element:
    """Return the root of an XML part; no entity is resolved and nothing is fetched.

    Raises: ReadError, for what is no XML, declares entities, or is nested beyond 256 levels.
    """
    try:
        root = etree.fromstring(xml, parser=_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error)
        if "depth" in reason:
            raise errors.too_deep(name) from None
        if "huge" in reason or "too long" in reason:
            raise errors.too_large(name, "单个部件中的一段文字超过 10 MB", "10 MB") from None
        raise errors.damaged(name, kind) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise errors.damaged(name, kind)
    return root


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
                           remove_comments=True, remove_pis=True)  # fmt: skip


def relations(parts: Mapping[str, bytes], part: str, name: str, kind: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part: id → (last word of the type, name of the part it points to)."""
    folder, _, file = part.rpartition("/")
    xml = parts.get(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    if xml is None:
        return {}
    found = {}
    for link in parsed(xml, name, kind):
        target = link.get("Target", "")
        full = target[1:] if target.startswith("/") else f"{folder}/{target}" if folder else target
        found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], _straight(full))
    return found


def _straight(path: str) -> str:
    """Return a path without its .. steps."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
