"""封存库的桥: whether what lies in a working folder and among the releases is whole."""

from collections.abc import Iterator
from pathlib import Path

from zhibao.snapshot.batches import Batches
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import altered, read_snapshot
from zhibao.snapshot.store import Store


def faults_of_store(folder: Path) -> Iterator[str]:
    """Yield in Chinese what is not whole in the store of a working folder: of what is in force, and of all the rest."""
    path = folder / "store"
    try:
        Store(path).current()
    except SnapshotError as error:
        yield str(error)
    for one in sorted((path / "snapshots").glob("[0-9a-f]*")):
        try:
            read_snapshot(one)
        except SnapshotError as error:
            yield str(error)
        yield from (f"{file}：{said}" for file, said in altered(one))


def brought(folder: Path) -> None:
    """Bring the store of a working folder, its imports too, to the state of the bucket, where there is one."""
    store = Store(folder / "store")
    store.refresh()
    Batches(store).refresh()
