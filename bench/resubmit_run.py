"""One school of a nation hands in anew: how long until the values of its city and of the nation stand again.

    uv run --group dev python bench/resubmit_run.py FOLDER [--schools 9800] [--years 2] [--rounds 5]

The first run writes the nation: invented schools in 31 provinces, twelve registers each, as frozen snapshots, and works
everything out once. Then, round by round, one school hands in other numbers, and a process of its own opens the folder
and computes all indicators for the school's city, its province and the nation. Nothing is kept in memory between
rounds; every process starts anew. Beside the seconds stand those of the processor, which a busy machine changes little,
and what was done (schools read, nodes joined).
"""

import argparse
import hashlib
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.register import Register
from zhibao.compute import compute
from zhibao.compute.kept_values import KeptTables
from zhibao.compute.values import wanted_aggregates
from zhibao.snapshot import parquet
from zhibao.snapshot.frozen import Sealed, content_id, manifest_text
from zhibao.snapshot.head import Head
from zhibao.snapshot.in_force import InForce
from zhibao.snapshot.kept import Kept
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Cell, Row, Submission
from zhibao.terms.place import Level, Place, Region
from zhibao.terms.value import Known, Meaning, Missing

FORMS = ("students", "graduates", "staff", "employment_quality", "further_study", "facilities", "student_aid",
         "social_service")  # fmt: skip
