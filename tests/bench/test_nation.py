"""The invented registers of the nation are the same for the same seed, and as skewed and full of gaps as they claim."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import nation
import pytest
from nation import Shape

ROWS, SCHOOLS = 6_000, 90


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A nation of ninety schools in two years."""
    folder = tmp_path_factory.mktemp("nation") / "made"
    nation.write(folder, Shape(ROWS, 2, SCHOOLS))
    return folder


@pytest.fixture
def engine(made: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that has them."""
    opened = duckdb.connect()
    opened.execute(f"CREATE VIEW students AS SELECT * FROM read_parquet('{made}/*/*.parquet')")
    yield opened
    opened.close()


def asked(engine: duckdb.DuckDBPyConnection, what: str) -> tuple[int, ...]:
    """Return the one record that a question over the students gives."""
    found = engine.execute(f"SELECT {what} FROM students").fetchone()
    assert found is not None
    return found


def test_the_same_seed_gives_the_same_rows(made: Path, engine: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    other, another = tmp_path / "again", tmp_path / "other"
    nation.write(other, Shape(ROWS, 2, SCHOOLS, fields=("number", "aid")))
    nation.write(another, Shape(ROWS, 2, SCHOOLS, seed=9, fields=("number", "aid")))
    what = "place, year, number, aid, aid__state"
    here, again, differently = (
        engine.execute(f"SELECT {what} FROM read_parquet('{folder}/*/*.parquet') ORDER BY ALL").fetchall()
        for folder in (made, other, another)
    )
    assert here == again != differently


def test_there_are_as_many_rows_as_asked_for_in_schools_of_very_different_sizes(
    engine: duckdb.DuckDBPyConnection,
) -> None:
    assert asked(engine, "count(*), count(DISTINCT year)") == (ROWS, 2)
    sizes = engine.execute("SELECT count(*) FROM students WHERE year = 2021 GROUP BY place ORDER BY ALL").fetchall()
    assert sizes[-1][0] > 20 * sizes[len(sizes) // 10][0]


def test_every_gap_says_what_it_means_and_some_numbers_are_estimates_or_borne_twice(
    engine: duckdb.DuckDBPyConnection,
) -> None:
    gaps, unexplained, estimates = asked(
        engine,
        "count(*) FILTER (aid IS NULL), count(*) FILTER (aid IS NULL AND aid__state IS NULL), "
        "count(*) FILTER (aid IS NOT NULL AND aid__state = 'estimated')",
    )
    assert unexplained == 0 < estimates < gaps < ROWS / 50
    assert 0 < ROWS - asked(engine, "count(DISTINCT (year, number))")[0] < ROWS / 200
