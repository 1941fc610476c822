"""Cities that hand in to a dataset: few schools with a form, a list, persons; what they hand in as text to compare."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from tests.regions import region
from tests.registers import PlainRow, catalog, roster, submission
from zhibao.snapshot.canonical import row_texts
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.sources import Source
from zhibao.snapshot.frozen import Snapshot, read_rows
from zhibao.snapshot.packed import packed_of
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Reason, Submission
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place

PERSON = "11010519491231002X"


def place_of(code: str) -> Place:
    """Return a city by its code, in the invented province."""
    return Place(Level.CITY, code, f"示例{code}市", "示例省")


def handed_in(code: str, year: int, students: int) -> Submission:
    """Return what a school hands in: a form, a list with a text of its own, and one person."""
    registers: dict[str, Sequence[PlainRow]] = {
        "students": [{"entrants": students, "full_time": None}],
        "majors": [{"major": f"7102{n:02d}", "category": "71"} for n in range(students % 4)],
        "graduate_records": [{"student_number": f"XH{code}", "name": "张示例", "id_number": PERSON, "pay": students}],
    }
    given = submission(Place(Level.SCHOOL, code, f"示例{code}校", "甲县"), year, registers)
    return Submission(
        given.place, year, given.registers, (Reason("students", "", "entrants", f"扩招，O'Brien {code}"),)
    )


def city(folder: Path, code: str, schools: Mapping[str, int], year: int = 2021) -> Source:
    """Freeze what a city's schools hand in, code → number of students, and return what the city hands over."""
    store = Store(folder / code / "store")
    store.freeze(submission(place_of(code), year, {"schools": roster([*schools])}), catalog().registers)
    for school, students in schools.items():
        store.freeze(handed_in(school, year, students), catalog().registers)
    return Source(folder / code, place_of(code), catalog().registers, store.current())


def loose(home: Path, *cities: str) -> Tables:
    """Return the tables of a province over the stores of its cities, each in a folder of its name; of A and B else."""
    cities = cities or ("A", "B")
    found = [one for city in cities for one in Store(home / city / "store").current()]
    return Tables(found, catalog().registers, region(*cities))


def packed(dataset: Dataset, *cities: str) -> Tables:
    """Return the tables of a province over a dataset, as it says now who is in force; of the cities A and B else."""
    dataset.again()
    years = sorted({one.entry.year for one in dataset.standing()})
    kept = packed_of(dataset, years, catalog().registers)
    return Tables(dataset.loose(years), catalog().registers, region(*(cities or ("A", "B"))), packed=kept)


def rows_of(snapshots: Sequence[Snapshot], register: str) -> list[str]:
    """Return every row of a register in snapshots as text, with place and year."""
    found = []
    for one in snapshots:
        if register in one.registers:
            rows = read_rows(one, catalog().registers)[register]
            found += [f"{one.year} {one.place.code} {text}" for text in row_texts(catalog().registers[register], rows)]
    return sorted(found)


def counted(dataset: Dataset, register: str) -> list[tuple[object, ...]]:
    """Return the rows of a register that a reader of the dataset counts: packed ones that count, and loose ones."""
    files = [str(file) for file in dataset.packed(register)]
    loose = [one for one in dataset.loose() if register in one.registers]
    found: list[tuple[object, ...]] = []
    with duckdb.connect(":memory:") as reader:
        if files:
            head = _head(reader, files)
            query = f"SELECT place, year, {head} FROM read_parquet(?, union_by_name = true)"
            hidden = dataset.hidden()
            found += [one for one in reader.execute(query, [files]).fetchall() if one[:2] not in hidden]
        for one in loose:
            own = [str(one.file(register))]
            query = f"SELECT {_head(reader, own)} FROM read_parquet(?)"
            found += [(one.place.code, one.year, *rest) for rest in reader.execute(query, [own]).fetchall()]
    return sorted(found, key=repr)


def _head(reader: duckdb.DuckDBPyConnection, files: Sequence[str]) -> str:
    described = reader.execute("DESCRIBE SELECT * FROM read_parquet(?, union_by_name = true)", [files]).fetchall()
    names = sorted(str(one[0]) for one in described if one[0] not in ("place", "year"))
    return "to_json({" + ", ".join(f"'{name}': \"{name}\"" for name in names) + "})"


def without_gaps(records: Sequence[tuple[object, ...]]) -> list[str]:
    """Return records as text, without the columns in which nothing stands: those that only others have."""
    return sorted(
        repr((place, year, {name: cell for name, cell in json.loads(str(cells)).items() if cell is not None}))
        for place, year, cells in records
    )
