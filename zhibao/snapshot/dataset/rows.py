"""行的合并: the rows of one register of many snapshots into one file, by place; compared with where they come from.

Rows of a pack before are taken over, those of other snapshots of the same places left behind. A column that only some
snapshots have is empty in the others. Nothing but the engine sees the rows, and it holds no more in memory than it may.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb

from zhibao.snapshot.dataset.archive import asked, engine, sql
from zhibao.snapshot.dataset.pack import Part
from zhibao.snapshot.dataset.shelf import Shelf, digest_of
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.here import MEMORY

_TYPES = {"INT_64": "BIGINT", "UTF8": "VARCHAR", "DATE": "DATE"}


@dataclass(frozen=True, slots=True)
class Table:
    """一份表: the file of a register in a snapshot that joins a pack, and what it says it holds."""

    place: str
    path: Path
    rows: int


@dataclass(frozen=True, slots=True)
class Before:
    """前包的行: the file of a register in the pack before, its columns, and the places whose rows stay."""

    path: Path
    columns: Mapping[str, str]
    stay: frozenset[str]


def shapes(tables: Sequence[Path]) -> Mapping[Path, Mapping[str, str]]:
    """Return file → column → SQL type; raises SnapshotError when one cannot be read."""
    query = (
        "SELECT file_name, name, converted_type, precision, scale FROM parquet_schema(?) "
        "WHERE converted_type IS NOT NULL AND num_children IS NULL"
    )
    found: dict[Path, dict[str, str]] = {one: {} for one in tables}
    records = asked(query, [[str(one) for one in tables]]) if tables else []
    for file, name, kind, precision, scale in records:
        known = _TYPES.get(str(kind), f"DECIMAL({precision},{scale})")
        found[Path(str(file))][str(name)] = known
    return found


def made_from(given: Iterable[tuple[str, str]], columns: Mapping[str, str]) -> str:
    """Return the hash of what a file of rows is made from: place and hash of each table, and the columns."""
    return sha256(json.dumps([sorted(given), sorted(columns.items())], ensure_ascii=False).encode()).hexdigest()


def write_rows(
    shelf: Shelf,
    part: Part,
    before: Before | None,
    tables: Sequence[Table],
    columns: Mapping[str, str],
    memory: str = MEMORY,
) -> tuple[str, int]:
    """Write the rows of a register and return hash and size of the file, which lies in its part by its hash.

    Shape: place, year, then the columns by name; ordered by place, and within a place as they were handed in.
    Raises: SnapshotError, when what was written is not what was read.
    """
    tables = sorted(tables, key=lambda one: one.place)
    with engine(shelf, memory) as (found, folder):
        found.execute(
            "CREATE TABLE stay AS SELECT unnest(?)::VARCHAR AS place", [sorted(before.stay if before else ())]
        )
        places, paths = [one.place for one in tables], [str(one.path) for one in tables]
        found.execute(
            "CREATE TABLE given AS SELECT unnest(?)::VARCHAR AS place, unnest(?)::VARCHAR AS filename", [places, paths]
        )
        old = (
            _select(
                columns,
                before.columns,
                "place",
                f"read_parquet({sql(str(before.path))})",
                "SEMI JOIN stay USING (place)",
            )
            if before
            else ""
        )
        listed = f"[{', '.join(map(sql, paths))}]"
        codes = f"[{', '.join(map(sql, places))}][file_index::BIGINT + 1]"
        there = _union(shapes([one.path for one in tables]).values())
        new = _select(columns, there, codes, f"read_parquet({listed}, union_by_name = true)") if tables else ""
        sources = " UNION ALL ".join(filter(None, (old, new)))
        head = f"place, {part.year}::INTEGER AS year, " + ", ".join(f'"{one}"' for one in columns)
        # 只有新来的：按所给次序流过去，不必排序。
        order = " ORDER BY place, n" if old else ""
        file = folder / "rows.parquet"
        found.execute(
            f"COPY (SELECT {head} FROM ({sources}){order}) TO {sql(str(file))} (FORMAT parquet, COMPRESSION zstd)"
        )
        joined = f"read_parquet({listed}, union_by_name = true, filename = true) JOIN given USING (filename)"
        again = _select(columns, there, "given.place", joined) if tables else ""
        _compare(found, columns, " UNION ALL ".join(filter(None, (old, again))), file, tables)
        digest, size = digest_of(file), file.stat().st_size
        shelf.put(part.file(digest), file)
    return digest, size


def _select(columns: Mapping[str, str], there: Mapping[str, str], place: str, source: str, rest: str = "") -> str:
    """Return the SQL of rows with their place, their number and all columns, empty where a source has them not."""
    cells = ", ".join(f'"{one}"' if one in there else f'NULL::{kind} AS "{one}"' for one, kind in columns.items())
    return f"SELECT {place} AS place, file_row_number AS n, {cells} FROM {source} {rest}"


def _compare(
    found: duckdb.DuckDBPyConnection, columns: Mapping[str, str], sources: str, file: Path, tables: Sequence[Table]
) -> None:
    """Raise SnapshotError unless every place has the rows that it had, together, and as many as were handed in."""
    cells = ", ".join(f'"{one}"' for one in columns)
    told = f"SELECT place, count(*), sum(hash({cells})::HUGEINT) FROM ({{}}) GROUP BY place"
    there = {place: rest for place, *rest in found.execute(told.format(sources)).fetchall()}
    written = f"SELECT * FROM read_parquet({sql(str(file))})"
    here = {place: rest for place, *rest in found.execute(told.format(written)).fetchall()}
    spans = found.execute(
        "SELECT count(*) FROM (SELECT place, max(file_row_number) - min(file_row_number) + 1 AS span, count(*) AS rows "
        f"FROM read_parquet({sql(str(file))}) GROUP BY place) WHERE span <> rows"
    ).fetchall()
    few = [one.place for one in tables if int(str(here.get(one.place, (0,))[0])) != one.rows]
    if there != here or spans != [(0,)] or few:
        wrong = few or sorted(str(one) for one in {*there, *here} if there.get(one) != here.get(one))
        raise SnapshotError(
            f"合包写出的行与封存的不同（{'、'.join(wrong[:3]) or file.name}），没有采用。请把这条消息发给开发者。"
        )


def _union(shapes: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in shapes:
        found.update(one)
    return found
