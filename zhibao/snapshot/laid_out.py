"""摊开的表: snapshots written as one Parquet file per table, for an engine that reads files, and swept when unneeded.

Rows stream from file to file; what an engine of this process holds of them at one time is bounded.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

import duckdb

from zhibao.catalog.register import Register
from zhibao.catalog.set_question import PLAIN, ROWS, Given, Use
from zhibao.snapshot import parquet
from zhibao.snapshot.comparison import Compared
from zhibao.snapshot.drafts import remove_older
from zhibao.snapshot.errors import damaged_file
from zhibao.snapshot.frozen import Snapshot, compared_file
from zhibao.snapshot.here import MEMORY, connected, text
from zhibao.snapshot.packed import Packed
from zhibao.snapshot.seal import compared_look_ups, look_ups

DAY = 86_400
_LAYOUT = "1"
"""Counts the ways in which layouts were written; files of an earlier way are not read."""
Scoped = tuple[str, Sequence[Sequence[object]]]
"""The head of the table of the scope, and its rows."""
_DRAFT = ".draft-"
_BLOCK = 10_000
# 只有这些字符的文字，大小写与空格之外，NFKC 前后是一样的。
_EASY = "[ -~一-鿿]*"


def plain_text(said: str) -> str:
    """Return what a text says, however wide or large its letters are and wherever it is spaced."""
    return "".join(normalize("NFKC", said).casefold().split())


def lay_out(
    snapshots: Sequence[Snapshot], registers: Mapping[str, Register], scope: Scoped, folder: Path
) -> dict[str, Path]:
    """Return name → file of every register of the snapshots and of the scope, written where they are not there yet.

    A file stays as long as what it was made of; of a register that changed nothing is written again.
    Raises: SnapshotError, when a file is damaged; OSError, when the disk does not take it.
    """
    found: dict[str, Path] = {}
    head, rows = scope
    named: list[tuple[str, str]] = [(name, kind) for name, _, kind in (one.partition(" ") for one in head.split(", "))]
    found["scope"] = folder / f"scope-{layout_name(repr(named), repr(rows))}.parquet"
    if not found["scope"].is_file():
        lay_out_rows(named, rows, found["scope"])
    for name in dict.fromkeys(name for snapshot in snapshots for name in snapshot.registers):
        ids = [one.id for one in snapshots if name in one.registers]
        shape = parquet.columns(registers[name], list(registers[name].fields), registers[name].fields)
        file = found[name] = folder / f"{name}-{layout_name(repr(ids), repr(shape))}.parquet"
        if not file.is_file():
            lay_out_register(name, snapshots, registers, file)
    sweep_layouts(folder, found.values())
    return found


def layout_name(*parts: str) -> str:
    """Return the part of a file's name that says what it was made of, and how."""
    return hashlib.sha256("\x00".join((_LAYOUT, *parts)).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Submissions:
    """各份报送: snapshots by their numbers, with whose persons theirs may be compared, and what is packed."""

    snapshots: tuple[Snapshot, ...]
    compared: tuple[Compared, ...]
    packed: Packed | None = None

    def of(self, register: str) -> tuple[tuple[int, Snapshot], ...]:
        """Return the submissions that have a register, with their numbers."""
        return tuple((number, one) for number, one in enumerate(self.snapshots) if register in one.registers)

    def in_packs(self, register: str) -> Mapping[tuple[str, int], int]:
        """Return (place, year) → number of the submissions whose rows of a register lie in packs."""
        packed = {one.id for one in self.packed.snapshots} if self.packed else set()
        return {(one.place.code, one.year): number for number, one in self.of(register) if one.id in packed}


def lay_out_use(use: Use, given: Submissions, registers: Mapping[str, Register], file: Path) -> None:
    """Write what a question sees of a register.

    Raises: SnapshotError, when a file is damaged; OSError, when the disk does not take it.
    """
    with _writing(file) as (engine, draft):
        if use.persons:
            _write_persons(engine, draft, given, registers[use.register])
            return
        packed = given.in_packs(use.register)
        loose = [(number, one) for number, one in given.of(use.register) if (one.place.code, one.year) not in packed]
        files = {str(one.file(use.register)): (number, one.year) for number, one in loose}
        types = parquet.columns(registers[use.register], [*use.numbers, *use.plain], ())
        columns = {name: types[name] for name in (*use.numbers, *use.plain)}
        source = _source(engine, files, columns)
        packs = given.packed.files.get(use.register, ()) if given.packed and packed else ()
        with _damage(engine, [*files, *map(str, packs)]):
            if packs:
                source = _with_packs(engine, source, packs, packed, columns)
            parts = [f'"{name}"' for name in use.numbers]
            parts += [_plain(engine, source, name, columns[name]) for name in use.plain]
            engine.execute(
                f"COPY (SELECT submission, year, spot, {', '.join(parts)} FROM {source}) TO {text(str(draft))} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )


def lay_out_given(given: Given, file: Path) -> None:
    """Write the rows that a question brings along; raises OSError when the disk does not take them."""
    with _writing(file) as (engine, draft):
        _write_rows(engine, draft, given.head, given.rows())


def lay_out_register(name: str, snapshots: Sequence[Snapshot], registers: Mapping[str, Register], file: Path) -> None:
    """Write a register of all snapshots with every public column, place and year beside them.

    Raises: SnapshotError, when a file is damaged; OSError, when the disk does not take it.
    """
    register = registers[name]
    files = {str(one.file(name)): (one.place.code, one.year) for one in snapshots if name in one.registers}
    columns = parquet.columns(register, list(register.fields), register.fields)
    with _writing(file) as (engine, draft):
        source = _source(engine, files, columns)
        head = ", ".join(f'"{column}"' for column in columns)
        with _damage(engine, list(files)):
            engine.execute(
                f"COPY (SELECT place, year, {head} FROM {source}) TO {text(str(draft))} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )


def lay_out_rows(head: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]], file: Path) -> None:
    """Write rows of texts and numbers; raises OSError when the disk does not take them."""
    with _writing(file) as (engine, draft):
        _write_rows(engine, draft, head, rows)


def sweep_layouts(folder: Path, kept: Iterable[Path]) -> None:
    """Remove what nobody asked over for a day, and mark what is kept as used now."""
    used = {path.name for path in kept}
    for path in folder.glob("*"):
        if path.name in used:
            os.utime(path)
    remove_older((path for path in folder.glob("*") if path.name not in used), time.time() - DAY)


@contextmanager
def _writing(file: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Give an engine and where it is to write; the file is there whole or not at all, whoever writes it first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent, prefix=_DRAFT, ignore_cleanup_errors=True) as folder:
        engine = connected(Path(folder), MEMORY)
        try:
            yield engine, Path(folder) / "table.parquet"
        except duckdb.IOException as error:
            raise OSError(28, "磁盘写入失败", str(file)) from error
        finally:
            engine.close()
        (Path(folder) / "table.parquet").replace(file)


def _source(
    engine: duckdb.DuckDBPyConnection, files: Mapping[str, tuple[int | str, int]], columns: Mapping[str, str]
) -> str:
    """Return the name of a view of table files with all columns, whichever of them the files have."""
    which = "INTEGER" if all(isinstance(number, int) for number, _ in files.values()) else "VARCHAR"
    engine.execute(f"CREATE TABLE origin (filename VARCHAR, submission {which}, place {which}, year INTEGER)")
    listed = [(file, first, year) for file, (first, year) in files.items()]
    for start in range(0, len(listed), _BLOCK):
        names, firsts, years = (list(one) for one in zip(*listed[start : start + _BLOCK], strict=True))
        engine.execute(
            f"INSERT INTO origin SELECT name, first, first, year FROM (SELECT unnest(?::VARCHAR[]) AS name, "
            f"unnest(?::{which}[]) AS first, unnest(?::INTEGER[]) AS year)",
            [names, firsts, years],
        )
    types = {**columns, "filename": "VARCHAR", "file_row_number": "BIGINT"}
    head = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    engine.execute(f"CREATE TABLE none ({head})")
    if not listed:
        engine.execute("CREATE VIEW whole AS SELECT *, 0 AS submission, '' AS place, 0 AS year, 0 AS spot FROM none")
        return "whole"
    listing = ", ".join(map(text, files))
    spot = f"submission::BIGINT * {ROWS} + file_row_number" if which == "INTEGER" else "0"
    engine.execute(
        f"CREATE VIEW whole AS SELECT *, {spot} AS spot FROM (SELECT * FROM none UNION ALL BY NAME "
        f"SELECT * FROM read_parquet([{listing}], union_by_name = true, filename = true, file_row_number = true)) "
        "JOIN origin USING (filename)"
    )
    return "whole"


@contextmanager
def _damage(engine: duckdb.DuckDBPyConnection, files: Sequence[str]) -> Iterator[None]:
    """Turn a failure over table files into the error that names the first of them that cannot be read alone."""
    try:
        yield
    except duckdb.Error as error:
        for file in files:
            try:
                engine.execute(f"SELECT count(*) FROM (SELECT * FROM read_parquet({text(file)}))").fetchall()
            except duckdb.Error:
                raise damaged_file(file) from error
        raise


def _plain(engine: duckdb.DuckDBPyConnection, source: str, name: str, kind: str) -> str:
    """Return the SQL of what a column says plainly; texts with unusual letters are looked up in a table of them."""
    column = f'"{name}"'
    if kind != "VARCHAR":
        return f'CAST({column} AS VARCHAR) AS "{name}{PLAIN}"'
    table = f"plain_{name}"
    engine.execute(f"CREATE TABLE {table} (said VARCHAR, plain VARCHAR)")
    odd = engine.cursor().execute(
        f"SELECT DISTINCT {column} FROM {source} WHERE NOT regexp_full_match({column}, '{_EASY}')"
    )
    while block := odd.fetchmany(_BLOCK):
        said = [str(one) for (one,) in block]
        pairs = [said, list(map(plain_text, said))]
        engine.execute(f"INSERT INTO {table} SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])", pairs)
    return (
        f"CASE WHEN regexp_full_match({column}, '{_EASY}') THEN lower(replace({column}, ' ', '')) "
        f'ELSE (SELECT plain FROM {table} WHERE said = {column}) END AS "{name}{PLAIN}"'
    )


def _with_packs(
    engine: duckdb.DuckDBPyConnection,
    source: str,
    packs: Sequence[Path],
    packed: Mapping[tuple[str, int], int],
    columns: Mapping[str, str],
) -> str:
    """Return the name of a view of what lies loose and in packs; rows of a place lie there as it handed them in."""
    listing = ", ".join(text(str(one)) for one in packs)
    engine.execute(
        "CREATE TABLE in_packs AS SELECT unnest(?::VARCHAR[]) AS place, unnest(?::INTEGER[]) AS year, "
        "unnest(?::INTEGER[]) AS submission",
        [[place for place, _ in packed], [year for _, year in packed], list(packed.values())],
    )
    engine.execute(
        f"CREATE VIEW lying AS SELECT * FROM (SELECT *, NULL::VARCHAR AS place, NULL::INTEGER AS year FROM none) "
        f"UNION ALL BY NAME SELECT * FROM read_parquet([{listing}], union_by_name = true, filename = true, "
        "file_row_number = true)"
    )
    engine.execute(
        "CREATE TABLE starts AS SELECT place, year, filename, MIN(file_row_number) AS start FROM lying "
        "GROUP BY place, year, filename"
    )
    head = ", ".join(f'"{name}"' for name in columns)
    spot = f"submission::BIGINT * {ROWS} + file_row_number - start"
    engine.execute(
        f"CREATE VIEW everything AS SELECT submission, year, spot, {head} FROM {source} UNION ALL "
        f"SELECT submission, year, {spot} AS spot, {head} FROM lying JOIN starts USING (place, year, filename) "
        "JOIN in_packs USING (place, year)"
    )
    return "everything"


def _write_persons(engine: duckdb.DuckDBPyConnection, draft: Path, given: Submissions, register: Register) -> None:
    """Write the look-ups of a register row by row; nothing is opened, and rows without a number are left out."""
    head = (
        ("submission", "INTEGER"), ("year", "INTEGER"), ("spot", "BIGINT"), ("compared_by", "VARCHAR"),
        ("person", "VARCHAR"),
    )  # fmt: skip

    def rows() -> Iterator[tuple[str | int, ...]]:
        for number, those in _look_ups(given, register):
            year, group = given.snapshots[number].year, given.compared[number].group
            for row, person in enumerate(those):
                if person:
                    yield number, year, number * ROWS + row, group, person

    _write_rows(engine, draft, head, rows())


def _look_ups(given: Submissions, register: Register) -> Iterator[tuple[int, Iterable[str]]]:
    """Yield number and look-ups, row by row, of every submission that handed them over."""
    packed = given.in_packs(register.name)
    for number, one in given.of(register.name):
        file = compared_file(one.folder, register.name)
        if (one.place.code, one.year) in packed:
            continue
        if given.compared[number].key:
            yield number, compared_look_ups(file) if file.is_file() else ()
        elif register.name in one.sealed:
            yield number, look_ups(one.sealed_file(register.name), register)
    if given.packed and packed:
        for spot, content in given.packed.beside(compared_file(Path(), register.name).name):
            if spot in packed and given.compared[packed[spot]].key:
                yield packed[spot], content.decode("ascii").splitlines()


def _write_rows(
    engine: duckdb.DuckDBPyConnection,
    draft: Path,
    head: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[object]],
) -> None:
    """Write rows by way of a file of texts beside them, so that they need no memory."""
    beside = draft.with_suffix(".csv")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.writelines(",".join(map(_quoted, row)) + "\n" for row in rows)
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in head)
    engine.execute(
        f"COPY (SELECT * FROM read_csv({text(str(beside))}, auto_detect=false, header=false, delim=',', quote='\"', "
        f"escape='\"', nullstr='', allow_quoted_nulls=false, new_line='\\n', columns={{{columns}}})) "
        f"TO {text(str(draft))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _quoted(content: object) -> str:
    if content is None:
        return ""
    return str(content) if isinstance(content, int) else '"' + str(content).replace('"', '""') + '"'
