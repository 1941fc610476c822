"""National registers of students, invented: skewed schools, wide text, gaps, ties; the same seed gives the same rows.

    uv run --group dev python bench/nation.py --rows 17000000 TO                 one year, 9 800 schools, 31 provinces
    uv run --group dev python bench/nation.py --rows 170000000 --years 10 TO     ten years of 17 million

TO/<year>/<province>.parquet holds the rows of a province as snapshots lay them out: place, year, the twenty fields of
bench/nation_overlay, a state beside each of them; school by school, as they are handed in. TO/scope.parquet says in
which county, city and province a school is. Written row group by row group: memory does not grow with the rows.
"""

import argparse
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from zhibao.catalog.load import Catalog, load_catalog
from zhibao.snapshot import parquet
from zhibao.terms.value import Meaning

OVERLAY = Path(__file__).resolve().parent / "nation_overlay"
REGISTER = "national_students"
SCHOOLS, YEAR, SEED = 9_800, 2021, 8
ROW_GROUP, MEMORY = 61_440, "1GB"
"""What one row group of two writers needs, so that nothing is spilled."""
PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
"""The first two digits of the codes of administrative divisions, GB/T 2260."""
SCOPE = "place VARCHAR, year INTEGER, at_county VARCHAR, at_city BOOLEAN, in_city VARCHAR, in_province VARCHAR"
"""Of each school and year, as Tables lays it out for the nation."""
CARELESS, EMPTY = 8, 64
"""One school of so many leaves so many of a thousand cells of a field empty, and estimates half as many numbers."""
_CITIES, _COUNTIES = 11, 9
# Nothing of this is anybody's: the words are chosen so that lengths differ as they do in real columns.
_WORDS = "示例省示例市示例区示例街道示例路示例小区幢单元室示例科技智能制造有限责任公司示例分公司示例基地"


@dataclass(frozen=True, slots=True)
class School:
    """学校: where it is, how many students it has in a year, and how many of a thousand cells it leaves empty."""

    code: str
    county: str
    city: str
    province: str
    size: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """规模: what is asked of the generator; no `fields` are all of them."""

    rows: int
    years: int = 1
    schools: int = SCHOOLS
    seed: int = SEED
    fields: tuple[str, ...] = ()
    shuffled: bool = False


def main(arguments: Sequence[str]) -> int:
    """Write the registers and say how many rows and bytes they have."""
    parser = argparse.ArgumentParser(description="Write invented national registers of students.")
    parser.add_argument("to", type=Path, metavar="TO")
    parser.add_argument("--rows", type=int, default=17_000_000, help="rows of all years together (17000000)")
    parser.add_argument("--years", type=int, default=1, help="years, each with its share of the rows (1)")
    parser.add_argument("--schools", type=int, default=SCHOOLS, help="schools of a year (9800)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--fields", nargs="+", default=[], help="only these fields, for questions that read no other")
    parser.add_argument("--shuffled", action="store_true", help="rows in no order at all, instead of school by school")
    asked = parser.parse_args(arguments)
    began = time.perf_counter()
    shape = Shape(asked.rows, asked.years, asked.schools, asked.seed, tuple(asked.fields), asked.shuffled)
    files = write(asked.to, shape)
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{asked.rows} rows in {len(files)} files, {size:.0f} MB, {time.perf_counter() - began:.0f} s")
    return 0


@cache
def definitions() -> Catalog:
    """Return the packaged definitions and the register of students, loaded once."""
    return load_catalog((OVERLAY,))


def write(to: Path, shape: Shape) -> list[Path]:
    """Write all files anew and return those of the register; a line of progress a year goes to standard error."""
    catalog = definitions()
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    made: list[Path] = []
    scope: list[tuple[School, int]] = []
    for number in range(shape.years):
        year = YEAR - shape.years + 1 + number
        share = shape.rows // shape.years + (1 if number < shape.rows % shape.years else 0)
        listed = list(schools_of(shape.schools, share, shape.seed, year))
        scope += [(one, year) for one in listed]
        made += _write_year(to / str(year), catalog, listed, year, shape)
        print(f"{year}: {share} rows", file=sys.stderr, flush=True)
    _write_scope(to / "scope.parquet", scope)
    return made


