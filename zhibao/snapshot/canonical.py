"""规范文本: what rows and submissions say, as the one text that their identity is the hash of.

The text is hashed piece by piece, so that a long register needs no memory for it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.submission import Cell, Row
from zhibao.terms.value import Known, Missing, Origin

_TABLES = "registers"
_BLOCK = 1000


def hashed(content: Mapping[str, object], tables: Mapping[str, Iterable[str]]) -> str:
    """Return the SHA-256 of the JSON of a submission, its rows given as JSON by register."""
    total = hashlib.sha256()
    for mark, key in zip(_marks("{"), sorted({*content, _TABLES}), strict=False):
        total.update(f"{mark}{_json(key)}:".encode())
        if key != _TABLES:
            total.update(_json(content[key]).encode())
            continue
        for before, name in zip(_marks("{"), sorted(tables), strict=False):
            total.update(f"{before}{_json(name)}:[".encode())
            rows, comma = iter(tables[name]), ""
            while block := ",".join(islice(rows, _BLOCK)):
                total.update((comma + block).encode())
                comma = ","
            total.update(b"]")
        total.update(b"}" if tables else b"{}")
    total.update(b"}")
    return total.hexdigest()


def row_texts(register: Register, rows: Sequence[Row]) -> Iterator[str]:
    """Yield each row's public cells as JSON; a cell that stands in many rows is written once."""
    orders: dict[tuple[str, ...], tuple[str, ...]] = {}
    written: dict[str, dict[int, str]] = {name: {} for name in register.fields}
    for row in rows:
        named = tuple(row)
        if named not in orders:
            orders[named] = tuple(name for name in sorted(named) if not register.fields[name].personal)
        parts = []
        for name in orders[named]:
            cell = row[name]
            part = written[name].get(id(cell))
            if part is None:
                part = written[name][id(cell)] = cell_text(register, name, cell)
            parts.append(part)
        yield "{" + ",".join(parts) + "}"


def cell_text(register: Register, name: str, cell: Cell) -> str:
    """Return what a row says of a field, as part of its JSON."""
    return f"{_json(name)}:{_json(canonical(cell, parquet.own_origin(register, cell)))}"


def canonical(cell: Cell, origin: Origin | None) -> str:
    """Return a cell as it counts for the identity; `origin` where it did not come the way of its register."""
    match cell:
        case Known(number, estimated):
            return ("~" if estimated else "=") + str(number) + (f"@{origin}" if origin else "")
        case Missing(meaning):
            return f"?{meaning.value}"
        case _:
            return f"'{cell}"


def _marks(first: str) -> Iterator[str]:
    yield first
    while True:
        yield ","


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
