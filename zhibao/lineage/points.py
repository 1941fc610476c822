"""途中各点: the values at four points between two releases: other definitions, then another roster, then other data.

Each point differs from the one before in one respect, so that what moved between two of them has one sort of reason.
Schools that come bring their new data with them; of the others the old data stay until the last point.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from zhibao.catalog.expression import Aggregate
from zhibao.catalog.load import Catalog
from zhibao.catalog.register import Register
from zhibao.compute import compute
from zhibao.compute.kept_values import KeptTables
from zhibao.compute.values import wanted_aggregates
from zhibao.lineage.model import Moved
from zhibao.lineage.opened import Opened
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.in_force import InForce
from zhibao.snapshot.kept import Kept
from zhibao.snapshot.scope import Scope
from zhibao.snapshot.tables import Group
from zhibao.terms.place import Level
from zhibao.terms.value import Value, ValueKey, Values

Spot = tuple[str, int]


@dataclass(frozen=True)
class Point:
    """途中一点: definitions, who is in scope, and whose data; `tables` answers over them."""

    catalog: Catalog
    scope: Scope
    snapshots: Mapping[Spot, Snapshot]
    tables: KeptTables
    names: tuple[str, ...]

    @cached_property
    def _values(self) -> Values:
        """Return the values; none where these data cannot be read by these definitions."""
        known = [self.catalog.indicators[name] for name in self.names if name in self.catalog.indicators]
        try:
            self.tables.prepare(wanted_aggregates(self.catalog, known))
            return compute(self.tables, self.catalog, [one.name for one in known])
        except SnapshotError:
            return Values({}, self.scope.region.place.code)

    def moved(self, key: ValueKey) -> Moved | None:
        """Return a value at this point; None where there is none."""
        found = self._values.get(key)
        return Moved(found.value, found.numerator, found.denominator) if found else None

    def aggregate(self, one: Aggregate, level: Level, place: str, year: int, group: tuple[str, str]) -> Value | None:
        """Return an aggregate of a place; `group` is the field of a breakdown and its member, or twice nothing."""
        by, member = group
        key = (one, level, year, by)
        if key not in self._asked:
            found = self.tables.aggregate(one.register, [one], level, year, by)
            self._asked[key] = {which: values[one] for which, values in found.items()}
        return self._asked[key].get(Group(place, member))

    @cached_property
    def _asked(self) -> dict[tuple[Aggregate, Level, int, str], dict[Group, Value]]:
        return {}


def points(
    before: Opened, after: Opened, names: Iterable[str], years: Iterable[int]
) -> tuple[Point, Point, Point, Point]:
    """Return the four points from one release to another for the indicators and years in question."""
    asked, common, kept = tuple(names), tuple(years), Kept(None)
    first = _readable(before.catalog, after.catalog)
    then = _readable(after.catalog, before.catalog)
    old, new = _of(before, common), _of(after, common)
    scope_before = Scope(before.region, common, _own(before, old), first.registers)
    scope_after = Scope(after.region, common, _own(after, new), then.registers)
    was_there = {(one.code, year) for year in common for one in scope_before.schools[year]}
    between = {spot: old[spot] for spot in old if spot[0] in before.region.cities}
    for year in common:
        for school in scope_after.schools[year]:
            spot = (school.code, year)
            source = old if spot in was_there else new
            if spot in source:
                between[spot] = source[spot]

    def point(catalog: Catalog, scope: Scope, snapshots: Mapping[Spot, Snapshot]) -> Point:
        in_force = InForce.of(snapshots.values())
        tables = KeptTables(in_force, catalog.registers, scope.region, kept, scope=scope)
        return Point(catalog, scope, snapshots, tables, asked)

    return (
        point(first, scope_before, old),
        point(then, scope_before, old),
        point(then, scope_after, between),
        point(then, scope_after, new),
    )


def _of(release: Opened, years: tuple[int, ...]) -> dict[Spot, Snapshot]:
    return {spot: one for spot, one in release.snapshots.items() if spot[1] in years}


def _own(release: Opened, snapshots: Mapping[Spot, Snapshot]) -> Mapping[Spot, Snapshot]:
    return {spot: one for spot, one in snapshots.items() if spot[0] in release.region.cities}


def _readable(catalog: Catalog, other: Catalog) -> Catalog:
    """Return definitions that can also read what was frozen under others: registers and fields that these lack."""
    registers: dict[str, Register] = {**other.registers, **catalog.registers}
    for name in catalog.registers.keys() & other.registers.keys():
        mine, theirs = catalog.registers[name], other.registers[name]
        if theirs.fields.keys() - mine.fields.keys():
            registers[name] = mine.model_copy(update={"fields": {**theirs.fields, **mine.fields}})
    return replace(catalog, registers=registers)
