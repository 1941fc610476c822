"""一次合包: a pack of a part is made: rows register by register, the originals, the index.

What is written has the hash of what it holds as its name. A note under drafts/made says which file was made from what,
so that a run that was ended is taken up where it was.
"""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zhibao.snapshot.dataset.archive import archived, engine, merged, objects_in, originals, sql
from zhibao.snapshot.dataset.heads import Entry
from zhibao.snapshot.dataset.loose import Loose, folder_of, loose_of
from zhibao.snapshot.dataset.pack import Held, Listed, Pack, Part, Rows, index_name, listed
from zhibao.snapshot.dataset.plan import Plan, extra, text_of
from zhibao.snapshot.dataset.rows import Before, Table, made_from, shapes, write_rows
from zhibao.snapshot.dataset.shelf import DRAFTS, Shelf, digest_of
from zhibao.snapshot.drafts import HOUR
from zhibao.snapshot.errors import damaged_file
from zhibao.snapshot.here import MEMORY
from zhibao.terms.progress import Progress, silent

_ARCHIVES = 8
Registers = Mapping[str, Mapping[str, object]]
"""Register → rows and sha256, as a manifest says them."""
Files = Mapping[str, Mapping[str, Path]]
"""Place → register → table file."""
Types = dict[str, dict[str, str]]
"""Register → column → SQL type."""


@dataclass
class Making:
    """一次合包: of what a plan says; `written` and `odd` tell what was done."""

    shelf: Shelf
    plan: Plan
    grace: float
    memory: str = MEMORY
    progress: Progress = silent
    broken: frozenset[str] = frozenset()
    written: list[str] = field(default_factory=list)
    odd: tuple[str, ...] = ()

    def pack(self) -> Pack:
        """Write whatever the pack needs and return what it holds; rows of `broken` registers come from originals."""
        with self.shelf.draft() as folder:
            return self._pack(folder)

    def _pack(self, folder: Path) -> Pack:
        old, plan = self.plan.pack, self.plan
        loose = loose_of(self.shelf, plan.year, plan.province)
        new = {entry.place: self._there(loose, entry) for entry in plan.new}
        files = {**self._paths(new), **self._taken_out(folder)}
        types, self.odd = _agreed(files, {name: dict(rows.columns) for name, rows in old.registers.items()})
        new = {place: one for place, one in new.items() if place not in self.odd}
        known = {one.manifest: one for one in listed(self.shelf, old)}
        said = {place: _registers(known[one.manifest].text) for place, one in plan.held.items()}
        said |= {place: _registers(text_of(self.shelf, one)) for place, one in new.items()}
        names = sorted({name for registers in said.values() for name in registers})
        step = f"合包 {plan.year} {plan.province}"
        registers = {}
        for number, name in enumerate(names):
            self.progress(step, number, len(names))
            registers[name] = self._rows(name, said, files, types.get(name, {}))
        self.progress(step, len(names), len(names))
        held = {one.place: one for one in plan.held.values()}
        held |= {place: Held(place, one.city, one.entry.snapshot, one.entry.manifest) for place, one in new.items()}
        joined = (*new.values(), *extra(plan, loose))
        return self._whole(tuple(held[place] for place in sorted(held)), registers, known, joined)

    def _there(self, loose: Mapping[str, Loose], entry: Entry) -> Loose:
        if entry.manifest not in loose:
            raise damaged_file(f"{self.shelf.path}：{entry.year} {entry.place} {entry.snapshot}")
        return loose[entry.manifest]

    def _paths(self, new: Mapping[str, Loose]) -> Files:
        """Return place → register → table file of what joins."""
        return {
            place: {file.stem: file for file in sorted(folder_of(self.shelf, one).glob("*.parquet"))}
            for place, one in new.items()
        }

    def _taken_out(self, folder: Path) -> Files:
        """Return place → register → table file of the broken registers, taken out of the originals into a folder."""
        pack, found = self.plan.pack, dict[str, dict[str, Path]]()
        places = {one.manifest: place for place, one in self.plan.held.items()} if self.broken else {}
        for manifest, name, content in originals(self.shelf, pack.archives, places) if places else ():
            register, _, ending = name.rpartition(".")
            if ending == "parquet" and register in self.broken:
                file = folder / f"{manifest}-{name}"
                file.write_bytes(content)
                found.setdefault(places[manifest], {})[register] = file
        return found

    def _rows(self, name: str, said: Mapping[str, Registers], files: Files, types: dict[str, str]) -> Rows:
        """Return the rows of a register, written unless there are just these already."""
        plan = self.plan
        old = plan.pack.registers.get(name) if name not in self.broken else None
        handed = {place: one[name] for place, one in said.items() if name in one}
        counts = tuple(int(str(handed[place]["rows"])) if place in handed else 0 for place in sorted(said))
        columns = dict(sorted(types.items()))
        made = made_from(((place, str(one["sha256"])) for place, one in handed.items()), columns)
        if old is not None and old.made_from == made:
            return Rows(old.file, old.bytes, made, counts, columns)
        named = self._noted(name, made)
        if named is None:
            tables = [
                Table(place, files[place][name], int(str(one["rows"])))
                for place, one in handed.items()
                if name in files.get(place, ())
            ]
            stay, before = frozenset(handed) - {one.place for one in tables}, None
            if old is not None and stay:
                before = Before(self.shelf.file(plan.pack.rows_file(name)), old.columns, stay)
            part = Part(plan.year, plan.province, name)
            named = write_rows(self.shelf, part, before, tables, columns, self.memory)
            self._note(made, named)
            self.written.append(part.file(named[0]))
        return Rows(named[0], named[1], made, counts, columns)

    def _noted(self, name: str, made: str) -> tuple[str, int] | None:
        """Return hash and size of a file that a run made of the same within the hour; an older one may be cleaned."""
        note = self.shelf.path / DRAFTS / "made" / made
        try:
            digest, size = note.read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return None
        there = self.shelf.seen(Part(self.plan.year, self.plan.province, name).file(digest))
        return (digest, int(size)) if there is not None and there.age < HOUR else None

    def _note(self, made: str, named: tuple[str, int]) -> None:
        note = self.shelf.path / DRAFTS / "made" / made
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"{named[0]} {named[1]}\n", encoding="ascii")

    def _whole(
        self,
        places: tuple[Held, ...],
        registers: Mapping[str, Rows],
        known: Mapping[str, Listed],
        joined: Sequence[Loose],
    ) -> Pack:
        """Return the pack with its index and originals, which are written."""
        old, now = self.plan.pack, time.time()
        in_force = {one.manifest for one in places}
        left = {
            one.manifest: old.left.get(one.manifest, now)
            for one in known.values()
            if one.manifest not in in_force and not self.plan.is_named(one.manifest, one.snapshot)
        }
        dropped = {manifest for manifest, since in left.items() if now - since > self.grace}
        stay = [one for one in known.values() if one.manifest not in dropped]
        fresh = [one for one in joined if one.entry.manifest not in known]
        rows = [*stay, *(_listed(self.shelf, one) for one in fresh)]
        manifests = {one.manifest for one in rows}
        archives = (*old.archives, *self._archived(fresh))
        if len(archives) > _ARCHIVES or len(dropped) > len(stay):
            archives = (merged(self.shelf, archives, manifests, self.memory),)
        return Pack(
            self.plan.year,
            self.plan.province,
            places,
            registers,
            self._index(rows),
            archives,
            objects_in(self.shelf, archives),
            tuple(sorted({one.definitions for one in rows})),
            tuple(sorted(manifests - in_force)),
            {manifest: since for manifest, since in sorted(left.items()) if manifest not in dropped},
        )

    def _archived(self, fresh: Sequence[Loose]) -> tuple[str, ...]:
        files = [file for one in fresh for file in folder_of(self.shelf, one).iterdir() if file.name != "manifest.json"]
        return (archived(self.shelf, files, self.memory)[0],) if files else ()

    def _index(self, rows: Sequence[Listed]) -> str:
        rows = sorted(rows, key=lambda one: one.manifest)
        columns = ("manifest", "snapshot", "place", "city", "definitions", "content")
        lists = [[getattr(one, name if name != "content" else "text") for one in rows] for name in columns]
        query = ", ".join(f"unnest(?)::VARCHAR AS {name}" for name in columns)
        with engine(self.shelf, self.memory) as (found, folder):
            file = folder / "index.parquet"
            found.execute(f"COPY (SELECT {query}) TO {sql(str(file))} (FORMAT parquet, COMPRESSION zstd)", lists)
            digest = digest_of(file)
            self.shelf.put(index_name(digest), file)
        return digest


