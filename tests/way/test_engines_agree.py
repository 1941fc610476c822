"""Every indicator and every check of whole sets is the same on DuckDB, Sail and Apache Spark, whatever goes wrong."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.check.set_cities import context_of, laid, random_city, said
from tests.conftest import ROOT
from tests.registers import CITY, Plain, PlainRow, catalog, roster, tables
from tests.way.engines import sail, spark
from zhibao.catalog.register import FieldType, Register, RegisterField
from zhibao.compute import compute
from zhibao.snapshot.engine import Engine, engine_at
from zhibao.snapshot.here import Here
from zhibao.snapshot.store import Store
from zhibao.snapshot.tables import Elsewhere, Tables
from zhibao.terms.place import Level, Place, Region
from zhibao.terms.value import Meaning, Missing

pytestmark = pytest.mark.engines
YEARS = (2020, 2021)
SCHOOLS = tuple(f"S{number:02d}" for number in range(9))
SEEDS = (1, 2)
LARGEST = 10**11
WORDS = ("甲", "乙", "乙 ", "", "O'Brien", "一二三四五六七八九十")
GAPS = (None, *(Missing(meaning) for meaning in Meaning))


def cell(field: RegisterField, chance: random.Random) -> Plain:
    """Return what may stand in a cell: gaps of every kind, ties, very large and very small numbers."""
    if chance.random() < 0.15:
        return chance.choice(GAPS)
    match field.type:
        case FieldType.COUNT:
            return chance.choice((0, 1, 1, chance.randrange(50), chance.randrange(LARGEST)))
        case FieldType.MEASURE | FieldType.AMOUNT:
            return chance.choice((0, 1, chance.randrange(LARGEST) / 4, chance.randrange(10**6) / 100))
        case FieldType.CODE:
            return chance.choice(tuple(catalog().lists[field.list].items)) if field.list else chance.choice(WORDS)
        case FieldType.DATE:
            return date(chance.choice((2020, 2021)), chance.randrange(1, 13), chance.randrange(1, 29))
        case _:
            return chance.choice(WORDS)


def rows(register: Register, chance: random.Random) -> list[PlainRow]:
    """Return few rows at most places and very many at some, with some of them twice."""
    many = 1 if not register.key else chance.choice((0, 1, 2, 5, chance.randrange(60)))
    made: list[PlainRow] = [{name: cell(field, chance) for name, field in register.fields.items()} for _ in range(many)]
    return made + made[: len(made) // 5]


def city(folder: Path, elsewhere: Elsewhere | None = None) -> Tables:
    """Return two years of a city whose schools hand in most registers, each of them at random, always the same."""
    chance = random.Random(20211)
    years: dict[int, dict[str, dict[str, list[PlainRow]]]] = {}
    for year in YEARS:
        years[year] = {code: {} for code in (*SCHOOLS, CITY.code)}
        for register in catalog().registers.values():
            if register.name == "schools" or register.is_of_persons:
                continue
            for code in [CITY.code] if register.level is Level.CITY else SCHOOLS:
                if chance.random() < 0.9:
                    years[year][code][register.name] = rows(register, chance)
    listed = [{**one, "county": f"{'甲乙丙'[number % 3]}县"} for number, one in enumerate(roster(SCHOOLS))]
    rosters = dict.fromkeys(YEARS, listed)
    return tables(folder, years, rosters, elsewhere)


def computed(held: Tables, indicators: Iterable[str] = ()) -> list[str]:
    """Return every value of every indicator, or of some, in full, in its order."""
    values = compute(held, catalog(), tuple(indicators) or catalog().indicators)
    held.close()
    return [repr(one) for one in values.items()]


def of_province(folder: Path, elsewhere: Elsewhere | None = None) -> list[str]:
    """Return the values of breakdowns at every level of a province: of the city before, and of one that is silent."""
    parts = (CITY, Place(Level.CITY, "other", "示例二市"))
    whole = Region(Place(Level.PROVINCE, "P", "示例省"), parts)
    held = Tables(Store(folder).current(), catalog().registers, whole, elsewhere)
    return computed(held, (one.name for one in catalog().indicators.values() if one.by))


def checked(folder: Path, engine: Engine) -> list[str]:
    """Return every finding of the checks of whole sets, in full and in its order, over cities at random."""
    found: list[str] = []
    for seed in SEEDS:
        store = random_city(folder / str(seed), seed)
        for name, those in said(replace(context_of(store), sets=laid(store, engine, folder / "sets"))).items():
            found += [f"{name}: {one.record()}" for one in those]
    engine.close()
    return found


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What DuckDB says."""
    folder = tmp_path_factory.mktemp("here")
    return [*computed(city(folder)), *of_province(folder), *checked(folder, Here())]


@pytest.mark.parametrize("server", [sail, spark])
def test_every_indicator_and_check_is_the_same_on_another_engine(
    server: Callable[[Path], AbstractContextManager[str]], here: list[str], tmp_path: Path
) -> None:
    # In a process of its own: the client takes much memory, and takes a worker of the tests for one of its own tests.
    with server(tmp_path / "server") as address:
        command = [sys.executable, "-m", "tests.way.test_engines_agree", address, str(tmp_path)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    there = done.stdout.splitlines()
    assert [(one, other) for one, other in zip(there, here, strict=True) if one != other] == []


def main(address: str, folder: Path) -> None:
    """Print what an engine says, a value a line."""
    engine, again, other = (engine_at(address) for _ in range(3))
    assert engine is not None
    assert again is not None
    assert other is not None
    there = computed(city(folder, Elsewhere(engine, folder / "engine")))
    there += of_province(folder, Elsewhere(again, folder / "engine"))
    sys.stdout.write("\n".join([*there, *checked(folder, other)]))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
