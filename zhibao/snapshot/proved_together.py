"""一起证明: many snapshots held against their manifests, their tables read together, column by column."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.canonical import cell_text
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, altered, content_id, damage, submission_of

TOGETHER = 64
"""So many snapshots are read together."""
_Texts = dict[str, list[str]]
"""Register → its rows as they count for an identity."""


def damaged(snapshots: Sequence[Snapshot], registers: Mapping[str, Register]) -> Iterator[str]:
    """Yield what does not match its manifest, of every snapshot what `damage` says of it alone.

    Raises: SnapshotError, when a table cannot be read.
    """
    for start in range(0, len(snapshots), TOGETHER):
        block = snapshots[start : start + TOGETHER]
        try:
            said = _said(block, registers)
        except (duckdb.Error, SnapshotError, LookupError, ValueError):
            said = {}
        for one in block:
            texts = said.get(one.folder)
            if texts is None or list(altered(one.folder)) or not _is_itself(one, registers, texts):
                yield from damage(one, registers)


def _is_itself(one: Snapshot, registers: Mapping[str, Register], texts: _Texts) -> bool:
    """Say whether what the tables of a snapshot say makes its id."""
    nothing = submission_of(one, dict.fromkeys(one.registers, ()))
    return content_id(nothing, registers, one.personal, texts) == one.id and one.folder.name == one.id


def _said(block: Sequence[Snapshot], registers: Mapping[str, Register]) -> dict[Path, _Texts]:
    """Return folder → what the tables of each snapshot say; those about persons count by their digest alone."""
    found: dict[Path, _Texts] = {one.folder: {} for one in block}
    for name in dict.fromkeys(name for one in block for name in one.registers):
        files = [one.file(name) for one in block if name in one.registers]
        for file, texts in row_texts_of(files, registers[name]).items():
            if not registers[name].is_of_persons:
                found[file.parent][name] = texts
    return found


def row_texts_of(files: Sequence[Path], register: Register) -> dict[Path, list[str]]:
    """Return file → its rows as `row_texts` says them; a cell that stands in many rows of the files is said once.

    Raises: what stands behind it, when a file cannot be read or says what no table of the register says.
    """
    contents, spans = parquet.read_together(files)
    parts: dict[str, list[str | None]] = {}
    for name in sorted(contents):
        if not name.endswith((parquet.STATE, parquet.ORIGIN)) and not register.fields[name].personal:
            parts[name] = _parts(register, name, contents)
    found: dict[Path, list[str]] = {}
    for file, (first, last, names) in zip(files, spans, strict=True):
        columns = [column[first:last] for name, column in parts.items() if name in names]
        found[file] = ["{" + ",".join(map(_said_part, row)) + "}" for row in zip(*columns, strict=True)]
        if len(found[file]) != last - first:
            raise ValueError("a table without columns of its register")
    return found


def _parts(register: Register, name: str, contents: Mapping[str, Sequence[object]]) -> list[str | None]:
    """Return what each row says of a field; None where the field is not in the row's file."""
    column, states = contents[name], contents[name + parquet.STATE]
    origins = contents.get(name + parquet.ORIGIN) or [None] * len(column)
    triples = list(zip(column, states, origins, strict=True))
    made: dict[tuple[object, object, object], str | None] = {}
    for triple in dict.fromkeys(triples):
        is_said = triple[0] is not None or triple[1] is not None
        made[triple] = cell_text(register, name, parquet.cell_of(register, name, *triple)) if is_said else None
    return [made[triple] for triple in triples]


def _said_part(part: str | None) -> str:
    if part is None:
        raise ValueError("a cell that says nothing")
    return part
