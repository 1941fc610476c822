"""在手的行: rows of many submissions, read when somebody asks for them; those of few are held at one time.

A table of a snapshot is read alone; what lies in a pack a block at a time: neighbouring places, few rows together.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.packed import Packed
from zhibao.snapshot.submission import Row

MOST = 40_000
"""So many rows are held at one time, or one block that has more; a row is about one kilobyte."""
_Spot = tuple[str, int]
_Read = Mapping[_Spot, Sequence[Row]]


class WhenAsked(Mapping[str, Sequence[Row]]):
    """要时才读: the registers of a submission; the rows of one are read when it is asked for, and not kept here."""

    def __init__(self, names: Iterable[str], read: Callable[[str], Sequence[Row]]) -> None:
        """Take the names of the registers, and what reads one."""
        self._names, self._read = dict.fromkeys(names), read

    def __getitem__(self, name: str) -> Sequence[Row]:
        """Return the rows of a register; raises KeyError, when it was not handed in."""
        if name not in self._names:
            raise KeyError(name)
        return self._read(name)

    def __contains__(self, name: object) -> bool:
        """Say whether a register was handed in; nothing is read."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the registers."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many registers there are."""
        return len(self._names)


class AtHand:
    """在手的行: reads the rows of snapshots, and holds those that were asked for last."""

    def __init__(self, registers: Mapping[str, Register], packed: Packed | None = None) -> None:
        """Take the definitions, and what lies in packs."""
        self._registers, self._packed = registers, packed
        self._in_packs = {(one.place.code, one.year) for one in packed.snapshots} if packed else set[_Spot]()
        self._held: OrderedDict[tuple[object, ...], _Read] = OrderedDict()
        self._rows = 0

    def of(self, snapshot: Snapshot) -> WhenAsked:
        """Return the rows of a snapshot, which are read when they are asked for.

        Raises, then: SnapshotError, when a file is damaged.
        """
        return WhenAsked(snapshot.registers, partial(self._of, snapshot))

    def _of(self, snapshot: Snapshot, name: str) -> Sequence[Row]:
        spot = snapshot.place.code, snapshot.year
        register = self._registers[name]
        if self._packed is None or spot not in self._in_packs:
            file = snapshot.file(name)
            return self._read((name, file), lambda: {spot: parquet.read_alone(file, register)})[spot]
        block, packed = self._packed.blocks[spot], self._packed
        return self._read((name, block), lambda: packed.rows(register, block)).get(spot, ())

    def _read(self, key: tuple[object, ...], read: Callable[[], _Read]) -> _Read:
        """Return what a key stands for, read unless it is held; what was asked for longest ago makes room."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        found = read()
        self._held[key] = found
        self._rows += _count(found)
        while self._rows > MOST and len(self._held) > 1:
            _, gone = self._held.popitem(last=False)
            self._rows -= _count(gone)
        return found


def _count(found: _Read) -> int:
    """Return how many rows were read; what was read in vain takes room too."""
    return 1 + sum(map(len, found.values()))
