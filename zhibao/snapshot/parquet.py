"""表文件: one register as Parquet; each field has a column beside it for what is not plainly known.

`<field>__state` is NULL for a known cell, `estimated` for an estimate, else the meaning of the missing one.
`<field>__origin` is there only where a cell did not come the way of its register: derived, or imported:SYSTEM.
Personal fields are not here: see seal.py.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import duckdb

from zhibao.catalog.register import FieldType, Register
from zhibao.snapshot.errors import damaged_file
from zhibao.snapshot.submission import Cell, Row
from zhibao.terms.rounding import Rounding, round_exact
from zhibao.terms.value import Known, Meaning, Missing, Origin, OriginKind, parse_origin

ESTIMATED = "estimated"
STATE = "__state"
ORIGIN = "__origin"
_TYPES = {
    FieldType.COUNT: ("BIGINT", 0),
    FieldType.MEASURE: ("DECIMAL(18,4)", 4),
    FieldType.AMOUNT: ("DECIMAL(18,2)", 2),
    FieldType.TEXT: ("VARCHAR", 0),
    FieldType.CODE: ("VARCHAR", 0),
    FieldType.DATE: ("DATE", 0),
    FieldType.ID_NUMBER: ("VARCHAR", 0),
}


def columns(register: Register, names: Sequence[str], origins: Collection[str]) -> dict[str, str]:
    """Return column → SQL type for the given fields of a register: states, and origins of those fields that have one.

    Personal fields have no column.
    """
    types: dict[str, str] = {}
    for name in names:
        if register.fields[name].personal:
            continue
        types[name] = _TYPES[register.fields[name].type][0]
        types[name + STATE] = "VARCHAR"
        if name in origins:
            types[name + ORIGIN] = "VARCHAR"
    return types


def own_origin(register: Register, cell: Cell) -> Origin | None:
    """Return where a number came from, when it is not the way of its register; None for every other cell."""
    if isinstance(cell, Known) and cell.origin.kind is not OriginKind.TYPED and cell.origin != register.origin:
        return cell.origin
    return None


def most_decimals(kind: FieldType) -> int:
    """Return how many decimals a number field keeps."""
    return _TYPES[kind][1]


def write(path: Path, register: Register, rows: Sequence[Row]) -> None:
    """Write the rows; raises OSError when the disk does not take them."""
    names = [name for name in register.fields if any(name in row for row in rows)] or list(register.fields)
    names = [name for name in names if not register.fields[name].personal]
    origins = {name for name in names if any(own_origin(register, row[name]) for row in rows if name in row)}
    types = columns(register, names, origins)
    literals = ["(" + ", ".join(_literals(register, names, origins, row)) + ")" for row in rows] or [
        "(" + ", ".join("NULL" for _ in types) + ")"
    ]
    casts = ", ".join(f'CAST("{column}" AS {kind}) AS "{column}"' for column, kind in types.items())
    head = ", ".join(f'"{column}"' for column in types)
    empty = "" if rows else " LIMIT 0"
    try:
        _engine().execute(
            f"COPY (SELECT {casts} FROM (VALUES {', '.join(literals)}) AS given({head}){empty}) "
            f"TO {_text(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        )
    except duckdb.IOException as error:
        raise OSError(28, "磁盘写入失败", str(path)) from error


def read(path: Path, register: Register) -> tuple[Row, ...]:
    """Return the rows of a file, in their order; raises SnapshotError when the file is damaged."""
    try:
        cursor = _engine().execute(f"SELECT * FROM read_parquet({_text(str(path))})")
        head = [column[0] for column in cursor.description]
        return tuple(_row(register, dict(zip(head, record, strict=True))) for record in cursor.fetchall())
    except (duckdb.Error, KeyError, ValueError) as error:
        raise damaged_file(path) from error


@cache
def _shared() -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(":memory:")
    engine.execute("SET threads = 1")
    return engine


def _engine() -> duckdb.DuckDBPyConnection:
    """Return a cursor of the one engine that reads and writes files in this process."""
    return _shared().cursor()


def _row(register: Register, record: Mapping[str, object]) -> Row:
    row: dict[str, Cell] = dict.fromkeys(register.personal, Missing(Meaning.SUPPRESSED))
    for name, content in record.items():
        if name.endswith((STATE, ORIGIN)):
            continue
        other = record.get(name + ORIGIN)
        origin = parse_origin(str(other)) if other else register.origin
        state = record[name + STATE]
        if content is None:
            row[name] = Missing(Meaning(str(state)))
        elif register.fields[name].type.is_number:
            row[name] = Known(Fraction(str(content)), estimated=state == ESTIMATED, origin=origin)
        elif isinstance(content, date):
            row[name] = content
        else:
            row[name] = str(content)
    return row


def _literals(register: Register, names: Sequence[str], origins: Collection[str], row: Row) -> list[str]:
    literals = []
    for name in names:
        cell = row.get(name, Missing(Meaning.NOT_COLLECTED))
        kind = register.fields[name].type
        match cell:
            case Known(number, estimated):
                digits = round_exact(number, most_decimals(kind), Rounding.HALF_UP)
                literals += [f"{digits:f}", _text(ESTIMATED) if estimated else "NULL"]
            case Missing(meaning):
                literals += ["NULL", _text(meaning.value)]
            case _:
                literals += [_text(str(cell)), "NULL"]
        if name in origins:
            origin = own_origin(register, cell)
            literals.append(_text(str(origin)) if origin else "NULL")
    return literals


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
