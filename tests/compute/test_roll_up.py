"""Summing places first and levels after them says, to the last bit, what summing all rows at once says."""

import random
from collections.abc import Iterator

import duckdb
import pytest

from zhibao.catalog.expression import Aggregate
from zhibao.snapshot.aggregates import sql_parts
from zhibao.snapshot.roll_up import RollUp

LEVELS = ("place", "at_county", "in_city")
STATES = ("not_submitted", "not_applicable", "nil", "not_collected", "suppressed")
ROWS = 1_200
WHERE = "kind = '甲'"
WANTED = (
    Aggregate("COUNT", "students", "kind"),
    Aggregate("COUNT", "students", "kind", WHERE),
    Aggregate("SUM", "students", "number", WHERE),
    Aggregate("COUNT DISTINCT", "students", "kind", "number > 3"),
    Aggregate("SUM", "students", "amount"),
    Aggregate("MAX", "students", "amount", WHERE),
    Aggregate("MIN", "students", "number"),
    Aggregate("COUNT DISTINCT", "students", "school"),
    Aggregate("COUNT DISTINCT", "students", "number"),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """Students of two years at random: gaps of every kind, ties, places out of scope, without a county or rows."""
    chance, opened = random.Random(3), duckdb.connect()
    opened.execute(
        "CREATE TABLE students (place VARCHAR, year INTEGER, kind VARCHAR, number BIGINT, number__state VARCHAR, "
        "amount DECIMAL(18,2), amount__state VARCHAR)"
    )
    opened.execute(
        "CREATE TABLE scope (place VARCHAR, year INTEGER, at_county VARCHAR, at_city BOOLEAN, in_city VARCHAR)"
    )
    cells: list[object] = []
    for _ in range(ROWS):
        place, year = chance.randrange(9), chance.choice((2020, 2021))
        cells += [f"S{place}", year, chance.choice(("甲", "乙", "丙", None))]
        for largest in (9, 10**12):
            # A place either has a column, and then every empty cell says why, or it has none of it.
            has_column = (place, largest) not in ((4, 9), (5, 10**12))
            is_empty = not has_column or chance.random() < (0.97 if place == 6 else 0.2)
            states = (*STATES,) if is_empty and has_column else (None,) if is_empty else (None, "estimated")
            cells += [None if is_empty else chance.randrange(largest), chance.choice(states)]
    opened.execute(f"INSERT INTO students VALUES {', '.join(['(?, ?, ?, ?, ?, ?, ?)'] * ROWS)}", cells)
    scope = [
        (f"S{n}", year, f"{n % 3}县" if n else None, n == 0, f"C{n % 2}") for n in range(8) for year in (2020, 2021)
    ]
    opened.executemany("INSERT INTO scope VALUES (?, ?, ?, ?, ?)", scope)
    opened.execute("CREATE VIEW students_of_2021 AS SELECT * FROM students WHERE year = 2021")
    yield opened
    opened.close()


@pytest.mark.parametrize("by", ["", "kind"])
@pytest.mark.parametrize("at_city", [False, True])
@pytest.mark.parametrize(("sparse", "years"), [(False, ()), (True, ()), (True, (2020, 2021)), (True, (2021,))])
def test_every_way_gives_the_same_records(
    engine: duckdb.DuckDBPyConnection, by: str, at_city: bool, sparse: bool, years: tuple[int, ...]
) -> None:
    member = f', "{by}"' if by else ""
    register = "students_of_2021" if years == (2021,) else "students"
    parts = ", ".join(part for one in WANTED for part in sql_parts(one))
    sets = ", ".join(f"(year, {name}{member})" for name in LEVELS)
    bits = ", ".join(f"GROUPING({name})" for name in LEVELS)
    at_once = engine.execute(
        f"SELECT {bits}, year, {', '.join(LEVELS)}, {member[2:] or repr('')}, {parts} FROM {register} "
        f"JOIN scope USING (place, year) {'WHERE at_city ' if at_city else ''}"
        f"GROUP BY GROUPING SETS ({sets}, (year{member}))"
    ).fetchall()
    by_places = RollUp(register, WANTED, LEVELS, by, at_city, sparse=sparse, years=years).answer(
        lambda question: engine.execute(question).fetchall()
    )
    assert sorted(by_places, key=repr) == sorted(at_once, key=repr)
    assert len(at_once) > 2
