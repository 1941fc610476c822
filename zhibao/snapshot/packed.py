"""合包作表: rows of many places in a few files, read where they lie; what is no longer in force is left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.dataset.beside import originals_named
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.rows import shapes
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.here import text
from zhibao.snapshot.submission import Row

HIDDEN = "hidden rows"
"""The table of (place, year) whose packed rows do not count."""


@dataclass(frozen=True)
class Packed:
    """合包: the snapshots whose rows lie in packs, the files of each register, and (place, year) that are hidden.

    The snapshots' own files are not there; who needs them takes them out of the dataset. `beside` yields, of the file
    of one name beside their tables, (place, year) and what it holds.
    """

    snapshots: tuple[Snapshot, ...]
    files: Mapping[str, tuple[Path, ...]]
    hidden: frozenset[tuple[str, int]] = frozenset()
    beside: Callable[[str], Iterable[tuple[tuple[str, int], bytes]]] = lambda _: ()

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Return all files."""
        return tuple(dict.fromkeys(path for files in self.files.values() for path in files))

    def source(self, register: Register) -> str:
        """Return the question that gives a register's packed rows in force with place, year and all its columns.

        Missing: '' for a register of which nothing is packed; a column that nobody has is empty.
        """
        files = self.files.get(register.name, ())
        if not files:
            return ""
        there = {column for columns in shapes(files).values() for column in columns}
        types = parquet.columns(register, list(register.fields), register.fields)
        cells = ", ".join(
            f'CAST("{column}" AS {kind}) AS "{column}"' if column in there else f'NULL::{kind} AS "{column}"'
            for column, kind in types.items()
        )
        listed = ", ".join(text(str(path)) for path in files)
        left_out = f' ANTI JOIN "{HIDDEN}" USING (place, year)' if self.hidden else ""
        return f"SELECT place, year, {cells} FROM read_parquet([{listed}], union_by_name = true){left_out}"

    def rows(self, register: Register) -> Mapping[tuple[str, int], tuple[Row, ...]]:
        """Return the rows in force by place and year, as they were handed in; personal cells are not published.

        Raises: SnapshotError, when a file is damaged.
        """
        found: dict[tuple[str, int], tuple[Row, ...]] = {}
        for path in self.files.get(register.name, ()):
            for spot, rows in parquet.read_places(path, register).items():
                if spot not in self.hidden:
                    found[spot] = rows
        return found


def packed_of(dataset: Dataset, years: Sequence[int], registers: Iterable[str]) -> Packed:
    """Return what of a dataset is packed for some years; sealed fields are not to be had from packs."""
    files = {name: dataset.packed(name, years) for name in registers}
    return Packed(
        tuple(replace(one, sealed=()) for one in dataset.packed_snapshots(years)),
        {name: paths for name, paths in files.items() if paths},
        dataset.hidden(years),
        lambda name: _beside(dataset, years, name),
    )


def _beside(dataset: Dataset, years: Sequence[int], name: str) -> Iterator[tuple[tuple[str, int], bytes]]:
    for one in dataset.plans(years):
        places = {held.manifest: place for place, held in one.held.items()}
        for manifest, content in originals_named(dataset.shelf, one.pack.archives, name):
            if manifest in places:
                yield (places[manifest], one.year), content
