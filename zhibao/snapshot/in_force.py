"""在用的数据: which snapshot of which place and year is in force, without opening any of them."""

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibao.snapshot.errors import damaged_file, damaged_head
from zhibao.snapshot.frozen import Snapshot, altered, read_snapshot
from zhibao.snapshot.head import read_head
from zhibao.snapshot.kept import Kept
from zhibao.snapshot.store import Store

_SETTLED = 2_000_000_000
"""Unit: ns. A head written later than this before it was read may be written again without another time."""
_Listed = dict[str, tuple[int, int, int, str]]
"""Name of a head → inode, size, time of its last change, and the snapshot it names."""


@dataclass(frozen=True)
class InForce:
    """在用的数据: the snapshot in force of each place and year, by its id, and how one is opened."""

    ids: Mapping[tuple[str, int], str]
    opened: Callable[[str], Snapshot]

    @classmethod
    def of(cls, snapshots: Iterable[Snapshot]) -> "InForce":
        """Return snapshots that are opened already."""
        by_id = {one.id: one for one in snapshots}
        return cls({(one.place.code, one.year): one.id for one in by_id.values()}, by_id.__getitem__)

    @classmethod
    def of_store(cls, store: Store, years: Iterable[int], kept: Kept) -> "InForce":
        """Return what is in force in a store; heads that are as they were last time are not read again.

        A snapshot is compared with its manifest when it is opened.
        Raises: SnapshotError, when a head is damaged; on opening, when a snapshot is.
        """
        store.refresh()
        ids: dict[tuple[str, int], str] = {}
        for year in years:
            folder = store.path / "heads" / str(year)
            for name, (*_, snapshot) in _listed(folder, f"heads {year}".encode(), kept).items():
                ids[name.removesuffix(".json"), year] = snapshot
        return cls(ids, lambda one: _opened(store.path / "snapshots" / one))

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return all of them, opened."""
        return tuple(map(self.opened, self.ids.values()))


def _listed(folder: Path, key: bytes, kept: Kept) -> _Listed:
    """Return the heads in a folder; what was read of unchanged ones is kept."""
    if not folder.is_dir():
        return {}
    known: dict[str, list[object]] = json.loads(kept.read([key]).get(key, b"{}"))
    now, found, settled = time.time_ns(), _Listed(), _Listed()
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.endswith(".json"):
                continue
            state = entry.stat()
            times = (state.st_ino, state.st_size, state.st_mtime_ns)
            was = known.get(entry.name)
            snapshot = str(was[3]) if was and was[:3] == list(times) else _named(Path(entry.path))
            found[entry.name] = (*times, snapshot)
            if state.st_mtime_ns + _SETTLED < now:
                settled[entry.name] = found[entry.name]
    if {name: list(one) for name, one in settled.items()} != known:
        kept.write([(key, json.dumps(settled, separators=(",", ":")).encode())])
    return dict(sorted(found.items()))


def _named(head: Path) -> str:
    try:
        return read_head(head).snapshot
    except (ValueError, KeyError, TypeError) as error:
        raise damaged_head(head) from error


def _opened(folder: Path) -> Snapshot:
    for file, _ in altered(folder):
        raise damaged_file(file)
    return read_snapshot(folder)
