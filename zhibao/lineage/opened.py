"""打开的发布件: a release with its definitions, settings, data and what it says of every value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.edition import Edition, WorkingFolder
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.lineage.model import Printed
from zhibao.publish.release import PublishError, read_manifest
from zhibao.snapshot.frozen import Snapshot, read_snapshot
from zhibao.terms.place import Region
from zhibao.terms.value import ValueKey

VALUES = "values.json"
_COMPARED = ("state", "printed", "exact", "numerator", "denominator", "estimated", "unit", "label", "systems")
Record = Mapping[str, object]


@dataclass(frozen=True)
class Opened:
    """打开的发布件: `snapshots` by place code and year."""

    path: Path
    catalog: Catalog
    edition: Edition
    snapshots: Mapping[tuple[str, int], Snapshot]
    records: Mapping[ValueKey, Record]

    @property
    def region(self) -> Region:
        """Return the region that it is about."""
        return self.edition.region

    @cached_property
    def own(self) -> Mapping[tuple[str, int], Snapshot]:
        """Return the cities' own snapshots, which hold the rosters."""
        return {spot: one for spot, one in self.snapshots.items() if spot[0] in self.region.cities}

    def printed(self, key: ValueKey) -> Printed | None:
        """Return what the release says of a value; None when it says nothing."""
        record = self.records.get(key)
        if record is None:
            return None
        return Printed(*(str(record[name]) for name in ("printed", "exact", "state", "unit", "label")))

    def name(self, code: str) -> str:
        """Return what a place is called."""
        return self._names.get(code, code)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {key.place: str(record["name"]) for key, record in self.records.items()}


def open_release(path: Path) -> Opened:
    """Return a release.

    Raises: PublishError, when the folder is none; CatalogError and SnapshotError for what is faulty in it.
    """
    read_manifest(path)
    folder = WorkingFolder(path)
    chapters = {folder.edition.outline: folder.outline} if folder.outline.is_dir() else {}
    try:
        records = json.loads((path / VALUES).read_text(encoding="utf-8"))
        by_key = {
            ValueKey(str(one["indicator"]), str(one["place"]), int(one["year"]), str(one["member"])): one
            for one in records
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{path}：{VALUES} 缺失或损坏。请先运行 zhibao verify {path}。") from error
    snapshots = [read_snapshot(one) for one in sorted((path / "snapshots").iterdir())]
    catalog = load_catalog(chapters=chapters, base=folder.catalog)
    return Opened(
        path, catalog, folder.edition, {(one.place.code, one.year): one for one in _counted(snapshots, folder)}, by_key
    )


def differ(before: Record | None, after: Record | None) -> bool:
    """Say whether two releases tell a value otherwise."""
    if before is None or after is None:
        return before is not after
    return any(before.get(name) != after.get(name) for name in _COMPARED)


def _counted(snapshots: list[Snapshot], folder: WorkingFolder) -> list[Snapshot]:
    """Leave out what schools handed in for history years, which only checks look at."""
    cities = folder.edition.region.cities
    with_roster = {one.year for one in snapshots if one.place.code in cities and ROSTER in one.registers}
    return [one for one in snapshots if one.place.code in cities or one.year in with_roster]
