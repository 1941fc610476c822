"""A province's snapshots, loose and packed: files, bytes, seconds, memory; written to docs/benchmarks-dataset.md.

    uv run --group dev python bench/dataset_run.py TO [--schools 700] [--years 2]

The province is invented: schools in cities of 35, twelve registers (seven forms, four lists, one of persons), the same
seed gives the same rows. Every step is a command of its own, as a user runs it; TO keeps the cities for a second run.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb

from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.register import FieldType, Register, RegisterField
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.pack import Part
from zhibao.snapshot.dataset.rows import Table, shapes, write_rows
from zhibao.snapshot.dataset.shelf import Shelf
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Cell, Row, Submission
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks-dataset.md"
FORMS = "students graduates destinations employment_quality income_by_source teachers_by_title student_aid".split()
LISTS = {"majors": 12, "students_by_major": 12, "training_courses": 25, "research_projects": 10, "teachers": 60}
PER_CITY, SEED, THIS = 35, 8, 2021
LONG_ROWS, LONG_SCHOOLS, LONG_MEMORY = 2_000_000, 200, "256MB"
SETTINGS = """place: 示例{code}市
code: {code}
province: 示例省
outline: city_nine_chapters
round: 示例
label_year: {year}
data_years: [{last}, {year}]
issuer: 示例教育局
issued: {year}-12
"""


@dataclass(frozen=True)
class Step:
    """What a command took: seconds, and the most memory it held, in MB."""

    seconds: float
    memory: float


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("to", type=Path)
    parser.add_argument("--schools", type=int, default=700)
    parser.add_argument("--years", type=int, default=2)
    given = parser.parse_args()
    catalog, cities = load_catalog(), -(-given.schools // PER_CITY)
    folders = [city(given.to / f"C{number:02d}", number, given, catalog) for number in range(cities)]
    where = given.to / "province"
    shutil.rmtree(where, ignore_errors=True)
    found: dict[str, object] = {"schools": given.schools, "years": given.years, "cities": cities}
    before = [one for folder in folders for one in (folder / "store" / "snapshots").rglob("*") if one.is_file()]
    found["store"] = counted(before)
    found["take-in"] = command("take-in", where, *folders)
    found["loose"] = counted(files(where))
    found["count loose"] = asked(where)
    found["pack"] = command("pack", where, "--all")
    found["clean"] = command("clean", where, "--yes", "--grace", "0")
    found["packed"] = counted(files(where))
    found["kinds"] = {top.name: counted(files(top)) for top in sorted(where.iterdir()) if top.name != "drafts"}
    found["count packed"] = asked(where)
    found["prove"] = command("prove", where, "--place", "S0001", "--year", THIS)
    again = resubmitted(folders[0], catalog)
    was = set(files(where))
    found["resubmit"] = command("take-in", where, folders[0])
    found["new files"] = counted(one for one in files(where) if one not in was)
    found["pack after one"] = command("pack", where)
    found["still loose"] = [one.place.code for one in Dataset(where).loose()] == [again]
    found["pack all after one"] = command("pack", where, "--all")
    found["long"] = long_register(given.to / "long")
    (given.to / "found.json").write_text(json.dumps(found, default=vars, indent=1), encoding="utf-8")
    write_page(given.to / "found.json")


def city(folder: Path, number: int, given: argparse.Namespace, catalog: Catalog) -> Path:
    """Freeze a city's schools, once."""
    done = folder / "done"
    if done.is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    text = SETTINGS.format(code=folder.name, year=THIS, last=THIS - 1)
    (folder / "zhibao.yaml").write_text(text, encoding="utf-8")
    store = Store(folder / "store")
    codes = [f"S{one:04d}" for one in range(number * PER_CITY, min((number + 1) * PER_CITY, given.schools))]
    for year in range(THIS - given.years + 1, THIS + 1):
        own = {"schools": tuple(roster(code, one, catalog) for one, code in enumerate(codes))}
        store.freeze(
            Submission(Place(Level.CITY, folder.name, f"示例{folder.name}市", "示例省"), year, own), catalog.registers
        )
        for code in codes:
            store.freeze(school(code, year, catalog), catalog.registers)
    done.touch()
    return folder


def roster(code: str, number: int, catalog: Catalog) -> Row:
    """Return the row of a school in its city's roster."""
    said = {
        "code": code,
        "name": f"示例{code}校",
        "county": f"示例{number % 5}县",
        "ownership": "公办",
        "grade": "其他",
    }
    none = Missing(Meaning.NOT_COLLECTED)
    return {name: {**said, "in_scope": "是"}.get(name, none) for name in catalog.registers["schools"].fields}


def school(code: str, year: int, catalog: Catalog, salt: int = 0) -> Submission:
    """Return what a school hands in for a year."""
    chance = random.Random(f"{SEED} {code} {year} {salt}")
    size = chance.choice((1, 1, 1, 2, 4))
    rows = {name: tuple(made(catalog.registers[name], 1, chance, catalog)) for name in FORMS}
    for name, most in LISTS.items():
        count = 1 + chance.randrange(most * size)
        rows[name] = tuple(made(catalog.registers[name], count, chance, catalog))
    return Submission(Place(Level.SCHOOL, code, f"示例{code}校", "示例县"), year, rows)


def made(register: Register, count: int, chance: random.Random, catalog: Catalog) -> Iterator[Row]:
    """Yield rows with gaps, told apart by their keys."""
    for number in range(count):
        row = {name: cell(field, chance, catalog, number) for name, field in register.fields.items()}
        key = {
            name: f"{register.name}{number}" for name in register.key if register.fields[name].type is FieldType.TEXT
        }
        yield {**row, **key}


