"""接收封存件: a snapshot of another store becomes one of this store, byte for byte but for what is personal."""

import os
import shutil
import tempfile
from pathlib import Path

from zhibao.snapshot.drafts import sweep
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import WITHHELD, Snapshot, altered, compared_file, read_snapshot
from zhibao.snapshot.store import Store
from zhibao.terms.errors import reason_of

_DRAFT = ".draft-"


def take_over(store: Store, given: Snapshot) -> bool:
    """Put a snapshot of another store into this one and in force there; say whether it was not yet in force.

    Its sealed personal fields stay where they are: nobody here has the key, and a marker says so. The look-ups under a
    key of comparison come along. A kill at any moment leaves what was in force before, or the whole snapshot.
    Raises: SnapshotError, when the disk does not take it.
    """
    target = store.path / "snapshots" / given.id
    try:
        if not target.is_dir() or list(altered(target)) or read_snapshot(target).compared_by != given.compared_by:
            _copy(given, target)
    except OSError as error:
        raise SnapshotError(f"{store.path}：接收封存的数据失败（{reason_of(error)}）。原有数据未变。") from error
    is_new = store.typed_id(given.place.code, given.year) != given.id
    store.put_in_force(given)
    return is_new


def _copy(given: Snapshot, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent.glob(f"{_DRAFT}*"))
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=target.parent))
    try:
        compared = (compared_file(given.folder, name) for name in given.registers)
        files = (given.folder / "manifest.json", *map(given.file, given.registers))
        for file in (*files, *(one for one in compared if one.is_file())):
            (draft / file.name).write_bytes(file.read_bytes())
        if given.sealed or (given.folder / WITHHELD).exists():
            (draft / WITHHELD).touch()
        for path in (*draft.iterdir(), draft):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        if target.is_dir():
            target.rename(draft.with_name(f"{draft.name}-damaged"))
        draft.rename(target)
    finally:
        for left in target.parent.glob(f"{draft.name}*"):
            shutil.rmtree(left, ignore_errors=True)
