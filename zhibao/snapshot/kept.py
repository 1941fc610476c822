"""留存: what was worked out once, in one SQLite file under the hash of what it was worked out from.

The file may be deleted at any time; what is not in it is worked out again. Two processes may write at once: both would
write the same. A process that is killed leaves what it had written whole, and nothing else. A file that cannot be read
is put away and begun anew; one that cannot be written only costs time.
"""

import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

VERSION = 1
ROOM = 2
"""How many times what is in use may lie there before the rest is swept away."""
_AT_ONCE = 500
_WAIT = 30_000
"""Unit: ms. How long to wait for another process that writes."""


class Kept:
    """留存: contents by key."""

    def __init__(self, file: Path | None) -> None:
        """Open a file, which appears with the first content; None keeps in memory, for this process alone."""
        self._engine = _opened(file)

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the contents that are there; one that is damaged is not."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            question = f"SELECT key, content FROM kept WHERE key IN ({', '.join('?' for _ in some)})"
            for key, content in self._asked(question, some):
                if (
                    isinstance(key, bytes)
                    and isinstance(content, bytes)
                    and (plain := _plain(key, content)) is not None
                ):
                    found[key] = plain
        return found

    def write(self, contents: Iterable[tuple[bytes, bytes]]) -> None:
        """Put contents under their keys, all of them or none; earlier ones under the same keys are replaced."""
        packed = [(key, key + zlib.compress(content, 1)) for key, content in contents]
        self._written(lambda engine: engine.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", packed))

    def sweep(self, alive: Collection[bytes]) -> int:
        """Take away what is not alive once it outweighs what is, and return how many contents that was.

        What lies under keys of another length, to which contents refer, stays.
        """
        length = len(next(iter(alive), b""))
        held = self._count(length)
        if held <= ROOM * max(len(alive), 1):
            return 0

        def sweep(engine: sqlite3.Connection) -> None:
            engine.execute("CREATE TEMP TABLE alive (key BLOB PRIMARY KEY)")
            engine.executemany("INSERT OR IGNORE INTO alive VALUES (?)", [(one,) for one in alive])
            engine.execute("DELETE FROM kept WHERE length(key) = ? AND key NOT IN (SELECT key FROM alive)", [length])
            engine.execute("DROP TABLE alive")

        self._written(sweep)
        self._asked("VACUUM", ())
        return held - self._count(length)

    def close(self) -> None:
        """Let the file go."""
        self._engine.close()

    def _count(self, length: int) -> int:
        counted = self._asked("SELECT count(*) FROM kept WHERE length(key) = ?", [length])
        return int(str(counted[0][0])) if counted else 0

    def _asked(self, question: str, given: Sequence[object]) -> list[tuple[object, ...]]:
        """Return the records of a question; none when the file cannot be read."""
        try:
            return self._engine.execute(question, tuple(given)).fetchall()
        except sqlite3.DatabaseError:
            return []

    def _written(self, write: Callable[[sqlite3.Connection], object]) -> None:
        """Write as one step; what the disk does not take is kept in memory instead."""
        for _ in range(2):
            try:
                self._engine.execute("BEGIN IMMEDIATE")
                write(self._engine)
                self._engine.execute("COMMIT")
            except (sqlite3.DatabaseError, OSError):
                self._engine.close()
                self._engine = _connected(None)
            else:
                return


def _opened(file: Path | None) -> sqlite3.Connection:
    """Return the engine of a file; of memory, when the file can be neither read nor begun anew."""
    for _ in range(2):
        try:
            return _connected(file)
        except (sqlite3.OperationalError, OSError):
            break  # locked for long, or not ours to open: it is whole, and somebody else's
        except sqlite3.DatabaseError:
            if file is not None:
                _put_away(file)
    return _connected(None)


def _connected(file: Path | None) -> sqlite3.Connection:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
    try:
        engine.execute(f"PRAGMA busy_timeout = {_WAIT}")
        engine.execute("PRAGMA synchronous = NORMAL")
        # Not the write-ahead log: it needs shared memory, which folders on a network do not have.
        engine.execute("PRAGMA journal_mode = TRUNCATE")
        version = engine.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError("kept by another version")
        if version == 0:
            engine.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, content BLOB NOT NULL)")
            engine.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        engine.close()
        raise
    return engine


def _put_away(file: Path) -> None:
    for one in (file, file.with_name(f"{file.name}-journal")):
        try:
            one.unlink(missing_ok=True)
        except OSError:
            continue


def _plain(key: bytes, content: bytes) -> bytes | None:
    """Return what was packed; its checksum, and its own name in it, find a damage."""
    try:
        return zlib.decompress(content[len(key) :]) if content.startswith(key) else None
    except zlib.error:
        return None
