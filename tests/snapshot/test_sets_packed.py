"""What is asked of whole sets is answered alike wherever rows lie: loose, in packs, or handed in again since."""

from contextlib import closing
from pathlib import Path

from tests.regions import freeze_city
from tests.registers import PlainRow, catalog
from tests.snapshot.datasets import loose, packed
from zhibao.catalog.set_question import SetQuestion
from zhibao.check.example import example_context
from zhibao.check.kinds import same_person, unique
from zhibao.snapshot.comparison import install_key, make_key
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.sources import Source
from zhibao.snapshot.here import Here
from zhibao.snapshot.sets import Numbers, in_order, sets_of
from zhibao.snapshot.store import Store
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place


def school(*numbers: str, page: str) -> dict[str, list[PlainRow]]:
    persons: list[PlainRow] = [{"student_number": one, "id_number": f"N{one}"} for one in numbers]
    return {"graduate_records": persons, "report_publication": [{"address": page}]}


def hand_in(home: Path, dataset: Dataset, city: str, schools: dict[str, dict[str, list[PlainRow]]]) -> None:
    """Freeze a city that has the key of comparison and put it into the dataset."""
    (home / city).mkdir(exist_ok=True)
    store = Store(home / city / "store")
    install_key(home / "given.key", home / city, store.key)
    freeze_city(store, city, {"东区": schools})
    place = Place(Level.CITY, city, f"示例{city}市", "示例省")
    dataset.take_in(Source(home / city, place, catalog().registers, store.current()))


def questions() -> tuple[SetQuestion, ...]:
    rules = [(same_person, "graduates_are_registered_once"), (unique, "publication_addresses_are_unique")]
    found: list[SetQuestion] = []
    for kind, name in rules:
        rule = catalog().checks[name]
        found += kind.questions(rule, example_context(rule, rule.examples[0], catalog()))
    return tuple(found)


def answers(tables: Tables, folder: Path) -> list[Numbers]:
    """Return what is answered over some tables."""
    with closing(Here()) as engine:
        sets = sets_of(tables, in_order(tables.snapshots), engine, folder)
        assert sets is not None
        return [sets.ask(question) for question in questions()]


def test_packed_rows_are_asked_like_loose_ones(tmp_path: Path) -> None:
    make_key(tmp_path / "given.key")
    made = Dataset(tmp_path / "dataset")
    hand_in(
        tmp_path,
        made,
        "A",
        {"A1": school("1", "2", "3", page="https://a.example"), "A2": school("9", page="https://\uff41.example")},
    )
    hand_in(
        tmp_path,
        made,
        "B",
        {"B1": school("2", "3", page="https://b.example"), "B2": school("4", page="HTTPS://a.example")},
    )
    made.pack(everything=True, grace=0)
    first = answers(loose(tmp_path), tmp_path / "loose")
    assert first == answers(packed(made), tmp_path / "packed")
    assert [len(one) for one in first] == [2, 2]
    hand_in(
        tmp_path,
        made,
        "B",
        {"B1": school("3", "2", "1", page="https://b.example"), "B2": school("4", page="https://c.example")},
    )
    again = answers(loose(tmp_path), tmp_path / "loose")
    assert again == answers(packed(made), tmp_path / "packed")
    assert [len(one) for one in again] == [3, 1]


def test_a_province_of_one_city_asks_over_its_dataset_too(tmp_path: Path) -> None:
    make_key(tmp_path / "given.key")
    made = Dataset(tmp_path / "dataset")
    page = "https://a.example"
    hand_in(tmp_path, made, "A", {"A1": school("1", "2", page=page), "A2": school("2", page=page)})
    made.pack(everything=True, grace=0)
    tables = packed(made, "A")
    sets = sets_of(tables, in_order(tables.snapshots), None, tmp_path / "engine")
    assert sets is not None
    found = [sets.ask(question) for question in questions()]
    assert found == answers(loose(tmp_path, "A"), tmp_path / "loose")
    assert [len(one) for one in found] == [1, 1]
