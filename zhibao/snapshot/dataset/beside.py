"""旁件: of packed snapshots the files of one name that lie beside their tables, one after the other."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import duckdb

from zhibao.snapshot.dataset.archive import archive_name, object_name
from zhibao.snapshot.dataset.shelf import Shelf
from zhibao.snapshot.errors import damaged_file

_AT_ONCE = 16


def originals_named(shelf: Shelf, archives: Sequence[str], name: str) -> Iterator[tuple[str, bytes]]:
    """Yield (manifest, content) of the file of a name of every snapshot in some archives.

    Raises: SnapshotError, when one is not what was put in.
    """
    query = "SELECT manifest, sha256, content, object FROM read_parquet(?) WHERE file = ?"
    engine = duckdb.connect(":memory:", config={"threads": "1"})
    try:
        for archive in archives:
            file = shelf.file(archive_name(archive))
            cursor = engine.cursor().execute(query, [str(file), name])
            while records := cursor.fetchmany(_AT_ONCE):
                for manifest, digest, content, beside in records:
                    body = shelf.file(object_name(str(beside))).read_bytes() if beside else bytes(content)
                    if sha256(body).hexdigest() != digest:
                        raise damaged_file(f"{file}：{name}")
                    yield str(manifest), body
    except duckdb.Error as error:
        raise damaged_file(shelf.path) from error
    finally:
        engine.close()
