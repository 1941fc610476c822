"""存件: files under the hash of what they hold, in the bucket where there is one, else below a folder on disk.

Each is there whole or not at all, and the same content put twice is there once. What names a file is written after it;
what a killed process left is named by nothing, and goes with the locker.
"""

import os
import secrets
import shutil
from hashlib import sha256
from pathlib import Path

from zhibao.snapshot.bucket import Bucket, bucket
from zhibao.snapshot.errors import SnapshotError, damaged_file
from zhibao.terms.errors import reason_of

HOME = "lockers"


class Locker:
    """存件柜: the files of one name; a machine keeps a copy of what it fetched from the bucket to open it."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open a locker; nothing is there before the first file. The bucket is that of the settings."""
        self.path, self.name = folder / HOME / name, name
        self.bucket: Bucket | None = bucket()

    def put(self, content: bytes) -> str:
        """Keep a file and return its name. Raises: SnapshotError, when bucket or disk does not take it."""
        digest = sha256(content).hexdigest()
        if self.bucket is not None:
            self.bucket.put(self._object(digest), content)
        elif not (self.path / digest).is_file():
            _write(self.path / digest, content)
        return digest

    def get(self, digest: str) -> bytes:
        """Return what a file holds. Raises: SnapshotError, when it is not there or not what its name says."""
        here = self.path / digest
        try:
            content = here.read_bytes() if self.bucket is None or here.is_file() else self._fetched(digest)
        except OSError as error:
            raise damaged_file(here) from error
        if sha256(content).hexdigest() != digest:
            raise damaged_file(here)
        return content

    def file(self, digest: str) -> Path:
        """Return a file on this disk, fetched where it is not. Raises: SnapshotError, as `get`."""
        here = self.path / digest
        if not here.is_file():
            _write(here, self.get(digest))
        return here

    def names(self) -> frozenset[str]:
        """Return the names of the files that are kept."""
        if self.bucket is not None:
            return frozenset(name.rpartition("/")[2] for name in self.bucket.names(self._object("")))
        return frozenset(one.name for one in self.path.glob("[0-9a-f]*")) if self.path.is_dir() else frozenset()

    def forget(self, digest: str) -> None:
        """Remove a file, here and in the bucket; whoever calls knows that nothing names it."""
        if self.bucket is not None:
            self.bucket.remove(self._object(digest))
        (self.path / digest).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove everything in it."""
        if self.bucket is not None:
            for digest in self.names():
                self.bucket.remove(self._object(digest))
        shutil.rmtree(self.path, ignore_errors=True)

    def _fetched(self, digest: str) -> bytes:
        assert self.bucket is not None
        return self.bucket.get(self._object(digest))

    def _object(self, digest: str) -> str:
        return f"{HOME}/{self.name}/{digest}"


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with draft.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(path)
    except OSError as error:
        raise SnapshotError(f"{path}：写不进去（{reason_of(error)}）。请检查权限与磁盘空间。") from error
    finally:
        draft.unlink(missing_ok=True)
