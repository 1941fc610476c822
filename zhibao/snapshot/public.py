"""公开的封存: what of a snapshot a release holds: no personal cell, and of registers of persons only what is counted.

The id of the snapshot proves itself without the rest, since what is private stands in it as one keyed digest. What is
written here again from a release is the same, byte for byte.
"""

import hashlib
import json
import tempfile
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from zhibao.catalog.persons import Columns, Use
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.frozen import BY, COMPARED_BY, Snapshot, canonical_row
from zhibao.snapshot.submission import Cell, Row
from zhibao.terms.value import Known, Missing

_SOME_TEXT, _SOME_DAY = "1", date(1900, 1, 1)


def public_files(
    snapshot: Snapshot, registers: Mapping[str, Register], columns: Columns, threads: Collection[str]
) -> dict[str, bytes]:
    """Return the files of a snapshot in a release by name; `threads` are the findings whose answers it tells.

    Raises: SnapshotError, when a table file is damaged.
    """
    files: dict[str, bytes] = {}
    reduced: dict[str, int] = {}
    for name in snapshot.registers:
        register = registers[name]
        if not register.is_of_persons:
            files[f"{name}.parquet"] = snapshot.file(name).read_bytes()
        elif name in columns:
            rows = parquet.read(snapshot.file(name), register)
            fewer = reduced_rows(register, rows, columns[name])
            as_it_is = name in snapshot.reduced and _without_personal(register, rows) == fewer
            files[f"{name}.parquet"] = snapshot.file(name).read_bytes() if as_it_is else _written(register, fewer)
            reduced[name] = len(rows)
    manifest = (snapshot.folder / "manifest.json").read_bytes()
    content = json.loads(manifest)
    if snapshot.personal or BY in content:
        content.pop(BY, None)
        if snapshot.personal:
            _hide(content, registers, reduced, files, threads)
        manifest = (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    return {"manifest.json": manifest, **files}


def reduced_rows(register: Register, rows: Sequence[Row], columns: Mapping[str, Use]) -> tuple[Row, ...]:
    """Return rows with nothing but the given columns, sorted by what they say, so that their order tells nothing."""
    fewer = [{name: _cell(row[name], use, register) for name, use in columns.items() if name in row} for row in rows]
    ordered: list[Row] = [{name: row[name] for name in register.fields if name in row} for row in fewer]
    return tuple(sorted(ordered, key=lambda row: json.dumps(canonical_row(register, row), ensure_ascii=False)))


def _cell(cell: Cell, use: Use, register: Register) -> Cell:
    """Return a cell, or what stands for it where it is only counted."""
    if use is Use.READ or isinstance(cell, Missing):
        return cell
    if isinstance(cell, Known):
        return Known(Fraction(1), origin=register.origin)
    return _SOME_DAY if isinstance(cell, date) else _SOME_TEXT


def _without_personal(register: Register, rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple({name: cell for name, cell in row.items() if name not in register.personal} for row in rows)


def _written(register: Register, rows: Sequence[Row]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="zhibao-") as folder:
        path = Path(folder) / f"{register.name}.parquet"
        parquet.write(path, register, rows)
        return path.read_bytes()


def _hide(
    content: dict[str, Any],
    registers: Mapping[str, Register],
    reduced: Mapping[str, int],
    files: Mapping[str, bytes],
    threads: Collection[str],
) -> None:
    """Take out of a manifest what it says of persons: their files, what was said of their rows, answers about them."""
    listed = {name: said for name, said in content["registers"].items() if not registers[name].is_of_persons}
    for name, rows in reduced.items():
        listed[name] = {"rows": rows, "sha256": hashlib.sha256(files[f"{name}.parquet"]).hexdigest()}
    content["registers"] = listed
    content["reduced"] = sorted(reduced)
    content.pop("sealed", None)
    content.pop(COMPARED_BY, None)
    for part in ("reasons", "others"):
        if part in content:
            content[part] = [one for one in content[part] if not _is_of_persons(one[0], registers)]
    if "answers" in content:
        content["answers"] = [one for one in content["answers"] if one[0] in threads]


def _is_of_persons(name: str, registers: Mapping[str, Register]) -> bool:
    return name in registers and registers[name].is_of_persons
