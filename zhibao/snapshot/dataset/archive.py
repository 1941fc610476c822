"""原件: the files of many snapshots, byte for byte, in few; whatever else is made of them, they come back as they were.

An archive is a Parquet file with a row per original, compressed together: small table files of one register are nearly
alike. What is large already stays a file of its own, named by its hash.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

import duckdb

from zhibao.snapshot.dataset.shelf import Shelf, digest_of
from zhibao.snapshot.errors import SnapshotError, damaged_file
from zhibao.snapshot.here import MEMORY

LARGE = 256 << 10
_AT_ONCE = 16
_SETTINGS = "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 9, ROW_GROUP_SIZE 2048)"


def archive_name(digest: str) -> str:
    """Return the name of an archive."""
    return f"archive/{digest}.parquet"


def object_name(digest: str) -> str:
    """Return the name of a large file that stands for itself."""
    return f"objects/{digest}"


def archived(shelf: Shelf, files: Sequence[Path], memory: str = MEMORY) -> tuple[str, tuple[str, ...]]:
    """Put files `…/<manifest>/<snapshot>/<name>` into an archive; return its hash and those of the large ones.

    They are read one after the other, so that no memory is needed for all of them.
    """
    small = sorted((one for one in files if one.stat().st_size <= LARGE), key=lambda one: (one.name, one.parts[-3]))
    large = {one: digest_of(one) for one in sorted(files) if one.stat().st_size > LARGE}
    with engine(shelf, memory) as (found, folder):
        for one, digest in large.items():
            with one.open("rb") as opened, (folder / "large").open("wb") as copy:
                while piece := opened.read(1 << 20):
                    copy.write(piece)
            shelf.put(object_name(digest), folder / "large")
        read = (
            "SELECT parts[-3] AS manifest, parts[-1] AS file, sha256(content) AS sha256, content, NULL AS object FROM "
            "(SELECT content, string_split(replace(filename, '\\', '/'), '/') AS parts FROM read_blob(?))"
        )
        beside = "SELECT unnest(?) AS manifest, unnest(?) AS file, unnest(?) AS sha256, NULL::BLOB, sha256 AS object"
        parts = [read] * bool(small) + [beside] * bool(large)
        given: list[object] = [[str(one) for one in small]] if small else []
        if large:
            given += [[one.parts[-3] for one in large], [one.name for one in large], [*large.values()]]
        digest = _written(shelf, found, folder, " UNION ALL ".join(parts), given)
    return digest, tuple(sorted({*large.values()}))


def merged(shelf: Shelf, archives: Sequence[str], manifests: Collection[str], memory: str = MEMORY) -> str:
    """Put what several archives hold of some snapshots into one and return its hash."""
    with engine(shelf, memory) as (found, folder):
        query = (
            "SELECT DISTINCT ON (file, manifest) manifest, file, sha256, content, object FROM read_parquet(?) "
            "WHERE list_contains(?, manifest) ORDER BY file, manifest"
        )
        files = [str(shelf.file(archive_name(one))) for one in archives]
        return _written(shelf, found, folder, query, [files, sorted(manifests)])


def originals(shelf: Shelf, archives: Sequence[str], manifests: Collection[str]) -> Iterator[tuple[str, str, bytes]]:
    """Yield (manifest, name, content) of the files of snapshots, few at a time in memory.

    Raises: SnapshotError, when an archive, or a file in it, is not what was put in.
    """
    query = "SELECT manifest, file, sha256, content, object FROM read_parquet(?) WHERE list_contains(?, manifest)"
    for archive in archives:
        file = shelf.file(archive_name(archive))
        cursor = _answering(query, [str(file), sorted(manifests)])
        while records := _some(cursor, file):
            for manifest, name, digest, content, beside in records:
                body = shelf.file(object_name(str(beside))).read_bytes() if beside else _bytes(content)
                if sha256(body).hexdigest() != digest:
                    raise damaged_file(f"{file}：{name}")
                yield str(manifest), str(name), body


def originals_of(shelf: Shelf, archives: Sequence[str], manifest: str) -> Mapping[str, bytes]:
    """Return the files of a snapshot by name; raises SnapshotError when one is not what was put in."""
    return {name: body for _, name, body in originals(shelf, archives, (manifest,))}


def objects_in(shelf: Shelf, archives: Sequence[str]) -> tuple[str, ...]:
    """Return the large files that archives name."""
    files = [str(shelf.file(archive_name(one))) for one in archives]
    query = "SELECT DISTINCT object FROM read_parquet(?) WHERE object IS NOT NULL ORDER BY 1"
    return tuple(str(one) for (one,) in asked(query, [files])) if files else ()


@contextmanager
def engine(shelf: Shelf, memory: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Give an engine that holds so much in memory at most, and a folder for the rest and for what it writes."""
    with shelf.draft() as folder, duckdb.connect(":memory:", config={"threads": "1"}) as found:
        try:
            found.execute("SET TimeZone = 'UTC'")
            found.execute(f"SET memory_limit = {sql(memory)}; SET temp_directory = {sql(str(folder / 'spilled'))}")
            yield found, folder
        except duckdb.OutOfMemoryException as error:
            raise SnapshotError(f"整理数据集时 {memory} 内存不够。原有数据未变，请用 --memory 给多一些。") from error
        except duckdb.IOException as error:
            raise SnapshotError(f"{shelf.path}：整理数据集时读写文件失败。原有数据未变，请检查磁盘空间。") from error


def asked(query: str, given: Sequence[object] = ()) -> Sequence[tuple[object, ...]]:
    """Return the records that answer a small question over files, asked of the one reader of this process.

    Raises: SnapshotError, when a file cannot be read.
    """
    try:
        return _reader().cursor().execute(query, given).fetchall()
    except duckdb.Error as error:
        raise _unreadable(error) from error


def _answering(query: str, given: Sequence[object]) -> duckdb.DuckDBPyConnection:
    try:
        return _reader().cursor().execute(query, given)
    except duckdb.Error as error:
        raise _unreadable(error) from error


def _some(cursor: duckdb.DuckDBPyConnection, file: Path) -> Sequence[tuple[object, ...]]:
    try:
        return cursor.fetchmany(64)
    except duckdb.Error as error:
        raise damaged_file(file) from error


def _unreadable(error: duckdb.Error) -> SnapshotError:
    return SnapshotError(f"数据集里有文件读不出，可能已损坏，请从备份恢复（{str(error)[:200]}）。")


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    reader = duckdb.connect(":memory:")
    reader.execute("SET threads = 1; SET TimeZone = 'UTC'")
    return reader


def sql(text: str) -> str:
    """Return a text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def _written(shelf: Shelf, found: duckdb.DuckDBPyConnection, folder: Path, query: str, given: Sequence[object]) -> str:
    file = folder / "archive.parquet"
    found.execute(f"COPY ({query}) TO {sql(str(file))} {_SETTINGS}", given)
    digest = digest_of(file)
    shelf.put(archive_name(digest), file)
    return digest


def _bytes(content: object) -> bytes:
    assert isinstance(content, bytes)
    return content
