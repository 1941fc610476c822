"""去色: takes what was painted out of a file, even if another program has saved it since; the rest stays."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhibao.collect.cells import plain_text
from zhibao.collect.layout import FEEDBACK
from zhibao.collect.paint.feedback import HEADERS, TABLE
from zhibao.collect.paint.notes import clean_notes
from zhibao.collect.paint.package import BOOK, TYPES, Package, packed, relations_of, sheets
from zhibao.collect.paint.styles import unpainted
from zhibao.collect.paint.tags import edited, inside, values
from zhibao.collect.paint.undo import KIND, RECORD, undone
from zhibao.collect.untrusted import Opened, open_bytes

_DEEPEST = 30


@dataclass(frozen=True)
class _Former:
    """上次的反馈: the name of its sheet, and the fills that painted cells had before."""

    sheet: str
    fills: tuple[str, ...]


def cleaned(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """Return parts without paint, and the name of the sheet of findings that is to be replaced, '' when there is none.

    Raises: CollectError, when a part cannot be read.
    """
    before = undone(parts)
    package = Package(dict(parts) if before is None else before)
    former = _former(package)
    if before is not None:
        return package.parts, former.sheet if former else ""
    if RECORD in package.parts:
        _forget_record(package)
    listed = [(name, part) for name, part, _ in sheets(package) if part in package.parts]
    for name, part in listed:
        if former and name == former.sheet:
            package.parts.pop(relations_of(part), None)
        else:
            clean_notes(package, part)
    unpainted(package, former.fills if former else ())
    return package.parts, former.sheet if former else ""


def _former(package: Package) -> _Former | None:
    """Return the sheet of findings that is there; it is looked for only where a sheet has such a name."""
    if not any(name.startswith(FEEDBACK) for name, _, _ in sheets(package)):
        return None
    opened = open_bytes("", packed(package.parts))
    if not isinstance(opened, Opened):
        return None
    for name in opened.names:
        rows = (opened.grid(name) or [])[:_DEEPEST] if name.startswith(FEEDBACK) else []
        texts = [tuple(plain_text(cell) for cell in row) for row in rows]
        if any(row[: len(HEADERS)] == HEADERS for row in texts):
            tables = (text for row in texts for text in row[len(HEADERS) :] if text.startswith(f"{TABLE}\n"))
            fills = next(tables, "").split("\n")[1:]
            return _Former(name, tuple(fill for fill in fills if fill.startswith("<fill>")))
    return None


def _forget_record(package: Package) -> None:
    """Take the record of former edits, which do not fit any longer, out of the package at once."""
    del package.parts[RECORD]
    for part in (relations_of(BOOK), TYPES):
        if part in package.parts:
            xml, top = package.root(part)
            dead = [
                (one.start, one.end, b"")
                for one in inside(xml, top)
                if (said := values(xml, one)).get(b"Type") == KIND or said.get(b"PartName", "")[1:] == RECORD
            ]
            package.parts[part] = edited(package.parts[part], dead)
