"""证明: that a snapshot of a dataset is what was handed in: every file by its hash, all of it by its id.

Where its rows are packed, they are compared cell by cell with the original as well: what is counted is what was said.
"""

import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zhibao.snapshot.dataset.archive import asked
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.heads import Entry
from zhibao.snapshot.dataset.pack import definitions_name
from zhibao.snapshot.dataset.plan import Plan
from zhibao.snapshot.dataset.rows import shapes
from zhibao.snapshot.dataset.shelf import digest_of
from zhibao.snapshot.dataset.sources import registers_of
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, damage, read_snapshot
from zhibao.terms.place import Place


@dataclass(frozen=True)
class Proof:
    """证明: a snapshot, where it lies, its files by SHA-256, how many packed rows were compared, what is wrong."""

    entry: Entry
    place: Place | None
    is_in_force: bool
    is_packed: bool
    files: tuple[tuple[str, str], ...]
    rows: int
    faults: tuple[str, ...]


def prove(dataset: Dataset, province: str, entry: Entry) -> Proof:
    """Return what proves a snapshot, or what is wrong with it."""
    found = next((one for one in dataset.plans((entry.year,)) if one.province == province), None)
    wanted = found.wanted.get(entry.place) if found else None
    is_in_force = wanted is not None and wanted[1].manifest == entry.manifest
    is_packed = found is not None and entry.place in found.held and is_in_force
    with tempfile.TemporaryDirectory(prefix="zhibao-") as folder:
        to = Path(folder) / entry.snapshot
        try:
            dataset.restore(province, entry, to)
            snapshot = read_snapshot(to)
            registers = registers_of(_definitions(dataset, entry), snapshot.registers)
            faults = list(damage(snapshot, registers))
            rows, more = _compared(dataset, found, snapshot) if found is not None and is_packed else (0, [])
        except SnapshotError as error:
            return Proof(entry, None, is_in_force, is_packed, (), 0, (str(error),))
        files = tuple((file.name, digest_of(file)) for file in sorted(to.iterdir()))
        return Proof(entry, snapshot.place, is_in_force, is_packed, files, rows, (*faults, *more))


def _definitions(dataset: Dataset, entry: Entry) -> str:
    """Return the definitions of the registers of the time."""
    file = dataset.shelf.file(definitions_name(entry.definitions))
    content = file.read_bytes()
    if sha256(content).hexdigest() != entry.definitions:
        raise SnapshotError(f"{file}：数据表定义的内容与名称里的校验值不符，这份封存证明不了。请从备份恢复。")
    return content.decode()


def _compared(dataset: Dataset, plan: Plan, snapshot: Snapshot) -> tuple[int, list[str]]:
    """Return how many packed rows were compared with the originals, and in which registers they differ."""
    number = [one.place for one in plan.pack.places].index(snapshot.place.code)
    compared, faults = 0, []
    for name in snapshot.registers:
        rows = plan.pack.registers[name]
        file = dataset.shelf.file(plan.pack.rows_file(name))
        if digest_of(file) != rows.file:
            faults.append(f"{file}：合包的行与名称里的校验值不符")
            continue
        first, count = rows.lies(number)
        original = snapshot.file(name)
        own = list(shapes([original])[original])
        cells = [f'p."{one}" IS DISTINCT FROM o."{one}"' for one in own]
        empty = [f'p."{one}" IS NOT NULL' for one in rows.columns if one not in own]
        wrong = " OR ".join(["p.place IS DISTINCT FROM ?", "o.n IS NULL", *cells, *empty])
        ((seen, differ),) = asked(
            f"SELECT count(*), count(*) FILTER (WHERE {wrong}) FROM "
            "(SELECT *, file_row_number - ? AS n FROM read_parquet(?) WHERE file_row_number BETWEEN ? AND ?) p "
            "FULL JOIN (SELECT *, file_row_number AS n FROM read_parquet(?)) o USING (n)",
            [snapshot.place.code, first, str(file), first, first + count - 1, str(original)],
        )
        compared += int(str(seen))
        if differ:
            faults.append(f"{name}：合包里有 {differ} 行与交来的不同")
    return compared, faults