LISTS = {"majors": 8, "awards": 12, "students_by_major": 8, "enterprises": 30}
PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
CITIES, COUNTIES, VARIANTS, SEED = 11, 9, 24, 8
LAST = 2021


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark, or one round of it, and print what it took."""
    parser = argparse.ArgumentParser(description="Measure how fast the values of a nation stand again.")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--schools", type=int, default=9_800)
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--round", dest="place", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.place:
        print(json.dumps(one_round(asked.folder, asked.place)))
        return 0
    if not (asked.folder / "region.json").is_file():
        began = time.perf_counter()
        write(asked.folder, asked.schools, asked.years)
        print(f"written: {asked.schools} schools, {asked.years} years, {time.perf_counter() - began:.0f} s", flush=True)
    first = _in_a_process(asked.folder, "all")
    size = sum(file.stat().st_size for file in (asked.folder / "store" / "kept").iterdir()) / 1e6
    print(f"first: {first['seconds']:.1f} s, {first['schools']} schools read, {size:.0f} MB kept", flush=True)
    rounds = []
    chance = random.Random()
    places = [place for place, _ in _schools(asked.schools)]
    for _ in range(asked.rounds):
        place = chance.choice(places)
        resubmit(asked.folder, place)
        rounds.append(_in_a_process(asked.folder, place.code))
        print(json.dumps(rounds[-1], ensure_ascii=False), flush=True)
    for name in ("seconds", "processor", "whole process"):
        told = [one[name] for one in rounds]
        print(f"{name}: median {statistics.median(told):.2f}, {min(told):.2f} to {max(told):.2f}")
    return 0


def one_round(folder: Path, place: str) -> dict[str, float | str]:
    """Open the folder and compute; `place` is the school that handed in anew, or all."""
    catalog = load_catalog()
    names = list(catalog.indicators)
    wanted = wanted_aggregates(catalog, [catalog.indicators[name] for name in names])
    marks: dict[str, float | str] = {}
    began, worked, last = time.perf_counter(), time.process_time(), time.process_time()

    def mark(name: str) -> None:
        nonlocal last
        now = time.process_time()
        marks[f"processor: {name}"], last = round(now - last, 3), now

    region, city = _region(folder, place)
    kept = Kept(folder / "store" / "kept" / "values.sqlite")
    in_force = InForce.of_store(Store(folder / "store"), range(LAST - 5, LAST + 1), kept)
    mark("who is in force")
    only = (city, region.above(city, Level.PROVINCE), region.place.code) if city else (region.place.code,)
    tables = KeptTables(in_force, catalog.registers, region, kept, only)
    mark("rosters and tree")
    tables.prepare(wanted)
    mark("sums")
    values = compute(tables, catalog, names)
    mark("values")
    marks["seconds"] = round(time.perf_counter() - began, 3)
    marks["processor"] = round(time.process_time() - worked, 3)
    work = tables.work
    marks |= {"schools": len(work.read), "aggregates": work.aggregates, "joined": work.joined, "parts": work.parts}
    marks["computed"] = len(values)
    return marks


def write(folder: Path, schools: int, years: int) -> None:
    """Write every snapshot and who is in force."""
    catalog, listed = load_catalog(), _schools(schools)
    for year in range(LAST - years + 1, LAST + 1):
        books = _Books(folder / "store", catalog, year)
        rosters: dict[str, list[Row]] = {}
        for number, (place, city) in enumerate(listed):
            chance = random.Random(f"{SEED} {year} {place.code}")
            rows = {name: [books.variant(name, chance)] for name in FORMS}
            rows |= {name: books.listed(name, chance) for name in LISTS}
            books.freeze(place, rows)
            rosters.setdefault(city, []).append(_on_roster(place))
            if number % 1000 == 0:
                print(f"{year}: {number}", file=sys.stderr, flush=True)
        for city, roster in rosters.items():
            books.freeze(Place(Level.CITY, city, f"示例市{city}"), {"schools": roster})
    cities = dict.fromkeys(city for _, city in listed)
    (folder / "region.json").write_text(json.dumps({"cities": list(cities), "of": {p.code: c for p, c in listed}}))


def resubmit(folder: Path, place: Place) -> None:
    """Let a school hand in other numbers for this year, as a submission that is frozen."""
    catalog, chance = load_catalog(), random.Random()
    books = _Books(folder / "store", catalog, LAST)
    rows = {name: [books.variant(name, chance)] for name in FORMS} | {
        name: books.listed(name, chance) for name in LISTS
    }
    Store(folder / "store").freeze(Submission(place, LAST, rows), catalog.registers)


class _Books:
    """What schools hand in: rows from a stock of variants, written once each and copied."""

    def __init__(self, store: Path, catalog: Catalog, year: int) -> None:
        self.store, self.registers, self.year = store, catalog.registers, year
        self._files: dict[tuple[int, ...], tuple[bytes, str]] = {}
        self._stock: dict[str, list[Row]] = {}
        self._lists: dict[str, list[list[Row]]] = {}

    def variant(self, name: str, chance: random.Random) -> Row:
        """Return one of some rows of a form."""
        if name not in self._stock:
            made = random.Random(f"{SEED} {name}")
            self._stock[name] = [_row(self.registers[name], made) for _ in range(VARIANTS)]
        return chance.choice(self._stock[name])

    def listed(self, name: str, chance: random.Random) -> list[Row]:
        """Return the rows of a list; enterprises are those of the school, so that the nation has very many."""
        if name == "enterprises":
            return [_row(self.registers[name], chance) for _ in range(LISTS[name])]
        if name not in self._lists:
            self._lists[name] = [[self.variant(name, chance) for _ in range(LISTS[name])] for _ in range(VARIANTS)]
        return chance.choice(self._lists[name])

    def freeze(self, place: Place, rows: Mapping[str, list[Row]]) -> None:
        """Write a snapshot as the store does, without waiting for the disk each time, and put it in force."""
        submission = Submission(place, self.year, rows)
        identity = content_id(submission, self.registers)
        home = self.store / "snapshots" / identity
        home.mkdir(parents=True)
        files = {}
        for name, some in rows.items():
            content, digest = self._written(name, some)
            (home / f"{name}.parquet").write_bytes(content)
            files[name] = {"rows": len(some), "sha256": digest}
        (home / "manifest.json").write_text(manifest_text(submission, identity, files, Sealed("", {})))
        head = self.store / "heads" / str(self.year) / f"{place.code}.json"
        head.parent.mkdir(parents=True, exist_ok=True)
        head.write_text(Head(identity, identity, ()).text())

    def _written(self, name: str, rows: list[Row]) -> tuple[bytes, str]:
        key = (hash(name), *map(id, rows))
        if key not in self._files:
            path = self.store / f"{name}.tmp.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            parquet.write(path, self.registers[name], rows)
            content = path.read_bytes()
            path.unlink()
            if name in ("enterprises", "schools"):
                return content, hashlib.sha256(content).hexdigest()
            self._files[key] = content, hashlib.sha256(content).hexdigest()
        return self._files[key]


def _row(register: Register, chance: random.Random) -> Row:
    row: dict[str, Cell] = {}
    for name, field in register.fields.items():
        if field.type.is_number:
            gap = chance.random() < 0.002
            row[name] = Missing(Meaning.NOT_APPLICABLE) if gap else Known(Fraction(chance.randrange(4_000)))
        elif field.type == "date":
            row[name] = Missing(Meaning.NOT_APPLICABLE)
        elif name == "credit_code":
            row[name] = f"91{chance.randrange(10**16):016}"
        else:
            row[name] = f"示例{chance.randrange(60)}"
    return row


def _schools(count: int) -> list[tuple[Place, str]]:
    chance = random.Random(f"{SEED} schools")
    made = []
    for number in range(count):
        city = f"{chance.choice(PROVINCES)}{chance.randrange(CITIES) + 1:02}00"
        place = Place(
            Level.SCHOOL, f"{city[:4]}{number:05}", f"示例学校{number}", f"示例{chance.randrange(COUNTIES)}县"
        )
        made.append((place, city))
    return made


def _on_roster(place: Place) -> Row:
    told = {"code": place.code, "name": place.name, "county": place.within, "ownership": "公办", "grade": "其他"}
    return {**told, "in_scope": "是"}


def _region(folder: Path, place: str) -> tuple[Region, str]:
    told = json.loads((folder / "region.json").read_text())
    provinces = [Place(Level.PROVINCE, f"{one}0000", f"示例省{one}", "CN") for one in PROVINCES]
    cities = [Place(Level.CITY, one, f"示例市{one}", f"{one[:2]}0000") for one in sorted(told["cities"])]
    return Region(Place(Level.NATION, "CN", "示例国"), (*provinces, *cities)), told["of"].get(place, "")


def _in_a_process(folder: Path, place: str) -> dict[str, float]:
    began = time.perf_counter()
    command = [sys.executable, __file__, str(folder), "--round", place]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told | {"whole process": round(time.perf_counter() - began, 3)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