def cell(field: RegisterField, chance: random.Random, catalog: Catalog, number: int) -> Cell:
    """Return what may stand in a cell."""
    if chance.random() < 0.05:
        return Missing(chance.choice(tuple(Meaning)))
    match field.type:
        case FieldType.COUNT | FieldType.MEASURE | FieldType.AMOUNT:
            return Known(Fraction(chance.randrange(3000)))
        case FieldType.CODE:
            return chance.choice(tuple(catalog.lists[field.list].items))
        case FieldType.DATE:
            return Missing(Meaning.NOT_COLLECTED)
        case _:
            return f"示例{field.label}{number}{chance.choice('甲乙丙丁')}"


def resubmitted(folder: Path, catalog: Catalog) -> str:
    """Let one school hand in other numbers, and return its code."""
    code = "S0003"
    salt = time.time_ns()
    Store(folder / "store").freeze(school(code, THIS, catalog, salt), catalog.registers)
    return code


def command(name: str, *arguments: object) -> Step:
    """Run a command of a user and return what it took."""
    return run(["-c", "from zhibao.cli.app import main; main()", "dataset", name, *map(str, arguments)])


def run(command: Sequence[str]) -> Step:
    """Run Python and return what it took, asked of a small process between: a child begins with its parent's peak."""
    between = (
        "import os, subprocess, sys, time\n"
        "began = time.perf_counter()\n"
        "started = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "_, status, used = os.wait4(started.pid, 0)\n"
        "assert status == 0, status\n"
        "print(time.perf_counter() - began, used.ru_maxrss / 1024)"
    )
    asked = [sys.executable, "-S", "-c", between, sys.executable, *command]
    told = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, memory = map(float, told.split())
    return Step(seconds, memory)


def asked(where: Path) -> Step:
    """Sum a register over the province, as a reader of the dataset does, and return what it took."""
    began = time.perf_counter()
    dataset = Dataset(where)
    paths = [str(one) for one in dataset.packed("teachers_by_title", (THIS,))]
    paths = paths or [str(one.file("teachers_by_title")) for one in dataset.loose((THIS,)) if "majors" in one.registers]
    with duckdb.connect(":memory:") as reader:
        found = reader.execute("SELECT count(*) FROM read_parquet(?, union_by_name = true)", [paths]).fetchall()
    assert found[0][0] > 0
    return Step(time.perf_counter() - began, 0)


def long_register(folder: Path) -> Mapping[str, object]:
    """Pack a register of millions of rows with little memory, in a process of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    each = LONG_ROWS // LONG_SCHOOLS
    with duckdb.connect(":memory:", config={"threads": "1"}) as writer:
        for number in range(LONG_SCHOOLS):
            cells = ", ".join(f"md5((range * {n + 1} + {number})::VARCHAR) AS c{n}" for n in range(4))
            cells += ", " + ", ".join(f"(range * {n + 7}) % 1000 AS n{n}" for n in range(6))
            writer.execute(
                f"COPY (SELECT {cells} FROM range({each})) TO '{folder}/{number:04d}.parquet' (FORMAT parquet)"
            )
    size = sum(one.stat().st_size for one in folder.iterdir())
    return {"rows": LONG_ROWS, "bytes": size, "limit": LONG_MEMORY, "step": run([__file__, "--long", str(folder)])}


def pack_long(folder: Path) -> None:
    """Write the rows of a long register into one file."""
    paths = sorted(folder.glob("*.parquet"))
    tables = [Table(one.stem, one, LONG_ROWS // LONG_SCHOOLS) for one in paths]
    columns = dict(sorted(shapes(paths[:1])[paths[0]].items()))
    write_rows(Shelf(folder / "shelf"), Part(THIS, "示例省", "long"), None, tables, columns, LONG_MEMORY)


def files(folder: Path) -> list[Path]:
    """Return every file that the dataset keeps."""
    return [one for one in folder.rglob("*") if one.is_file() and "drafts" not in one.parts]


def counted(paths: Sequence[Path] | Iterator[Path]) -> tuple[int, int]:
    """Return how many files there are and their bytes."""
    sizes = [one.stat().st_size for one in paths]
    return len(sizes), sum(sizes)


def write_page(file: Path) -> None:
    """Write the page from what was found."""
    found = json.loads(file.read_text(encoding="utf-8"))
    template = Path(__file__).with_name("dataset_page.md").read_text(encoding="utf-8")
    told: dict[str, str] = {}
    for name, one in found.items():
        key = name.replace(" ", "_").replace("-", "_")
        match one:
            case {"seconds": seconds, "memory": memory}:
                told |= {f"{key}_s": f"{seconds:.1f}", f"{key}_mb": f"{memory:.0f}"}
            case [count, size]:
                told |= {f"{key}_n": f"{count:,}".replace(",", " "), f"{key}_size": f"{size / 1e6:.1f} MB"}
            case bool():
                assert one, "one school of many is not enough to pack a part anew"
            case int():
                told[key] = str(one)
    long = found["long"]
    told |= {"long_rows": f"{long['rows'] / 1e6:.0f}", "long_limit": str(long["limit"])}
    told |= {"long_size": f"{long['bytes'] / 1e6:.0f} MB", "long_s": f"{long['step']['seconds']:.1f}"}
    told |= {"long_mb": f"{long['step']['memory']:.0f}", "cores": str(os.cpu_count())}
    told["kinds"] = "\n".join(
        f"| `{name}/` | {count} | {size / 1e6:.2f} MB |" for name, (count, size) in found["kinds"].items()
    )
    told["less"] = f"{found['loose'][0] / found['packed'][0]:.0f}"
    told["duckdb"] = duckdb.__version__
    PAGE.write_text(template.format(**told), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "--long":
        pack_long(Path(sys.argv[2]))
    else:
        main()
