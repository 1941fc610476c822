"""散件: snapshots as they came, each a folder of its own, until they are packed.

loose/<year>/<province>/<manifest>/<snapshot>/manifest.json, <register>.parquet, <register>.personal.json
loose/<year>/<province>/<manifest>/about.json      whose it is; written last
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zhibao.snapshot.dataset.heads import Entry
from zhibao.snapshot.dataset.shelf import Shelf
from zhibao.snapshot.errors import damaged_file
from zhibao.snapshot.frozen import Snapshot

LOOSE, ABOUT = "loose", "about.json"


@dataclass(frozen=True, slots=True)
class Loose:
    """散件: a snapshot that lies in a folder of its own, and the city that it came from."""

    entry: Entry
    city: str
    province: str

    @property
    def name(self) -> str:
        """Return the name of its folder."""
        return loose_name(self.entry.year, self.province, self.entry.manifest)


def loose_name(year: int, province: str, manifest: str) -> str:
    """Return the name of the folder of a snapshot."""
    return f"{LOOSE}/{year}/{province}/{manifest}"


def entry_of(snapshot: Snapshot, definitions: str) -> Entry:
    """Return how a dataset names a snapshot."""
    manifest = sha256((snapshot.folder / "manifest.json").read_bytes()).hexdigest()
    return Entry(snapshot.place.code, snapshot.year, snapshot.id, manifest, definitions)


def put_loose(shelf: Shelf, snapshot: Snapshot, entry: Entry, city: str, province: str) -> Loose:
    """Copy the files of a snapshot into a dataset, byte for byte."""
    found = Loose(entry, city, province)
    with shelf.draft() as folder:
        whole = folder / "whole"
        shutil.copytree(snapshot.folder, whole / entry.snapshot)
        about = {"place": entry.place, "snapshot": entry.snapshot, "definitions": entry.definitions, "city": city}
        (whole / ABOUT).write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")
        shelf.put_folder(found.name, whole, ABOUT)
    return found


def loose_of(shelf: Shelf, year: int, province: str) -> Mapping[str, Loose]:
    """Return manifest → snapshot of everything that lies loose in a part."""
    found: dict[str, Loose] = {}
    for name in shelf.names(f"{LOOSE}/{year}/{province}"):
        if name.endswith(f"/{ABOUT}"):
            manifest = name.split("/")[3]
            found[manifest] = read_loose(shelf, year, province, manifest)
    return found


def read_loose(shelf: Shelf, year: int, province: str, manifest: str) -> Loose:
    """Return a loose snapshot by its manifest; raises SnapshotError when it is not there."""
    name = f"{loose_name(year, province, manifest)}/{ABOUT}"
    said = shelf.look(name)
    try:
        about = json.loads(said.text if said else "")
        entry = Entry(str(about["place"]), year, str(about["snapshot"]), manifest, str(about["definitions"]))
        return Loose(entry, str(about["city"]), province)
    except (KeyError, TypeError, ValueError) as error:
        raise damaged_file(shelf.path / name) from error


def folder_of(shelf: Shelf, loose: Loose) -> Path:
    """Return the folder of a loose snapshot on this disk, as it was handed in."""
    return shelf.folder(loose.name, ABOUT) / loose.entry.snapshot
