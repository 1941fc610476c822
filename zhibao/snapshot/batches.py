"""导入批次: one import of a file as one step, whatever number of schools it speaks of; it can be taken back as one.

store/imports/<number>.json     file, system, mapping, year, and the snapshot that each place got from it

Where there is a bucket the record is in it as well, before the rows are joined to anything: a number is given once
among all machines, and one that was taken back stays there as an empty object.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.load import Catalog
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, read_snapshot
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Submission
from zhibao.terms.errors import reason_of
from zhibao.terms.value import Origin

_HOME = "imports"


@dataclass(frozen=True)
class Batch:
    """导入批次: what was imported in one step; `places` maps a place's code to the snapshot that it got."""

    number: int
    file: str
    sha256: str
    system: str
    mapping: str
    register: str
    year: int
    places: Mapping[str, str]


class Batches:
    """导入记录: the imports of a working folder in force, in their order."""

    def __init__(self, store: Store) -> None:
        """Open the imports of a store."""
        self._store = store
        self._folder = store.path / _HOME

    def all(self) -> tuple[Batch, ...]:
        """Return the imports in force, oldest first; raises SnapshotError when a record cannot be read."""
        self.refresh()
        return tuple(map(_read, sorted(self._folder.glob("[0-9]*.json"))))

    def refresh(self) -> None:
        """Bring the records to the state of the bucket, where there is one, with the snapshots that they name.

        Raises: SnapshotError, when the bucket does not answer and nothing of the store lies on this disk.
        """
        try:
            self._store.mirror.heard(_HOME, self._fetch)
        except SnapshotError:
            if not (self._store.path / "heads").is_dir():
                raise

    def take_in(self, batch: Batch, given: Mapping[str, Submission], origin: Origin, catalog: Catalog) -> Batch:
        """Import rows for places; the same file by the same mapping again changes nothing.

        The record is written first with what it will bring, so that a kill in between leaves a step that can be
        taken back or done again. Raises: SnapshotError, when disk or bucket does not take it.
        """
        there = self.all()
        for one in there:
            same = (one.sha256, one.mapping, one.year, set(one.places))
            if same == (batch.sha256, batch.mapping, batch.year, set(given)):
                return one
        places = {code: self._store.put(submission, origin, catalog).id for code, submission in given.items()}
        number = max((one.number for one in there), default=0) + 1
        kept = self._write(replace(batch, number=number, places=places))
        for code, submission in given.items():
            self._store.take_in(submission.place, submission.year, places[code], catalog)
        return kept

    def take_back(self, number: int, catalog: Catalog) -> Batch:
        """Take an import back everywhere it went into; raises SnapshotError when there is none of the number."""
        found = next((one for one in self.all() if one.number == number), None)
        if found is None:
            there = "、".join(str(one.number) for one in self.all()) or "没有"
            raise SnapshotError(f"没有第 {number} 次导入。现有的导入：{there}。")
        for snapshot in found.places.values():
            brought: Snapshot = read_snapshot(self._store.path / "snapshots" / snapshot)
            self._store.take_back(snapshot, brought.place, brought.year, catalog)
        self._store.mirror.say(self._file(number), "")
        self._file(number).unlink(missing_ok=True)
        return found

    def _write(self, batch: Batch) -> Batch:
        """Write a record and return it under the number that was free, in the bucket first."""
        while not self._store.mirror.claim(self._file(batch.number), _text(batch)):
            batch = replace(batch, number=batch.number + 1)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._file(batch.number).with_suffix(".tmp")
            draft.write_text(_text(batch), encoding="utf-8")
            draft.replace(self._file(batch.number))
        except OSError as error:
            why = reason_of(error)
            raise SnapshotError(f"{self._folder}：导入记录写不进去（{why}）。数据没有改动。") from error
        return batch

    def _fetch(self, text: str) -> None:
        """Fetch the snapshots that a record names."""
        self._store.bring(_batch(text, self._folder).places.values())

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:04d}.json"


def file_digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def _text(batch: Batch) -> str:
    said = {**batch.__dict__, "places": dict(batch.places)}
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _read(path: Path) -> Batch:
    try:
        return _batch(path.read_text(encoding="utf-8"), path)
    except OSError as error:
        raise _damaged(path) from error


def _batch(text: str, path: Path) -> Batch:
    try:
        return Batch(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> SnapshotError:
    return SnapshotError(f"{path}：导入记录损坏，读不出。请从备份恢复这个文件。")
