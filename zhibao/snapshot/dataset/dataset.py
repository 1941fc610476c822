"""数据集: the snapshots of many cities: who is in force, in few files, each provable as it was handed in.

A snapshot arrives loose, in a folder of its own, and is packed with the others of its province and year when there are
enough (packing). Readers take the rows of packs, and what lies loose beside them: what is loose hides the rows
that a pack still has of the same place and year.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zhibao.snapshot.dataset.archive import originals, originals_of
from zhibao.snapshot.dataset.heads import (
    Entry,
    Head,
    head_of,
    heads,
    keep_release,
    keep_snapshot,
    kept,
    packs,
    province_name,
    put_in_force,
)
from zhibao.snapshot.dataset.loose import ABOUT, Loose, entry_of, folder_of, loose_name, loose_of, put_loose, read_loose
from zhibao.snapshot.dataset.pack import Listed, Pack, definitions_name, listed, read_pack
from zhibao.snapshot.dataset.packing import GRACE, Packed, pack_part
from zhibao.snapshot.dataset.plan import Plan, claimed_twice, is_due, named, plan
from zhibao.snapshot.dataset.shelf import shelf
from zhibao.snapshot.dataset.sources import Source
from zhibao.snapshot.errors import SnapshotError, damaged_file
from zhibao.snapshot.frozen import Snapshot, read_snapshot, snapshot_said
from zhibao.snapshot.here import MEMORY
from zhibao.snapshot.proved_together import damaged
from zhibao.terms.place import Place
from zhibao.terms.progress import Progress, silent

RESTORED = "restored"
_FEW = 3
"""So many snapshots are taken out of a pack one by one; when more are wanted, all are."""


@dataclass(frozen=True)
class TakenIn:
    """交来的结果: the city, its years, how many snapshots were new in force, and how many were so already."""

    city: Place
    years: tuple[int, ...]
    new: int
    same: int


@dataclass(frozen=True, slots=True)
class Standing:
    """一份的现状: a snapshot in force, whose it is, and whether its rows are in a pack."""

    entry: Entry
    city: str
    province: str
    is_packed: bool


class Dataset:
    """数据集: opened on a folder, or on the bucket that the settings name with the folder in front of it.

    What it says of who is in force is of one moment; `again` looks anew.
    """

    def __init__(self, path: Path) -> None:
        """Open a dataset; the folder appears with the first snapshot."""
        self.path = path
        self.shelf = shelf(path)
        self._plans: dict[tuple[int, ...], tuple[Plan, ...]] = {}
        self._asked_for: Counter[str] = Counter()

    def again(self) -> None:
        """Forget what was in force, so that the next question looks again."""
        self._plans.clear()
        self._asked_for.clear()

    def take_in(self, source: Source, progress: Progress = silent) -> TakenIn:
        """Take over the snapshots of a city and put them in force; the same again changes nothing.

        Bytes stay as they are. Each new snapshot proves itself before anything is put in force; of a release it is
        noted what it rests on, and what lies here whole stays in force.
        Raises: SnapshotError, when one is damaged, or a school was handed in by another city.
        """
        city, years = source.city, tuple(sorted({one.year for one in source.snapshots}))
        definitions = sha256(source.definitions.encode()).hexdigest()
        before = {year: head_of(self.shelf, city, year) for year in years}
        self._refuse_others(source, {year: set(head.places) if head else set() for year, head in before.items()})
        entries: dict[int, list[Entry]] = {year: [] for year in years}
        rests_on, new = [], 0
        told = {one.folder: entry_of(one, definitions) for one in source.snapshots}
        fresh = [one for one in source.snapshots if not _is_there(before[one.year], told[one.folder])]
        for fault in damaged(fresh, source.registers):
            raise SnapshotError(f"{source.path}：{fault}。没有收进数据集，请从备份恢复后再交。")
        for number, one in enumerate(source.snapshots):
            progress("收进数据集", number, len(source.snapshots))
            entry, head = told[one.folder], before[one.year]
            now = head.places.get(entry.place) if head else None
            if now is not None and _is_there(head, entry):
                rests_on.append(now)
                continue
            province = head.province if head else province_name(city.within)
            put_loose(self.shelf, one, entry, city.code, province)
            rests_on.append(entry)
            # 发布件里的一份不全，只留作依据；同一份已经全了的，照旧在用。
            if now is None or now.snapshot != entry.snapshot or not source.release:
                entries[one.year].append(entry)
                new += 1
        progress("收进数据集", len(source.snapshots), len(source.snapshots))
        self.shelf.put_text(definitions_name(definitions), source.definitions)
        if source.release:
            keep_release(self.shelf, source.release, f"{city.name}的发布件 {source.path.name}", rests_on)
        for year, each in entries.items():
            if each:
                put_in_force(self.shelf, city, year, each)
        self.again()
        return TakenIn(city, years, new, len(source.snapshots) - new)

    def _refuse_others(self, source: Source, known: Mapping[int, set[str]]) -> None:
        """Raise SnapshotError when a place that is new to a city is another's already."""
        fresh = {(one.place.code, one.year) for one in source.snapshots} - {
            (place, year) for year, places in known.items() for place in places
        }
        if fresh:
            for head in heads(self.shelf, {year for _, year in fresh}):
                for place in head.places if head.city.code != source.city.code else ():
                    if (place, head.year) in fresh:
                        raise claimed_twice(place, head.year, head.city.code, source.city.code)

    def keep(self, snapshot: str, why: str) -> None:
        """Let a snapshot stay, whatever comes after it."""
        if not self.find(snapshot):
            raise SnapshotError(f"{self.path}：数据集里没有封存 {snapshot}，没有记下。")
        keep_snapshot(self.shelf, snapshot, why)

    def plans(self, years: Iterable[int] = ()) -> tuple[Plan, ...]:
        """Return how every part of some years stands, of all when none is named."""
        wanted = tuple(sorted(set(years)))
        if wanted not in self._plans:
            found = heads(self.shelf, wanted)
            parts = sorted({one.part for one in found} | set(packs(self.shelf, wanted)))
            names = named(kept(self.shelf))
            self._plans[wanted] = tuple(plan(self.shelf, *part, found, names) for part in parts)
        return self._plans[wanted]

    def standing(self, years: Iterable[int] = ()) -> tuple[Standing, ...]:
        """Return who is in force, by year, province and place."""
        return tuple(
            Standing(entry, city, one.province, place in one.held)
            for one in self.plans(years)
            for place, (city, entry) in sorted(one.wanted.items())
        )

    def packed(self, register: str, years: Iterable[int] = ()) -> tuple[Path, ...]:
        """Return the files with the packed rows of a register: place, year, and the register's own columns.

        A row counts unless its place and year are among the `hidden`.
        """
        return tuple(
            self.shelf.file(one.pack.rows_file(register)) for one in self.plans(years) if register in one.pack.registers
        )

    def hidden(self, years: Iterable[int] = ()) -> frozenset[tuple[str, int]]:
        """Return (place, year) of packed rows that are no longer in force."""
        return frozenset((place, one.year) for one in self.plans(years) for place in one.gone)

    def loose(self, years: Iterable[int] = ()) -> tuple[Snapshot, ...]:
        """Return the snapshots in force whose rows are in no pack."""
        return tuple(self.snapshot(one.province, entry) for one in self.plans(years) for entry in one.new)

    def packed_snapshots(self, years: Iterable[int] = ()) -> tuple[Snapshot, ...]:
        """Return the snapshots in force whose rows are in packs, told by their manifests; their files are not there.

        `snapshot` brings the files of one.
        """
        found = []
        for one in self.plans(years):
            texts = {told.manifest: told.text for told in listed(self.shelf, one.pack)}
            for held in one.held.values():
                found.append(snapshot_said(texts[held.manifest], self._restored(held.manifest, held.snapshot)))
        return tuple(found)

    def loose_in(self, year: int, province: str) -> Mapping[str, Loose]:
        """Return manifest → snapshot of everything that lies loose in a part, in force or not."""
        return loose_of(self.shelf, year, province)

    def find(self, snapshot: str = "", place: str = "", year: int = 0) -> tuple[tuple[str, Entry], ...]:
        """Return (province, snapshot) of everything with an id, in force or not; or of what a place has in force."""
        if not snapshot:
            return tuple((one.province, one.entry) for one in self.standing((year,)) if one.entry.place == place)
        found: dict[str, tuple[str, Entry]] = {}
        for one in self.plans():
            for manifest, each in loose_of(self.shelf, one.year, one.province).items():
                if each.entry.snapshot == snapshot:
                    found[manifest] = one.province, each.entry
            for told in listed(self.shelf, one.pack, snapshot=snapshot):
                found[told.manifest] = one.province, _entry(told, one.year)
        return tuple(found[manifest] for manifest in sorted(found))

    def ids(self, start: str) -> tuple[str, ...]:
        """Return the ids of snapshots that begin so, in force or not."""
        found: set[str] = set()
        for one in self.plans():
            found |= {each.entry.snapshot for each in self.loose_in(one.year, one.province).values()}
            found |= {told.snapshot for told in listed(self.shelf, one.pack)}
        return tuple(sorted(one for one in found if one.startswith(start)))

    def snapshot(self, province: str, entry: Entry) -> Snapshot:
        """Return a snapshot with its files as they were handed in, brought out of the pack when it is not loose.

        Raises: SnapshotError, when it is nowhere, or not what it was.
        """
        if self.shelf.has(f"{loose_name(entry.year, province, entry.manifest)}/{ABOUT}"):
            return read_snapshot(folder_of(self.shelf, read_loose(self.shelf, entry.year, province, entry.manifest)))
        place = self._restored(entry.manifest, entry.snapshot)
        if not (place / "manifest.json").is_file():
            self.restore(province, entry, place)
        return read_snapshot(place)

    def with_files(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot with its files at hand, taken out of the pack that it is in."""
        if (snapshot.folder / "manifest.json").is_file():
            return snapshot
        code = snapshot.place.code
        for one in self.plans((snapshot.year,)):
            if code in one.wanted and one.wanted[code][1].snapshot == snapshot.id:
                self._asked_for[one.before] += 1
                if code in one.held and self._asked_for[one.before] > _FEW:
                    self._bring_out(one)
                return self.snapshot(one.province, one.wanted[code][1])
        raise damaged_file(f"{self.path}：{snapshot.id}")

    def _bring_out(self, one: Plan) -> None:
        """Bring all files of what a part has packed out of it, reading the originals once."""
        there = {held.manifest: self._restored(held.manifest, held.snapshot) for held in one.held.values()}
        texts = {told.manifest: told.text for told in listed(self.shelf, one.pack, sorted(there))}
        with self.shelf.draft() as folder:
            for manifest, text in texts.items():
                (folder / manifest).mkdir()
                (folder / manifest / "manifest.json").write_text(text, encoding="utf-8")
            for manifest, name, content in originals(self.shelf, one.pack.archives, there):
                (folder / manifest / name).write_bytes(content)
            for manifest, place in there.items():
                if not place.is_dir():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.move(folder / manifest, place)

    def restore(self, province: str, entry: Entry, to: Path) -> None:
        """Write the original files of a snapshot into a new folder; raises SnapshotError when they are not whole."""
        if self.shelf.has(f"{loose_name(entry.year, province, entry.manifest)}/{ABOUT}"):
            loose = read_loose(self.shelf, entry.year, province, entry.manifest)
            files = {one.name: one.read_bytes() for one in folder_of(self.shelf, loose).iterdir()}
        else:
            files = dict(self._packed_files(province, entry))
        if sha256(files.get("manifest.json", b"")).hexdigest() != entry.manifest:
            raise damaged_file(f"{self.path}：{entry.snapshot}")
        with self.shelf.draft() as folder:
            (folder / "whole").mkdir()
            for name, content in files.items():
                (folder / "whole" / name).write_bytes(content)
            to.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.move(folder / "whole", to)
            except OSError:
                if not to.is_dir():
                    raise

    def _packed_files(self, province: str, entry: Entry) -> Mapping[str, bytes]:
        found = packs(self.shelf, (entry.year,)).get((entry.year, province))
        pack = read_pack(self.shelf, found) if found else Pack(entry.year, province)
        told = listed(self.shelf, pack, (entry.manifest,))
        if not told:
            raise damaged_file(f"{self.path}：{entry.year} {entry.place} {entry.snapshot}")
        return {"manifest.json": told[0].text.encode(), **originals_of(self.shelf, pack.archives, entry.manifest)}

    def pack(
        self,
        years: Iterable[int] = (),
        *,
        everything: bool = False,
        repair: bool = False,
        grace: float = GRACE,
        memory: str = MEMORY,
        progress: Progress = silent,
    ) -> tuple[Packed, ...]:
        """Pack what lies loose, part by part, where there is enough of it; `everything` packs the rest too.

        With `repair` files of rows that are not what they were are made again from the originals.
        """
        parts = [(one.year, one.province) for one in self.plans(years)]
        done = tuple(
            pack_part(
                self.shelf, *part, everything=everything, repair=repair, grace=grace, memory=memory, progress=progress
            )
            for part in parts
        )
        self.again()
        return done

    def is_due(self, one: Plan) -> bool:
        """Say whether so much lies loose in a part that `pack` would pack it."""
        return is_due(self.shelf, one)

    def _restored(self, manifest: str, snapshot: str) -> Path:
        return self.path / RESTORED / manifest / snapshot


def _is_there(head: Head | None, entry: Entry) -> bool:
    """Say whether the very snapshot is in force already."""
    now = head.places.get(entry.place) if head else None
    return now is not None and now.manifest == entry.manifest


def _entry(told: Listed, year: int) -> Entry:
    return Entry(told.place, year, told.snapshot, told.manifest, told.definitions)
