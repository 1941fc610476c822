"""复原: a record of every edit within the package, by which a file that nobody has saved since is as it was."""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from zhibao.collect.paint.package import BOOK, Package
from zhibao.collect.paint.tags import Edit, edited, escaped

RECORD = "docProps/zhibao-paint.xml"
KIND = "urn:zhibao:paint"
_HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<paint xmlns="{KIND}" version="1">'


def recorded(package: Package) -> dict[str, bytes]:
    """Return all parts after the edits of a package, with the record of these edits among them."""
    package.relate(BOOK, KIND, RECORD)
    package.add(RECORD, b"", "application/xml")
    parts, edits, added = package.settled()
    lines = [_changed(part, parts[part], package.parts[part], one) for part, one in edits.items()]
    lines += [
        f'<added name="{escaped(part)}" sha256="{_sum(content)}"/>' for part, content in added.items() if part != RECORD
    ]
    parts[RECORD] = (_HEAD + "".join(lines) + "</paint>").encode()
    return parts


def undone(parts: Mapping[str, bytes]) -> dict[str, bytes] | None:
    """Return the parts as they were before they were painted; None when there is no record, or it does not fit."""
    record = _record(parts)
    if record is None:
        return None
    before = {name: content for name, content in parts.items() if name != RECORD}
    for one in record:
        name = one.get("name", "")
        if name not in before or _sum(before[name]) != one.get("sha256"):
            return None
        if one.tag == f"{{{KIND}}}added":
            del before[name]
            continue
        edits = _edits(one.text or "")
        if edits is None:
            return None
        before[name] = edited(before[name], edits)
    return before


def _record(parts: Mapping[str, bytes]) -> Element | None:
    try:
        record: Element = ElementTree.fromstring(parts.get(RECORD, b""))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return record if record.tag == f"{{{KIND}}}paint" and record.get("version") == "1" else None


def _changed(name: str, now: bytes, before: bytes, edits: list[Edit]) -> str:
    """Return the record of a part: what stood where something else stands now."""
    said = " ".join(f"{at}:{length}:{base64.b64encode(text).decode()}" for at, length, text in _reversed(before, edits))
    return f'<part name="{escaped(name)}" sha256="{_sum(now)}">{said}</part>'


def _reversed(before: bytes, edits: list[Edit]) -> Iterator[tuple[int, int, bytes]]:
    shift = 0
    for start, end, text in sorted(edits, key=lambda one: one[0]):
        yield start + shift, len(text), before[start:end]
        shift += len(text) - (end - start)


def _edits(said: str) -> list[Edit] | None:
    found: list[Edit] = []
    at = 0
    try:
        for one in said.split():
            start, length, text = one.split(":")
            begin, end = int(start), int(start) + int(length)
            if begin < at or end < begin:
                return None
            at = end
            found.append((begin, end, base64.b64decode(text, validate=True)))
    except (ValueError, binascii.Error):
        return None
    return found


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