def schools_of(count: int, rows: int, seed: int, year: int) -> Iterator[School]:
    """Yield the schools of a year: some very large, most small, together with exactly so many rows."""
    chance = random.Random(f"{seed} schools")
    places = [(chance.choice(PROVINCES), chance.randrange(_CITIES), chance.randrange(_COUNTIES)) for _ in range(count)]
    weights = [chance.lognormvariate(0, 1) for _ in range(count)]
    yearly = random.Random(f"{seed} {year}")
    weights = [one * yearly.uniform(0.9, 1.1) for one in weights]
    whole, told, given = sum(weights), 0.0, 0
    for number, ((province, city, county), weight) in enumerate(sorted(zip(places, weights, strict=True)), 1):
        told += weight
        upto = rows if number == count else round(rows * told / whole)
        city_code = f"{province}{city + 1:02}"
        missing = EMPTY if yearly.randrange(CARELESS) == 0 else 0
        yield School(
            f"{city_code}{number:05}", f"{city_code}/示例{county + 1}县", f"{city_code}00", f"{province}0000",
            upto - given, missing,
        )  # fmt: skip
        given = upto


def _write_year(folder: Path, catalog: Catalog, schools: Sequence[School], year: int, shape: Shape) -> list[Path]:
    folder.mkdir()
    engine = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(folder / "spill")})
    engine.execute("CREATE TABLE schools (province VARCHAR, place VARCHAR, first BIGINT, size BIGINT, missing INTEGER)")
    told, first = [], 0
    for one in schools:
        told.append(f"('{one.province}', '{one.code}', {first}, {one.size}, {one.missing})")
        first += one.size
    engine.execute(f"INSERT INTO schools VALUES {', '.join(told)}")
    columns = ", ".join(_columns(catalog, year, shape.fields))
    order = "ORDER BY base" if shape.shuffled else ""
    provinces = list(dict.fromkeys(one.province for one in schools))

    def province(code: str) -> Path:
        file = folder / f"{code}.parquet"
        source = f"SELECT place, missing, first + unnest(range(size)) AS one FROM schools WHERE province = '{code}'"
        rows = f"SELECT place, missing, one, hash(one, {shape.seed}, {year}) AS base FROM ({source})"
        engine.cursor().execute(
            f"COPY (SELECT place, CAST({year} AS INTEGER) AS year, {columns} FROM ({rows}) {order}) TO {_text(file)} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        return file

    with ThreadPoolExecutor(2) as both:
        files = list(both.map(province, provinces))
    engine.close()
    shutil.rmtree(folder / "spill", ignore_errors=True)
    return files


def _columns(catalog: Catalog, year: int, fields: Sequence[str]) -> Iterator[str]:
    """Yield the SQL of every column: a content, or why there is none."""
    register = catalog.registers[REGISTER]
    contents = _contents(catalog, year)
    types = parquet.columns(register, list(register.fields), ())
    for number, name in enumerate(register.fields):
        if fields and name not in fields:
            continue
        chance = f"hash(xor(base, {1000 + number}::UBIGINT)) % 1000"
        missing = "700" if not register.fields[name].required else "missing" if name != "number" else "0"
        estimated = "missing // 2" if register.fields[name].type.is_number else "0"
        state = f"{name}{parquet.STATE}"
        yield f'CAST(CASE WHEN {chance} >= {missing} THEN {contents[name]} END AS {types[name]}) AS "{name}"'
        yield (
            f"CASE WHEN {chance} < {missing} THEN {_why(chance, required=register.fields[name].required)} "
            f"""WHEN {chance} >= 1000 - {estimated} THEN '{parquet.ESTIMATED}' END AS "{state}\""""
        )


def _why(chance: str, *, required: bool) -> str:
    """Return the SQL of why a cell is empty: of a required one mostly that it was not handed in."""
    if not required:
        return f"'{Meaning.NIL.value}'"
    other = " ".join(f"WHEN {number} THEN '{one.value}'" for number, one in enumerate(Meaning))
    return f"CASE {chance} {other} ELSE '{Meaning.NOT_SUBMITTED.value}' END"


def _contents(catalog: Catalog, year: int) -> dict[str, str]:
    """Return the SQL of the contents, each from its own number between 0 and 2^64 that row, column and seed give."""

    def at(number: int) -> str:
        return f"CAST(hash(xor(base, {number}::UBIGINT)) >> 2 AS BIGINT)"

    def of_list(name: str, number: int, *, skewed: bool = False) -> str:
        items = list(catalog.lists[name].items)
        listed = "[" + ", ".join(f"'{one}'" for one in items) + "]"
        place = f"{at(number)} % {len(items)}"
        if skewed:  # the square of an even number: few majors have most students
            place = f"CAST(floor(pow(({at(number)} % 1000) / 1000.0, 2) * {len(items)}) AS INTEGER)"
        return f"{listed}[1 + {place}]"

    def words(number: int, least: int, most: int) -> str:
        """Return a text of so many to so many characters and a number, as wide as addresses and names are."""
        start, length = f"1 + {at(number)} % 12", f"{least} + {at(number + 100)} % {most - least}"
        return f"substr('{_WORDS}', {start}, {length}) || ({at(number + 200)} % 50000)"

    # One student in two thousand bears the number of another one, who may be at another school.
    other = f"CASE WHEN {at(1)} % 2000 = 0 THEN one // 2 ELSE one END"
    return {
        "number": f"'G' || lpad(CAST({other} AS VARCHAR), 18, '0')",
        "sex": of_list("sexes", 2),
        "born": f"DATE '{year - 19}-01-01' + CAST({at(3)} % 1500 AS INTEGER)",
        "major": of_list("majors", 4, skewed=True),
        "grade": f"['一年级', '二年级', '三年级'][1 + {at(5)} % 3]",
        "entered": f"DATE '{year - 2}-09-01' + CAST({at(6)} % 3 * 365 AS INTEGER)",
        "origin": words(7, 3, 9),
        "address": words(8, 14, 34),
        "class_name": f"(20 + {at(9)} % 3) || '级' || (1 + {at(10)} % 12) || '班'",
        "mode": of_list("study_modes", 11, skewed=True),
        "boards": of_list("yes_no", 12),
        "aided": of_list("yes_no", 13, skewed=True),
        "aid": f"CASE {at(14)} % 10 WHEN 0 THEN 0 WHEN 1 THEN 500 WHEN 2 THEN {at(15)} % 400000 / 100.0 ELSE 2000 END",
        "credits": f"{at(16)} % 180",
        "score": f"40 + {at(17)} % 6000 / 100.0",
        "absences": f"CAST(floor(pow(({at(18)} % 1000) / 1000.0, 6) * 200) AS INTEGER)",
        "internship_days": f"CASE WHEN {at(5)} % 3 = 2 THEN {at(19)} % 200 ELSE 0 END",
        "certificates": f"{at(20)} % 4",
        "company": words(21, 8, 24),
        "remark": words(22, 4, 40),
    }


def _write_scope(file: Path, scope: Sequence[tuple[School, int]]) -> None:
    engine = duckdb.connect()
    engine.execute(f"CREATE TABLE scope ({SCOPE})")
    told = (f"('{one.code}', {year}, '{one.county}', false, '{one.city}', '{one.province}')" for one, year in scope)
    engine.execute(f"INSERT INTO scope VALUES {', '.join(told)}")
    engine.execute(f"COPY scope TO {_text(file)} (FORMAT parquet)")
    engine.close()


def _text(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
