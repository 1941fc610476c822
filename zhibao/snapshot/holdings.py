"""库存: what counts of the snapshots that somebody holds: the cities' own, and those of schools on their rosters."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.packed import Packed, packed_of
from zhibao.snapshot.submission import Row
from zhibao.terms.place import Region


class Holdings:
    """库存: the snapshots of a region, loose ones and, with a dataset, packed ones."""

    def __init__(
        self,
        stored: Sequence[Snapshot],
        registers: Mapping[str, Register],
        region: Region,
        years: Sequence[int] = (),
        dataset: Dataset | None = None,
    ) -> None:
        """Take what is stored, and the years of a dataset; sealed fields of a dataset are not looked at."""
        self._registers, self._region, self._dataset = registers, region, dataset
        loose = (replace(one, sealed=()) for one in (dataset.loose(years) if dataset else ()))
        self._stored = (*stored, *loose)
        self._all_packed = packed_of(dataset, years, registers) if dataset else None

    @cached_property
    def loose(self) -> tuple[Snapshot, ...]:
        """Return the snapshots that count and whose files are at hand."""
        return self._counted(self._stored)

    @cached_property
    def packed(self) -> Packed | None:
        """Return those that count and are packed."""
        found = self._all_packed
        return replace(found, snapshots=self._counted(found.snapshots)) if found else None

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return all that count."""
        return (*self.loose, *(self.packed.snapshots if self.packed else ()))

    def history(self, this: int, years: Collection[int]) -> tuple[Snapshot, ...]:
        """Return what the schools of a year handed in, loose, for earlier years in which no roster counts them."""
        codes, counted = {code for code, year in self._members if year == this}, set(self.loose)
        return tuple(
            one for one in self._stored if one.year in years and one not in counted and one.place.code in codes
        )

    def with_files(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot with its files at hand, taken out of the pack that it is in."""
        return self._dataset.with_files(snapshot) if self._dataset else snapshot

    def _counted(self, snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
        own = {self._region.place.code, *self._region.cities}
        return tuple(one for one in snapshots if one.place.code in own or (one.place.code, one.year) in self._members)

    @cached_property
    def _members(self) -> frozenset[tuple[str, int]]:
        """Return code and year of the schools in scope."""
        cities, roster = self._region.cities, self._registers[ROSTER]
        packed = self._all_packed.rows(roster) if self._all_packed else {}
        found = {(code, year) for (city, year), rows in packed.items() if city in cities for code in _in_scope(rows)}
        for one in self._stored:
            if ROSTER in one.registers and one.place.code in cities:
                found |= {(code, one.year) for code in _in_scope(parquet.read(one.file(ROSTER), roster))}
        return frozenset(found)


def _in_scope(roster: Sequence[Row]) -> tuple[str, ...]:
    return tuple(str(row["code"]) for row in roster if row["in_scope"] == "是")
