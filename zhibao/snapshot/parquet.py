"""表文件: one register as Parquet; each field has a column beside it for what is not plainly known.

`<field>__state` is NULL for a known cell, `estimated` for an estimate, else the meaning of the missing one.
`<field>__origin` is there only where a cell did not come the way of its register: derived, or imported:SYSTEM.
Personal fields are not here: see seal.py.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import duckdb

from zhibao.catalog.register import FieldType, Register
from zhibao.snapshot.errors import damaged_file
from zhibao.snapshot.submission import Cell, Row
from zhibao.terms.rounding import Rounding, round_exact
from zhibao.terms.value import Known, Meaning, Missing, Origin, OriginKind, parse_origin

ESTIMATED = "estimated"
STATE = "__state"
ORIGIN = "__origin"
_ABSENT = Missing(Meaning.NOT_COLLECTED)
_MANY = 2000
_SHORT, _REMEMBERED = 16 << 10, 1024
_known: dict[bytes, tuple[Register, tuple[Row, ...]]] = {}
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
    """Write the rows; raises OSError when the disk does not take them.

    Many rows take the way over a file beside it, which goes again; a statement that holds them would not be read.
    """
    names = [name for name in register.fields if any(name in row for row in rows)] or list(register.fields)
    names = [name for name in names if not register.fields[name].personal]
    origins = {name for name in names if any(own_origin(register, row[name]) for row in rows if name in row)}
    types = columns(register, names, origins)
    casts = ", ".join(f'CAST("{column}" AS {kind}) AS "{column}"' for column, kind in types.items())
    head = ", ".join(f'"{column}"' for column in types)
    contents = [column for name in names for column in _contents(register, name, rows, with_origin=name in origins)]
    beside = path.with_name(f"{path.name}.csv")
    try:
        if len(rows) > _MANY:
            with beside.open("w", encoding="utf-8", newline="") as file:
                file.writelines(",".join(map(_quoted, record)) + "\n" for record in zip(*contents, strict=True))
            given = f"{_csv(beside, types)} AS given"
        else:
            records = ["(" + ", ".join(map(_literal, record)) + ")" for record in zip(*contents, strict=True)]
            nothing = "(" + ", ".join("NULL" for _ in types) + ")"
            given = f"(VALUES {', '.join(records or [nothing])}) AS given({head}){'' if rows else ' LIMIT 0'}"
        _engine().execute(
            f"COPY (SELECT {casts} FROM {given}) TO {_literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        )
    except duckdb.IOException as error:
        raise OSError(28, "磁盘写入失败", str(path)) from error
    finally:
        beside.unlink(missing_ok=True)


def read(path: Path, register: Register) -> tuple[Row, ...]:
    """Return the rows of a file, in their order; raises SnapshotError when the file is damaged.

    Of short files what the last ones said is remembered under their very bytes: most tables of a city are alike.
    """
    try:
        content = path.read_bytes() if path.stat().st_size <= _SHORT else b""
    except OSError as error:
        raise damaged_file(path) from error
    known = _known.get(content)
    if known is not None and known[0] is register:
        return known[1]
    rows = _read(path, register)
    if content:
        if len(_known) >= _REMEMBERED:
            _known.clear()
        _known[content] = register, rows
    return rows


def read_alone(path: Path, register: Register) -> tuple[Row, ...]:
    """Return the rows of a file as `read` does, for whoever goes over many files: nothing is remembered."""
    return _read(path, register)


def read_places(
    path: Path, register: Register, between: tuple[str, str] | None = None
) -> Mapping[tuple[str, int], tuple[Row, ...]]:
    """Return the rows of a file of many places by place and year, in their order; all, or from one place to another.

    A field of which nobody at a place says anything was not in its own file, and is in none of its rows.
    Raises: SnapshotError, when the file is damaged.
    """
    try:
        where = f" WHERE place BETWEEN {_literal(between[0])} AND {_literal(between[1])}" if between else ""
        contents = _contents_of(_engine().execute(f"SELECT * FROM read_parquet({_literal(str(path))}){where}"))
        spots: dict[tuple[str, int], list[int]] = {}
        for number, (place, year) in enumerate(zip(contents.pop("place"), contents.pop("year"), strict=True)):
            spots.setdefault((str(place), int(str(year))), []).append(number)
        found = {}
        for spot, numbers in spots.items():
            own = {name: [column[number] for number in numbers] for name, column in contents.items()}
            said = [name for name in own if name + STATE in own and any(map(_is_said, own[name], own[name + STATE]))]
            parts = {name + part for name in said for part in ("", STATE, ORIGIN)}
            found[spot] = _made({name: column for name, column in own.items() if name in parts}, register)
        return found
    except (duckdb.Error, KeyError, ValueError) as error:
        raise damaged_file(path) from error


class Span(NamedTuple):
    """一份之所在: from where to where the rows of a file go among those of several, and the columns that it has."""

    first: int
    last: int
    columns: frozenset[str]


def read_together(paths: Sequence[Path]) -> tuple[Mapping[str, Sequence[object]], Sequence[Span]]:
    """Return the columns of several files, one after the other, and where the rows of each lie in them.

    Missing: where a file has not the column of another, both its content and its state are None.
    Raises: duckdb.Error, when one cannot be read.
    """
    listed = f"[{', '.join(_literal(str(path)) for path in paths)}]"
    contents = _contents_of(
        _engine().execute(
            f"SELECT *, file_index::BIGINT AS file_index FROM read_parquet({listed}, union_by_name = true)"
        )
    )
    counts = Counter(contents.pop("file_index"))
    schemas = f"SELECT file_name, list(name) FROM parquet_schema({listed}) WHERE num_children IS NULL GROUP BY ALL"
    columns = {str(file): frozenset(names) for file, names in _engine().execute(schemas).fetchall()}
    ends = list(accumulate(counts[number] for number in range(len(paths))))
    starts = (0, *ends)
    each = zip(starts, ends, paths, strict=False)
    return contents, [Span(first, last, columns[str(path)]) for first, last, path in each]


def _read(path: Path, register: Register) -> tuple[Row, ...]:
    try:
        return _made(_contents_of(_engine().execute(f"SELECT * FROM read_parquet({_literal(str(path))})")), register)
    except (duckdb.Error, KeyError, ValueError) as error:
        raise damaged_file(path) from error


def _contents_of(cursor: duckdb.DuckDBPyConnection) -> dict[str, Sequence[object]]:
    head, records = [column[0] for column in cursor.description], cursor.fetchall()
    columns = list(zip(*records, strict=True)) if records else [() for _ in head]
    return dict(zip(head, columns, strict=True))


def _made(contents: Mapping[str, Sequence[object]], register: Register) -> tuple[Row, ...]:
    """Return the rows of some columns."""
    sealed: Row = dict.fromkeys(register.personal, Missing(Meaning.SUPPRESSED))
    names = [name for name in contents if not name.endswith((STATE, ORIGIN))]
    cells = [_cells(register, name, contents) for name in names]
    return tuple({**sealed, **dict(zip(names, row, strict=True))} for row in zip(*cells, strict=True))


def _is_said(content: object, state: object) -> bool:
    return content is not None or state is not None


@cache
def _shared() -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(":memory:")
    engine.execute("SET threads = 1")
    return engine


def _engine() -> duckdb.DuckDBPyConnection:
    """Return a cursor of the one engine that reads and writes files in this process."""
    return _shared().cursor()


def _cells(register: Register, name: str, contents: Mapping[str, Sequence[object]]) -> Sequence[Cell]:
    """Return the cells of a field; equal ones are one object."""
    column, states = contents[name], contents[name + STATE]
    origins = contents.get(name + ORIGIN, [None] * len(column))
    triples = list(zip(column, states, origins, strict=True))
    made = {triple: cell_of(register, name, *triple) for triple in dict.fromkeys(triples)}
    return [made[triple] for triple in triples]


def row_of(register: Register, names: Sequence[str], record: Mapping[str, object]) -> Row:
    """Return the row that a record of contents and states says."""
    return {name: cell_of(register, name, record[name], record[name + STATE], None) for name in names}


def cell_of(register: Register, name: str, content: object, state: object, origin: object) -> Cell:
    """Return the cell that content, state and origin say; raises ValueError, when they say none."""
    if content is None:
        return Missing(Meaning(str(state)))
    if register.fields[name].type.is_number:
        known = parse_origin(str(origin)) if origin else register.origin
        return Known(Fraction(str(content)), estimated=state == ESTIMATED, origin=known)
    return content if isinstance(content, date) else str(content)


def _contents(register: Register, name: str, rows: Sequence[Row], *, with_origin: bool) -> Iterator[list[str | None]]:
    """Yield the columns of a field as texts: content, state, and origin when asked; None where there is nothing."""
    cells = [row.get(name, _ABSENT) for row in rows]
    # Equal cells of a column are mostly one object; each is written out once.
    each = dict(zip(map(id, cells), cells, strict=True))
    decimals = most_decimals(register.fields[name].type)
    parts = {key: content_and_state(cell, decimals) for key, cell in each.items()}
    yield [parts[id(cell)][0] for cell in cells]
    yield [parts[id(cell)][1] for cell in cells]
    if with_origin:
        origins = (own_origin(register, cell) for cell in cells)
        yield [str(origin) if origin else None for origin in origins]


def content_and_state(cell: Cell, decimals: int) -> tuple[str | None, str | None]:
    """Return a cell as it is stored: its content as a text, and its state."""
    match cell:
        case Known(number, estimated):
            return f"{round_exact(number, decimals, Rounding.HALF_UP):f}", ESTIMATED if estimated else None
        case Missing(meaning):
            return None, meaning.value
        case _:
            return str(cell), None


def _csv(path: Path, types: Mapping[str, str]) -> str:
    """Return what reads texts from a file as they were written: nothing unquoted is nothing, in quotes it is ''."""
    given = ", ".join(f"'{column}': 'VARCHAR'" for column in types)
    return (
        f"read_csv({_literal(str(path))}, auto_detect=false, header=false, delim=',', quote='\"', escape='\"', "
        f"nullstr='', allow_quoted_nulls=false, new_line='\\n', max_line_size=67108864, parallel=false, "
        f"columns={{{given}}})"
    )


def _quoted(content: str | None) -> str:
    return "" if content is None else '"' + content.replace('"', '""') + '"'


def _literal(content: str | None) -> str:
    return "NULL" if content is None else "'" + content.replace("'", "''") + "'"
