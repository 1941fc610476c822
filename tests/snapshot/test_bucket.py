"""A store that is kept in a bucket as well: over real HTTP, on two machines, with the line broken in between."""

import builtins
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.object_store import BUCKET, Objects, object_store, settings_of
from tests.registers import catalog, submission
from tests.snapshot.test_store import SCHOOL, frozen
from zhibao.snapshot import mirror
from zhibao.snapshot.bucket import bucket
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import damage
from zhibao.snapshot.store import Store


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Objects]:
    """A bucket; ZHIBAO_TEST_S3 names a real one for whoever has one, which must be empty."""
    monkeypatch.setattr(mirror, "_EVERY", 0.0)
    with object_store() as kept:
        kept.address = os.environ.get("ZHIBAO_TEST_S3", kept.address)
        for name, text in settings_of(kept.address).items():
            monkeypatch.setenv(name, text)
        yield kept


own_bucket = pytest.mark.skipif("ZHIBAO_TEST_S3" in os.environ, reason="looks into the bucket from inside")


def store_of(machine: Path) -> Path:
    return machine / "city" / "store"


def test_what_is_frozen_on_one_machine_is_in_force_on_another(tmp_path: Path, objects: Objects) -> None:
    snapshot = frozen(store_of(tmp_path / "one"))
    (there,) = Store(store_of(tmp_path / "two")).current()
    assert (there.id, damage(there, catalog().registers)) == (snapshot.id, ())
    other = submission(SCHOOL, 2021, {"students": [{"entrants": 411, "full_time": 1200}]})
    changed = Store(store_of(tmp_path / "two")).freeze(other, catalog().registers)
    (here,) = Store(store_of(tmp_path / "one")).current()
    assert here.id == changed.id != snapshot.id


@own_bucket
def test_what_names_a_snapshot_is_written_after_all_of_it(tmp_path: Path, objects: Objects) -> None:
    frozen(store_of(tmp_path / "one"))
    put = [one.removeprefix(f"PUT /{BUCKET}/site/city/store/") for one in objects.asked if one.startswith("PUT")]
    kinds = [name.rpartition("/")[2] if "snapshots" in name else name for name in put]
    assert kinds == ["majors.parquet", "students.parquet", "manifest.json", "heads/2021/S01.json"]


@own_bucket
@pytest.mark.parametrize("puts", range(4))
def test_a_line_that_breaks_leaves_what_was_in_force(tmp_path: Path, objects: Objects, puts: int) -> None:
    objects.puts_left = puts
    with pytest.raises(SnapshotError, match="对象存储"):
        frozen(store_of(tmp_path / "one"))
    assert Store(store_of(tmp_path / "two")).current() == ()
    assert Store(store_of(tmp_path / "one")).current() == ()
    objects.puts_left = 100
    snapshot = frozen(store_of(tmp_path / "one"))
    assert [one.id for one in Store(store_of(tmp_path / "two")).current()] == [snapshot.id]


@own_bucket
def test_an_object_that_was_altered_is_not_taken_over(tmp_path: Path, objects: Objects) -> None:
    frozen(store_of(tmp_path / "one"))
    name = next(one for one in objects.kept if one.endswith("students.parquet"))
    objects.kept[name] = objects.kept[name][:-1] + b"x"
    with pytest.raises(SnapshotError, match="已损坏"):
        Store(store_of(tmp_path / "two")).current()
    left = [one for one in (tmp_path / "two").rglob("*") if one.is_file()]
    assert left == []


def test_while_the_bucket_is_away_what_is_on_disk_is_read_and_nothing_is_written(
    tmp_path: Path, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = frozen(store_of(tmp_path / "one"))
    monkeypatch.setenv("ZHIBAO_S3", "://".join(("http", "127.0.0.1:1/nobody")))
    assert [one.id for one in Store(store_of(tmp_path / "one")).current()] == [snapshot.id]
    other = submission(SCHOOL, 2021, {"students": [{"entrants": 411, "full_time": 1200}]})
    with pytest.raises(SnapshotError, match="对象存储"):
        Store(store_of(tmp_path / "one")).freeze(other, catalog().registers)
    assert [one.id for one in Store(store_of(tmp_path / "one")).current()] == [snapshot.id]


def test_a_folder_that_was_lost_is_fetched_again(tmp_path: Path, objects: Objects) -> None:
    snapshot = frozen(store_of(tmp_path / "one"))
    shutil.rmtree(store_of(tmp_path / "one"))
    assert [one.id for one in Store(store_of(tmp_path / "one")).current()] == [snapshot.id]


@pytest.mark.parametrize("address", ["quality", "ftp://s3.test/quality", "https://s3.test", "https://s3.test/"])
def test_an_address_that_is_none_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBAO_S3", address)
    with pytest.raises(SnapshotError, match="写法是"):
        bucket()


def test_without_what_it_needs_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBAO_S3", "https://s3.test/other")
    imported = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith("obstore"):
            raise ImportError(name)
        return imported(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SnapshotError, match=r"zhibao\[s3\]"):
        bucket()


def test_without_a_setting_there_is_no_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHIBAO_S3", raising=False)
    assert bucket() is None