def _agreed(new: Files, old: Types) -> tuple[Types, tuple[str, ...]]:
    """Return the columns of every register, and the places that have one of another type than the others.

    What is packed already decides; without it what most have.
    """
    found = shapes([file for files in new.values() for file in files.values()])
    votes: dict[tuple[str, str], Counter[str]] = {}
    for files in new.values():
        for name, file in files.items():
            for column, kind in found[file].items():
                votes.setdefault((name, column), Counter())[kind] += 1
    agreed = {key: min(each, key=lambda kind: (-each[kind], kind)) for key, each in votes.items()}
    agreed |= {(name, column): kind for name, columns in old.items() for column, kind in columns.items()}
    odd = tuple(
        place
        for place, files in sorted(new.items())
        if any(agreed[name, column] != kind for name, file in files.items() for column, kind in found[file].items())
    )
    types = {name: dict(columns) for name, columns in old.items()}
    for place, files in new.items():
        for name, file in files.items():
            if place not in odd:
                types.setdefault(name, {}).update(found[file])
    return types, odd


def _registers(text: str) -> Registers:
    found: Registers = json.loads(text)["registers"]
    return found


def _listed(shelf: Shelf, one: Loose) -> Listed:
    return Listed(
        one.entry.manifest, one.entry.snapshot, one.entry.place, one.city, one.entry.definitions, text_of(shelf, one)
    )
