"""远处的一份: folders that never change are kept in a bucket as well, and fetched from there where they are missing.

What is on disk stays what everything reads: DuckDB, checks, pages. A folder is in the bucket once its last object is,
a manifest, which is written last and read first; what names it is written after that. An end in between leaves objects
that nothing names.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from zhibao.snapshot.bucket import Bucket, bucket
from zhibao.snapshot.errors import SnapshotError, damaged_file

_DRAFT = ".draft-"
_EVERY = 2.0
_seen: dict[tuple[str, Path], float] = {}


class Mirror:
    """一处: a folder on disk and its name in the bucket; without a bucket it does nothing."""

    def __init__(self, path: Path, name: str) -> None:
        """Begin; the bucket is that of the settings."""
        self.path, self.name = path, name
        self.bucket: Bucket | None = bucket()

    def up(self, folder: Path, last: str) -> None:
        """Keep a folder below the path in the bucket, `last` being the file that says that it is whole."""
        if self.bucket is None:
            return
        start = self._name(folder)
        files = sorted(one for one in folder.rglob("*") if one.is_file())
        if f"{start}/{last}" in self.bucket.names(f"{start}/"):
            return
        for one in (*(one for one in files if one != folder / last), folder / last):
            self.bucket.put(self._name(one), one.read_bytes())

    def again(self, files: Iterable[Path]) -> None:
        """Put files anew that were written anew."""
        if self.bucket is None:
            return
        for one in files:
            self.bucket.put(self._name(one), one.read_bytes())

    def down(self, folder: Path, last: str, altered: Callable[[Path], Iterable[object]]) -> None:
        """Fetch a folder that is not on disk, whole or not at all; `altered` yields what is not as it was written.

        Raises: SnapshotError, when it is not in the bucket, or not what it was.
        """
        if self.bucket is None or folder.is_dir():
            return
        start = self._name(folder)
        names = self.bucket.names(f"{start}/")
        if f"{start}/{last}" not in names:
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=folder.parent))
        try:
            for name in names:
                file = draft / name[len(start) + 1 :]
                if not file.resolve().is_relative_to(draft.resolve()):
                    raise damaged_file(name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(self.bucket.get(name))
            for _ in altered(draft):
                raise damaged_file(f"{self.bucket.address}/{start}")
            try:
                draft.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def say(self, file: Path, text: str) -> None:
        """Write what names a folder, in the bucket."""
        if self.bucket is not None:
            self.bucket.put(self._name(file), text.encode())

    def claim(self, file: Path, text: str) -> bool:
        """Write what names folders, in the bucket, if nothing of that name is or was there; say whether it was."""
        return self.bucket is None or self.bucket.swap(self._name(file), None, text.encode())

    def heard(self, start: str, fetch: Callable[[str], None]) -> None:
        """Bring small files that name folders to the state of the bucket, every two seconds at most.

        `fetch` is told the text of each that changed before it is written; an empty one is no more. While the bucket
        does not answer, what is on disk is read; without anything on disk that is an error.
        """
        folder = self.path / start
        if self.bucket is None or time.monotonic() - _seen.get((self.bucket.address, folder), -_EVERY) < _EVERY:
            return
        try:
            for name in self.bucket.names(f"{self.name}/{start}/"):
                text = self.bucket.get(name)
                file = self.path / name[len(self.name) + 1 :]
                if not text:
                    file.unlink(missing_ok=True)
                    continue
                if file.is_file() and file.read_bytes() == text:
                    continue
                fetch(text.decode())
                file.parent.mkdir(parents=True, exist_ok=True)
                draft = file.with_suffix(".fetched.tmp")
                draft.write_bytes(text)
                draft.replace(file)
        except SnapshotError:
            if not folder.is_dir():
                raise
        _seen[(self.bucket.address, folder)] = time.monotonic()

    def _name(self, path: Path) -> str:
        return f"{self.name}/{path.relative_to(self.path).as_posix()}"
