"""合包作表: rows of many places in a few files, read where they lie; what is no longer in force is left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.dataset.beside import originals_named
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.pack import Pack
from zhibao.snapshot.dataset.rows import shapes
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.here import text
from zhibao.snapshot.submission import Row

HIDDEN = "hidden rows"
"""The table of (place, year) whose packed rows do not count."""
TOGETHER = 5_000
"""So many rows of neighbouring places, all registers together, are read at one time where few are wanted."""


class Block(NamedTuple):
    """一段: neighbouring places of a pack, from the first to the last."""

    year: int
    province: str
    first: str
    last: str


@dataclass(frozen=True)
class Packed:
    """合包: the snapshots whose rows lie in packs, the files of each register, and (place, year) that are hidden.

    The snapshots' own files are not there; who needs them takes them out of the dataset. `beside` yields, of the file
    of one name beside their tables, (place, year) and what it holds. `blocks` says of (place, year) with which others
    its rows are read, `lying` in which file of a pack, by year and province, those of a register lie.
    """

    snapshots: tuple[Snapshot, ...]
    files: Mapping[str, tuple[Path, ...]]
    hidden: frozenset[tuple[str, int]] = frozenset()
    beside: Callable[[str], Iterable[tuple[tuple[str, int], bytes]]] = lambda _: ()
    blocks: Mapping[tuple[str, int], Block] = field(default_factory=dict)
    lying: Mapping[tuple[int, str], Mapping[str, Path]] = field(default_factory=dict)

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

    def rows(self, register: Register, block: Block | None = None) -> Mapping[tuple[str, int], tuple[Row, ...]]:
        """Return the rows in force by place and year, as they were handed in, of all or of the places of a block.

        Personal cells are not published. Raises: SnapshotError, when a file is damaged.
        """
        files = self.files.get(register.name, ())
        if block is not None:
            files = tuple(filter(None, [self.lying[block.year, block.province].get(register.name)]))
        found: dict[tuple[str, int], tuple[Row, ...]] = {}
        for path in files:
            for spot, rows in parquet.read_places(path, register, block and (block.first, block.last)).items():
                if spot not in self.hidden:
                    found[spot] = rows
        return found


def packed_of(dataset: Dataset, years: Sequence[int], registers: Iterable[str]) -> Packed:
    """Return what of a dataset is packed for some years; sealed fields are not to be had from packs."""
    files = {name: dataset.packed(name, years) for name in registers}
    packs = [one.pack for one in dataset.plans(years)]
    return Packed(
        tuple(replace(one, sealed=()) for one in dataset.packed_snapshots(years)),
        {name: paths for name, paths in files.items() if paths},
        dataset.hidden(years),
        lambda name: _beside(dataset, years, name),
        {spot: block for one in packs for spot, block in _blocks(one)},
        {(one.year, one.province): _lying(dataset, one, frozenset(files)) for one in packs},
    )


def _blocks(pack: Pack) -> Iterator[tuple[tuple[str, int], Block]]:
    """Yield every place of a pack with the block in which it is read; the places stand in their order."""
    counts = zip(*(rows.counts for rows in pack.registers.values()), strict=True) if pack.registers else ()
    block: list[str] = []
    total = 0
    for one, each in zip(pack.places, counts, strict=bool(pack.registers)):
        if block and total + sum(each) > TOGETHER:
            yield from _block(pack, block)
            block, total = [], 0
        block.append(one.place)
        total += sum(each)
    yield from _block(pack, block)


def _block(pack: Pack, places: Sequence[str]) -> Iterator[tuple[tuple[str, int], Block]]:
    for one in places:
        yield (one, pack.year), Block(pack.year, pack.province, places[0], places[-1])


def _lying(dataset: Dataset, pack: Pack, names: frozenset[str]) -> Mapping[str, Path]:
    return {name: dataset.shelf.file(pack.rows_file(name)) for name in pack.registers if name in names}


def _beside(dataset: Dataset, years: Sequence[int], name: str) -> Iterator[tuple[tuple[str, int], bytes]]:
    for one in dataset.plans(years):
        places = {held.manifest: place for place, held in one.held.items()}
        for manifest, content in originals_named(dataset.shelf, one.pack.archives, name):
            if manifest in places:
                yield (places[manifest], one.year), content
