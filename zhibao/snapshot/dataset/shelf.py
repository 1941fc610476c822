"""书架: files of a dataset by name, on disk or in a bucket behind it; most never change, small ones are swapped.

A file that never changes is named by what it holds. A small one that says what is in force is changed only by whoever
has seen what it said: on disk under a lock, in a bucket by a conditional write.
"""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zhibao.snapshot.bucket import Bucket, Kept, bucket
from zhibao.snapshot.drafts import sweep
from zhibao.snapshot.errors import SnapshotError, damaged_file
from zhibao.terms.errors import reason_of

DRAFTS = "drafts"
_LOCKS = "drafts/locks"
_FRESH = 3600.0
_SYNCED_AT_ONCE = 16
_here = threading.Lock()


@dataclass(frozen=True, slots=True)
class Said:
    """所见: what a small file said, and what tells this state of it from every other."""

    text: str
    version: str


class Shelf:
    """书架: the files of a dataset on this disk."""

    def __init__(self, path: Path) -> None:
        """Open a folder; it appears with the first file."""
        self.path = path

    def file(self, name: str) -> Path:
        """Return where a file lies on this disk; raises SnapshotError when it is nowhere."""
        place = self.path / name
        if not place.is_file():
            raise damaged_file(place)
        return place

    def has(self, name: str) -> bool:
        """Say whether there is a file of a name."""
        return (self.path / name).is_file()

    def seen(self, name: str) -> Kept | None:
        """Return size and time of a file; None when there is none."""
        try:
            found = (self.path / name).stat()
        except OSError:
            return None
        return Kept(found.st_size, found.st_mtime)

    def is_whole(self, name: str, digest: str) -> bool:
        """Say whether a file is there and holds what its hash says; one that does not is removed."""
        place = self.path / name
        if place.is_file() and digest_of(place) == digest:
            return True
        place.unlink(missing_ok=True)
        return False

    def put(self, name: str, written: Path) -> None:
        """Move a finished file to its name; one that is there already stays, and counts as young again.

        Raises: SnapshotError, when the disk does not take it.
        """
        place = self.path / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_file() and place.stat().st_size == written.stat().st_size:
                os.utime(place)
                written.unlink()
            else:
                _synced(written)
                written.replace(place)
        except OSError as error:
            raise _cannot_write(self.path, error) from error

    def put_text(self, name: str, text: str) -> None:
        """Keep a text under a name that follows from it."""
        with self.draft() as folder:
            (folder / "text").write_text(text, encoding="utf-8")
            self.put(name, folder / "text")

    def put_folder(self, name: str, written: Path, last: str) -> None:
        """Move a finished folder to its name; `last` is the file that says that all of it is there.

        One that is there already stays, and counts as young again.
        Raises: SnapshotError, when the disk does not take it.
        """
        place = self.path / name
        try:
            if (place / last).is_file():
                for one in place.rglob("*"):
                    os.utime(one)
                return
            _synced(*(one for one in written.rglob("*") if one.is_file()))
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir():
                # 清理到一半时停下的：先挪开。
                place.rename(written.with_name("left"))
            try:
                written.rename(place)
            except OSError:
                if not (place / last).is_file():
                    raise
        except OSError as error:
            raise _cannot_write(self.path, error) from error

    def folder(self, name: str, last: str) -> Path:
        """Return where a folder lies on this disk; raises SnapshotError when it is nowhere."""
        if not (self.path / name / last).is_file():
            raise damaged_file(self.path / name)
        return self.path / name

    def look(self, name: str) -> Said | None:
        """Return what a small file says now; None when there is none."""
        try:
            text = (self.path / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise damaged_file(self.path / name) from error
        return Said(text, sha256(text.encode()).hexdigest())

    def swap(self, name: str, seen: Said | None, text: str) -> bool:
        """Change a small file, if it still says what was seen; say whether it was changed."""
        place = self.path / name
        try:
            with self._locked(name), self.draft() as folder:
                now = self.look(name)
                if (now and now.version) != (seen and seen.version):
                    return False
                place.parent.mkdir(parents=True, exist_ok=True)
                (folder / "text").write_text(text, encoding="utf-8")
                _synced(folder / "text")
                (folder / "text").replace(place)
                return True
        except OSError as error:
            raise _cannot_write(self.path, error) from error

    def texts(self, start: str) -> Mapping[str, str]:
        """Return name → text of all small files below a folder."""
        found = {name: self.look(name) for name in self.names(start) if name.endswith(".json")}
        return {name: said.text for name, said in found.items() if said}

    def names(self, start: str) -> Mapping[str, Kept]:
        """Return name → size and time of every file below a folder, in the order of the names."""
        found: dict[str, Kept] = {}
        for root, _, files in os.walk(self.path / start):
            for one in files:
                place = Path(root, one)
                try:
                    seen = place.stat()
                except FileNotFoundError:
                    continue
                found[place.relative_to(self.path).as_posix()] = Kept(seen.st_size, seen.st_mtime)
        return dict(sorted(found.items()))

    def remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        place = self.path / name
        place.unlink(missing_ok=True)
        for folder in place.parents:
            if folder == self.path or not _is_gone(folder):
                break

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """Give a folder for what is being written; it goes when that is done, or an hour after a kill."""
        home = self.path / DRAFTS
        try:
            home.mkdir(parents=True, exist_ok=True)
            sweep(home.glob("[0-9a-z]*-work-*"))
            folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-work-", dir=home))
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Hold the lock of a name; the system lets it go when the process ends, however it ends."""
        place = self.path / _LOCKS / sha256(name.encode()).hexdigest()[:16]
        place.parent.mkdir(parents=True, exist_ok=True)
        with _here, place.open("a+b") as file:
            _lock(file.fileno())
            yield


class FarShelf(Shelf):
    """远处的书架: the files lie in a bucket; those that never change are kept on this disk once they were fetched."""

    def __init__(self, path: Path, far: Bucket) -> None:
        """Open a folder that stands for `datasets/<its name>` in a bucket."""
        super().__init__(path)
        self._far, self._start = far, f"datasets/{path.name}"

    def file(self, name: str) -> Path:
        """Return where a file lies on this disk, fetched when it was not yet."""
        place = self.path / name
        if not place.is_file():
            with self.draft() as folder:
                self._far.fetch(self._name(name), folder / "fetched")
                place.parent.mkdir(parents=True, exist_ok=True)
                (folder / "fetched").replace(place)
        return place

    def has(self, name: str) -> bool:
        """Say whether the bucket has a file of a name."""
        return self._far.look(self._name(name)) is not None

    def is_whole(self, name: str, digest: str) -> bool:
        """Say whether the bucket has a file that holds what its hash says; one that does not is removed."""
        if super().is_whole(name, digest):
            return self.has(name)
        if self.has(name):
            self.file(name)
            if not super().is_whole(name, digest):
                self._far.remove(self._name(name))
                return False
            return True
        return False

    def seen(self, name: str) -> Kept | None:
        """Return size and time of a file in the bucket; None when there is none."""
        return self._far.look(self._name(name))

    def put(self, name: str, written: Path) -> None:
        """Keep a finished file in the bucket and on this disk; one that is there and young is not sent again."""
        there = self._far.look(self._name(name))
        if there is None or there.size != written.stat().st_size or there.age > _FRESH:
            self._far.put_file(self._name(name), written)
        super().put(name, written)

    def put_folder(self, name: str, written: Path, last: str) -> None:
        """Keep a finished folder in the bucket, `last` after the others, and on this disk."""
        there = self._far.look(self._name(f"{name}/{last}"))
        if there is None or there.age > _FRESH:
            files = [one for one in sorted(written.rglob("*")) if one.is_file() and one != written / last]
            for one in (*files, written / last):
                self._far.put_file(self._name(f"{name}/{one.relative_to(written).as_posix()}"), one)
        super().put_folder(name, written, last)

    def folder(self, name: str, last: str) -> Path:
        """Return where a folder lies on this disk, fetched when it was not yet."""
        place = self.path / name
        if not (place / last).is_file():
            names = self.names(name)
            if f"{name}/{last}" not in names:
                raise damaged_file(place)
            with self.draft() as folder:
                for one in names:
                    file = folder / "whole" / one[len(name) + 1 :]
                    if not file.resolve().is_relative_to(folder.resolve()):
                        raise damaged_file(one)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    self._far.fetch(self._name(one), file)
                super().put_folder(name, folder / "whole", last)
        return place

    def look(self, name: str) -> Said | None:
        """Return what a small file in the bucket says now."""
        found = self._far.said(self._name(name))
        return Said(found[0].decode(), found[1]) if found else None

    def swap(self, name: str, seen: Said | None, text: str) -> bool:
        """Change a small file in the bucket, if it still says what was seen."""
        return self._far.swap(self._name(name), seen.version if seen else None, text.encode())

    def texts(self, start: str) -> Mapping[str, str]:
        """Return name → text of all small files below a folder of the bucket; only those that changed are fetched."""
        found: dict[str, str] = {}
        for name, state in self._far.names(f"{self._start}/{start}/").items():
            seen = self.path / DRAFTS / "seen" / sha256(f"{name} {state}".encode()).hexdigest()
            if not seen.is_file():
                seen.parent.mkdir(parents=True, exist_ok=True)
                with self.draft() as folder:
                    (folder / "text").write_bytes(self._far.get(name))
                    (folder / "text").replace(seen)
            found[name[len(self._start) + 1 :]] = seen.read_text(encoding="utf-8")
        return dict(sorted(found.items()))

    def names(self, start: str) -> Mapping[str, Kept]:
        """Return name → size and time of every file below a folder of the bucket."""
        found = self._far.kept(f"{self._start}/{start}".rstrip("/") + "/")
        return {name[len(self._start) + 1 :]: one for name, one in sorted(found.items())}

    def remove(self, name: str) -> None:
        """Remove a file from the bucket, and from this disk."""
        self._far.remove(self._name(name))
        super().remove(name)

    def _name(self, name: str) -> str:
        return f"{self._start}/{name}"


def shelf(path: Path) -> Shelf:
    """Return the shelf of a dataset: in the bucket that the settings name, else on this disk alone."""
    far = bucket()
    return FarShelf(path, far) if far else Shelf(path)


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    total = sha256()
    with file.open("rb") as opened:
        while piece := opened.read(1 << 20):
            total.update(piece)
    return total.hexdigest()


def _lock(handle: int) -> None:
    if sys.platform == "win32":  # pragma: no cover  the tests run elsewhere
        import msvcrt  # noqa: PLC0415  Windows alone has it

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl  # noqa: PLC0415  Windows has none

        fcntl.flock(handle, fcntl.LOCK_EX)


def _synced(*files: Path) -> None:
    """Wait until the disk has some files; for several at one time, which takes it hardly longer than one."""

    def synced(file: Path) -> None:
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())

    if len(files) == 1:
        synced(*files)
    else:
        with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:
            list(pool.map(synced, files))


def _is_gone(folder: Path) -> bool:
    """Remove an empty folder; say whether it went."""
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _cannot_write(path: Path, error: OSError) -> SnapshotError:
    return SnapshotError(f"{path}：写入数据集失败（{reason_of(error)}）。原有数据未变，请检查磁盘空间与权限。")
