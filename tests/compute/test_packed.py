"""Packed rows give the values that loose ones give, the same rows and the same gaps, without being loaded."""

import shutil
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.regions import YEAR, freeze_city, region
from tests.registers import PlainRow, catalog
from tests.snapshot.datasets import loose, packed
from zhibao.compute import compute, compute_kept
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.sources import Source
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.packed import packed_of
from zhibao.snapshot.store import Store
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing, ValueKey

NAMES = ("practice_bases", "graduates", "employment_rate", "schools_in_scope", "students_by_category")
WHOLE = region("A", "B")


def school(number: int) -> dict[str, list[PlainRow]]:
    firms: list[PlainRow] = [{"enterprise": f"示例{(number * turn) % 7}厂"} for turn in range(number % 4)]
    graduates: PlainRow = {"graduates": 10 + number, "employed": number} if number % 3 else {"graduates": 10 + number}
    return {
        "practice_bases": firms,
        "graduates": [graduates],
        **({} if number == 4 else {"students": [{"full_time": number}]}),
    }


def hand_in(home: Path, dataset: Dataset, city: str, numbers: dict[str, int]) -> None:
    store = Store(home / city / "store")
    freeze_city(store, city, {"东区": {code: school(number) for code, number in numbers.items()}})
    place = Place(Level.CITY, city, f"示例{city}市", "示例省")
    dataset.take_in(Source(home / city, place, catalog().registers, store.current()))


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two cities and the packed dataset of both."""
    home = tmp_path_factory.mktemp("packed")
    made = Dataset(home / "dataset")
    hand_in(home, made, "A", {"A1": 1, "A2": 2, "A3": 4})
    hand_in(home, made, "B", {"B1": 3, "B2": 7})
    made.pack(everything=True, grace=0)
    return home


@pytest.fixture
def dataset(handed_in: Path, tmp_path: Path) -> Dataset:
    """Return a dataset of one's own, with the cities beside it."""
    shutil.copytree(handed_in, tmp_path, dirs_exist_ok=True)
    return Dataset(tmp_path / "dataset")


def test_values_rows_and_gaps_are_those_of_loose_snapshots(dataset: Dataset, tmp_path: Path) -> None:
    one, two = loose(tmp_path), packed(dataset)
    assert not dataset.loose((YEAR,))
    assert compute(one, catalog(), NAMES).table == compute(two, catalog(), NAMES).table
    assert one.rows == two.rows
    assert one.roster(YEAR) == two.roster(YEAR)


def test_what_is_handed_in_again_hides_what_was_packed(dataset: Dataset, tmp_path: Path) -> None:
    hand_in(tmp_path, dataset, "B", {"B1": 5, "B2": 7})
    one, two = loose(tmp_path), packed(dataset)
    assert [each.place.code for each in dataset.loose((YEAR,))] == ["B1"]
    values = compute(two, catalog(), NAMES)
    assert values.table == compute(one, catalog(), NAMES).table
    assert values[ValueKey("graduates", "B1", YEAR)].value == Known(Fraction(15))
    assert one.rows == two.rows


def test_nothing_of_the_packed_rows_is_loaded_and_no_other_file_can_be_read(dataset: Dataset, tmp_path: Path) -> None:
    tables = packed(dataset)
    kinds = dict(tables._engine.execute("SELECT view_name, 'view' FROM duckdb_views() WHERE NOT internal").fetchall())
    assert "graduates" in kinds
    held = tables._engine.execute(
        "SELECT sum(estimated_size) FROM duckdb_tables() WHERE table_name <> 'scope'"
    ).fetchone()
    assert held == (0,)
    other = next((tmp_path / "A" / "store").rglob("graduates.parquet"))
    with pytest.raises(duckdb.PermissionException):
        tables._engine.execute("SELECT * FROM read_parquet(?)", [str(other)])


def test_a_packed_file_that_is_damaged_is_an_error_and_not_a_number(dataset: Dataset) -> None:
    tables = packed(dataset)
    (file,) = dataset.packed("graduates", (YEAR,))
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(SnapshotError):
        compute(tables, catalog(), ["graduates"])


def test_a_city_that_the_dataset_does_not_have_is_missing(dataset: Dataset) -> None:
    kept = packed_of(dataset, (YEAR,), catalog().registers)
    wider = Tables((), catalog().registers, region("A", "B", "C"), packed=kept)
    values = compute(wider, catalog(), ["practice_bases"])
    assert values[ValueKey("practice_bases", "C", YEAR)].value == Missing(Meaning.NOT_SUBMITTED, 1)
    assert values[ValueKey("practice_bases", "P", YEAR)].value == Missing(Meaning.NOT_SUBMITTED, 1)


def test_what_is_kept_of_packed_schools_stays_when_one_hands_in_anew(dataset: Dataset, tmp_path: Path) -> None:
    for anew in (False, True):
        if anew:
            hand_in(tmp_path, dataset, "B", {"B1": 5, "B2": 7})
        dataset.again()
        kept, held = packed_of(dataset, (YEAR,), catalog().registers), dataset.loose((YEAR,))
        snapshots, file = (*held, *kept.snapshots), tmp_path / "kept.sqlite"
        values, work = compute_kept(snapshots, WHOLE, catalog(), NAMES, file, lambda: loose(tmp_path), kept)
        assert values.table == compute(loose(tmp_path), catalog(), NAMES).table
        assert work is not None
        assert len(work.read) == (1 if anew else 7)
