"""Records of imports are in the bucket as well: another machine knows them, and takes back what the first brought."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.object_store import Objects, object_store, settings_of
from tests.registers import catalog, submission
from tests.snapshot.test_store import SCHOOL
from zhibao.snapshot import mirror
from zhibao.snapshot.batches import Batch, Batches
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.store import Store
from zhibao.terms.value import Origin, OriginKind

BROUGHT = {SCHOOL.code: submission(SCHOOL, 2021, {"students": [{"entrants": 400, "full_time": 1180}]})}


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Objects]:
    monkeypatch.setattr(mirror, "_EVERY", 0.0)
    with object_store() as kept:
        for name, text in settings_of(kept.address).items():
            monkeypatch.setenv(name, text)
        yield kept


def store_of(machine: Path) -> Store:
    return Store(machine / "city" / "store")


def brought(machine: Path, sha256: str) -> Batch:
    batch = Batch(0, "导出.csv", sha256, "student_system", "by_school", "students", 2021, {})
    origin = Origin(OriginKind.IMPORTED, "示例系统")
    return Batches(store_of(machine)).take_in(batch, BROUGHT, origin, catalog())


def known(machine: Path) -> list[tuple[int, str]]:
    return [(one.number, one.sha256) for one in Batches(store_of(machine)).all()]


def test_an_import_of_one_machine_is_known_to_another_and_taken_back_there(tmp_path: Path, objects: Objects) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    first = brought(one, "a")
    assert known(two) == [(1, "a")]
    assert brought(two, "a") == first  # the same file again changes nothing, wherever it is brought
    second = brought(two, "b")
    assert (second.number, known(one)) == (2, [(1, "a"), (2, "b")])
    Batches(store_of(two)).take_back(1, catalog())
    assert known(one) == [(2, "b")]
    Batches(store_of(one)).take_back(2, catalog())
    assert known(two) == []
    assert store_of(two).imports_of(SCHOOL.code, 2021) == ()
    assert brought(one, "c").number == 3  # a number is given once


def test_two_machines_that_import_at_once_get_two_numbers(
    tmp_path: Path, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    brought(one, "a")
    monkeypatch.setattr(Batches, "refresh", lambda self: None)  # the second has not heard of the first
    assert brought(two, "b").number == 2
    monkeypatch.undo()
    assert sorted(sha256 for _, sha256 in known_in(objects)) == ["a", "b"]


def known_in(objects: Objects) -> list[tuple[str, str]]:
    """Return name and hash of every record that is in the bucket."""
    records = {name: text.decode() for name, text in objects.kept.items() if "/imports/" in name}
    return [(name, text.split('"sha256": "')[1][0]) for name, text in records.items()]


def test_a_record_that_the_bucket_does_not_take_brings_nothing(tmp_path: Path, objects: Objects) -> None:
    brought(tmp_path / "one", "a")
    objects.puts_left = 0
    with pytest.raises(SnapshotError, match="对象存储"):
        brought(tmp_path / "one", "b")
    assert known(tmp_path / "one") == [(1, "a")]
