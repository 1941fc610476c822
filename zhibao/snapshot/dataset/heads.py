"""在用的封存: which snapshot of each place and year is in force in a dataset; one small file per city and year.

heads/<year>/<city>.json      the snapshots in force of a city and its schools
parts/<year>/<province>.json  the pack that holds most of them
releases/<digest>.json        what a release rests on
keep/<snapshot>.json          what somebody wants kept
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zhibao.snapshot.dataset.shelf import Shelf
from zhibao.snapshot.errors import SnapshotError, damaged_head
from zhibao.terms.place import Level, Place

HEADS, PARTS, RELEASES, KEEP = "heads", "parts", "releases", "keep"
_TRIES = 200
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """在册: a snapshot of a place and year: its id, the hash of its manifest, and that of its registers' definitions.

    A snapshot may have two manifests: of all that was handed in, and of what a release holds of it.
    """

    place: str
    year: int
    snapshot: str
    manifest: str
    definitions: str


@dataclass(frozen=True, slots=True)
class Head:
    """一市一年: who is in force there, by place."""

    city: Place
    year: int
    province: str
    places: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the name of the file that says so."""
        return f"{HEADS}/{self.year}/{self.city.code}.json"

    @property
    def part(self) -> tuple[int, str]:
        """Return the part of the dataset that it belongs to: year and province."""
        return self.year, self.province

    def text(self) -> str:
        """Return what the file says."""
        city = {"level": self.city.level.value, "code": self.city.code, "name": self.city.name}
        places = {code: [one.snapshot, one.manifest, one.definitions] for code, one in sorted(self.places.items())}
        return _json({"city": city, "year": self.year, "province": self.province, "places": places})


@dataclass(frozen=True, slots=True)
class Kept:
    """留存: a release, or the wish of a person, and the snapshots that stay for it."""

    name: str
    why: str
    entries: tuple[Entry, ...] = ()
    snapshots: tuple[str, ...] = ()


def province_name(province: str) -> str:
    """Return a province as it stands in names of files."""
    return re.sub(r"[^\w-]", "_", province) or "_"


def heads(shelf: Shelf, years: Iterable[int] = ()) -> tuple[Head, ...]:
    """Return every head, by year and city; of all years when none is named."""
    starts = [f"{HEADS}/{year}" for year in sorted(set(years))] or [HEADS]
    found = {name: text for start in starts for name, text in shelf.texts(start).items()}
    return tuple(_head_of(name, text) for name, text in sorted(found.items()))


def head_of(shelf: Shelf, city: Place, year: int) -> Head | None:
    """Return the head of a city and year; None before its first snapshot."""
    name = Head(city, year, "").name
    said = shelf.look(name)
    return _head_of(name, said.text) if said else None


def put_in_force(shelf: Shelf, city: Place, year: int, entries: Iterable[Entry]) -> Head:
    """Make snapshots those in force; what others put in force meanwhile for other places stays.

    A city's province is that of its first snapshot of the year: it says in which part the rows lie.
    """
    given = {one.place: one for one in entries}

    def changed(text: str | None) -> str:
        head = _head_of("", text) if text else Head(city, year, province_name(city.within))
        return replace(head, places={**head.places, **given}).text()

    return _head_of("", change(shelf, Head(city, year, "").name, changed))


def pack_of(shelf: Shelf, year: int, province: str) -> str:
    """Return the hash of the pack of a year and province; '' when there is none yet."""
    said = shelf.look(part_name(year, province))
    return _pack_of(said.text) if said else ""


def packs(shelf: Shelf, years: Iterable[int] = ()) -> Mapping[tuple[int, str], str]:
    """Return (year, province) → the hash of the pack there."""
    starts = [f"{PARTS}/{year}" for year in sorted(set(years))] or [PARTS]
    found = {name: text for start in starts for name, text in shelf.texts(start).items()}
    split = {name: name.removesuffix(".json").split("/") for name in found}
    return {(int(parts[1]), parts[2]): _pack_of(found[name]) for name, parts in split.items()}


def part_name(year: int, province: str) -> str:
    """Return the name of the file that names a pack."""
    return f"{PARTS}/{year}/{province}.json"


def point_to_pack(shelf: Shelf, year: int, province: str, before: str, pack: str) -> bool:
    """Put a pack in the place of the one before it; say whether nobody else had done so."""
    said = shelf.look(part_name(year, province))
    now = _pack_of(said.text) if said else ""
    if now == pack:
        return True
    return now == before and shelf.swap(part_name(year, province), said, _json({"pack": pack}))


def keep_release(shelf: Shelf, digest: str, why: str, entries: Iterable[Entry]) -> None:
    """Record what a release rests on, so that it stays."""
    told = [[one.place, one.year, one.snapshot, one.manifest, one.definitions] for one in sorted(entries)]
    change(shelf, f"{RELEASES}/{digest}.json", lambda _: _json({"why": why, "entries": told}))


def keep_snapshot(shelf: Shelf, snapshot: str, why: str) -> None:
    """Record that a snapshot is to stay, in all its forms."""
    change(shelf, f"{KEEP}/{snapshot}.json", lambda _: _json({"why": why}))


def kept(shelf: Shelf) -> tuple[Kept, ...]:
    """Return every release and every wish."""
    found = []
    for name, text in shelf.texts(RELEASES).items():
        said = _said(name, text)
        try:
            entries = tuple(Entry(str(a), int(b), str(c), str(d), str(e)) for a, b, c, d, e in said["entries"])
            found.append(Kept(name, str(said["why"]), entries))
        except (KeyError, TypeError, ValueError) as error:
            raise damaged_head(name) from error
    for name, text in shelf.texts(KEEP).items():
        code = name.rpartition("/")[2].removesuffix(".json")
        found.append(Kept(name, str(_said(name, text).get("why", "")), (), (code,)))
    return tuple(found)


def change(shelf: Shelf, name: str, changed: Callable[[str | None], str]) -> str:
    """Change a small file until nobody came in between; return what it says then.

    `changed` is told what it says now and returns what it shall say; it may be asked several times.
    """
    for _ in range(_TRIES):
        said = shelf.look(name)
        text = changed(said.text if said else None)
        if (said and said.text == text) or shelf.swap(name, said, text):
            return text
    raise SnapshotError(f"{name}：一直有别的程序在改这个文件，没有写成。数据没有丢失，请稍后再试。")


def _head_of(name: str, text: str) -> Head:
    said = _said(name, text)
    try:
        year = int(said["year"])
        city = Place(Level(said["city"]["level"]), str(said["city"]["code"]), str(said["city"]["name"]))
        places = {code: Entry(code, year, *map(str, ids)) for code, ids in said["places"].items()}
        if not all(_SHA.fullmatch(one) for entry in places.values() for one in (entry.snapshot, entry.manifest)):
            raise ValueError("no id of a snapshot")
        return Head(city, year, str(said["province"]), places)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged_head(name) from error


def _pack_of(text: str) -> str:
    pack = str(_said(PARTS, text).get("pack", ""))
    if not _SHA.fullmatch(pack):
        raise damaged_head(PARTS)
    return pack


def _said(name: str, text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise damaged_head(name) from error
    if not isinstance(said, dict):
        raise damaged_head(name)
    return said


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
