"""汇集: a province takes over what its cities hand in, the nation what its provinces do, from folders or releases.

Snapshots come byte for byte, so that each is still proved by its own id. A member is taken whole or not at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.edition import Member, WorkingFolder
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog
from zhibao.collect import unfit
from zhibao.snapshot import parquet
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, damage, read_snapshot
from zhibao.snapshot.store import Store
from zhibao.snapshot.take_over import take_over
from zhibao.terms.place import Level
from zhibao.terms.progress import Progress, silent

_CODE = re.compile(r"[^/\\.:\s][^/\\:\s]{0,63}")
_RELEASE = "manifest.json"
_Rosters = Mapping[tuple[str, int], frozenset[str]]


class Taking(Enum):
    """结果: what became of what a member handed in."""

    TAKEN = "已接收"
    UNCHANGED = "没有变化"
    REFUSED = "没有接收"
    MISSING = "尚未报来"


@dataclass(frozen=True, slots=True)
class Taken:
    """一个成员的汇集: its state, how many snapshots it has and how many are new, and why it was refused."""

    member: Member
    state: Taking
    snapshots: int = 0
    new: int = 0
    faults: tuple[str, ...] = ()


def gather(folder: WorkingFolder, catalog: Catalog, progress: Progress = silent) -> tuple[Taken, ...]:
    """Take over what every member of a region hands in; return what became of each, in the region's order.

    A refused member's earlier data stay in force; one that has not handed in is Missing, never zero.
    Raises: CatalogError, when the folder is a city's.
    """
    edition, store = folder.edition, Store(folder.store)
    if not edition.members:
        raise CatalogError(unfit.only_a_region(folder.path))
    if edition.dataset:
        raise CatalogError(unfit.data_elsewhere(folder.path, edition.dataset))
    known = rosters(store.current(edition.data_years), catalog)
    done = []
    for number, member in enumerate(edition.members, 1):
        progress("汇集", number, len(edition.members))
        taken, listed = _take(folder, member, catalog, store, known)
        known = {**known, **listed}
        done.append(taken)
    return tuple(done)


def _take(
    folder: WorkingFolder, member: Member, catalog: Catalog, store: Store, known: _Rosters
) -> tuple[Taken, _Rosters]:
    """Take one member over; return its rosters too."""
    source = folder.path / member.from_
    if not member.from_ or not source.exists():
        return Taken(member, Taking.MISSING, faults=(unfit.not_there(member, source),)), {}
    try:
        snapshots = _of_the_region(folder, member, _handed_in(source, folder), catalog)
    except (CatalogError, SnapshotError) as error:
        return Taken(member, Taking.REFUSED, faults=(str(error),)), {}
    if not snapshots:
        return Taken(member, Taking.MISSING, faults=(unfit.nothing_handed_in(member, source),)), {}
    listed = rosters(snapshots, catalog)
    faults = tuple(_faults(folder, member, source, snapshots, catalog, {**known, **listed}))
    if faults:
        return Taken(member, Taking.REFUSED, len(snapshots), faults=faults), {}
    # The cities' own snapshots come last: they say who counts, and nobody should count before his data are there.
    ordered = sorted(snapshots, key=lambda one: one.place.level is not Level.SCHOOL)
    new = sum(take_over(store, one) for one in ordered)
    return Taken(member, Taking.TAKEN if new else Taking.UNCHANGED, len(snapshots), new), listed


def _handed_in(source: Path, folder: WorkingFolder) -> tuple[Snapshot, ...]:
    """Return what a working folder or a release holds for the years of the region's edition."""
    years = folder.edition.years
    if not (source / _RELEASE).is_file():
        return Store(source / "store").current(years)
    found = (read_snapshot(one) for one in sorted((source / "snapshots").iterdir()) if one.is_dir())
    return tuple(one for one in found if one.year in years)


def _of_the_region(
    folder: WorkingFolder, member: Member, found: Sequence[Snapshot], catalog: Catalog
) -> tuple[Snapshot, ...]:
    """Return the snapshots of a member's cities and of the schools on their rosters; a province's own stay there."""
    cities = folder.edition.region.cities_of(member.code)
    own = [one for one in found if one.place.code in cities and one.place.level is Level.CITY]
    on_roster = {(code, year) for (_, year), codes in rosters(own, catalog).items() for code in codes}
    schools = [one for one in found if one.place.level is Level.SCHOOL and (one.place.code, one.year) in on_roster]
    return (*own, *schools)


def rosters(snapshots: Sequence[Snapshot], catalog: Catalog) -> _Rosters:
    """Return the school codes on each city's roster of a year."""
    return {
        (one.place.code, one.year): frozenset(
            str(row["code"]) for row in parquet.read(one.file(ROSTER), catalog.registers[ROSTER])
        )
        for one in snapshots
        if one.place.level is Level.CITY and ROSTER in one.registers
    }


def _faults(
    folder: WorkingFolder,
    member: Member,
    source: Path,
    snapshots: Sequence[Snapshot],
    catalog: Catalog,
    rosters: _Rosters,
) -> Iterator[str]:
    """Yield why a member cannot be taken over."""
    yield from _wrong_edition(folder, member, source)
    for one in snapshots:
        if not _CODE.fullmatch(one.place.code):
            yield unfit.bad_code(member, one)
        if unknown := [name for name in one.registers if name not in catalog.registers]:
            yield unfit.unknown_registers(member, one, unknown)
        elif damaged := damage(one, catalog.registers):
            yield unfit.damaged(member, one, damaged)
    parts = set(folder.edition.region.names)
    cities = folder.edition.region.cities_of(member.code)
    for city, year in (key for key in rosters if key[0] in cities):
        for code in sorted(rosters[city, year] & parts):
            yield unfit.code_of_a_place(member, code)
        for (other, then), codes in rosters.items():
            for code in sorted(codes & rosters[city, year]) if then == year and other != city else ():
                yield unfit.on_two_rosters(folder.edition.region.names, city, other, code, year)


def _wrong_edition(folder: WorkingFolder, member: Member, source: Path) -> Iterator[str]:
    """Yield what in a member's settings is not of this edition."""
    ours, theirs = folder.edition, WorkingFolder(source).edition
    level = Level.PROVINCE if ours.level is Level.NATION else Level.CITY
    pairs = [
        ("code", theirs.code, member.code),
        ("level", theirs.level.value, level.value),
        ("round", theirs.round, ours.round),
        ("data_years", str(list(theirs.data_years)), str(list(ours.data_years))),
    ]
    if ours.level is Level.NATION:
        pairs.append(("cities", _codes(theirs.cities), _codes(member.cities)))
    for key, said, expected in pairs:
        if said != expected:
            yield unfit.other_edition(member, source, key, said, expected)


def _codes(members: Sequence[Member]) -> str:
    return "、".join(sorted(one.code for one in members))
