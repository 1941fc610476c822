"""A release that was made on one machine is shown by another, whole or not at all."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.object_store import Objects, object_store, settings_of
from zhibao.publish.release import MANIFEST
from zhibao.snapshot.errors import SnapshotError
from zhibao.web.bridge.releasing import PUBLIC, SEALED, damaged, fetched, kept


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Objects]:
    with object_store() as bucket:
        for name, text in settings_of(bucket.address).items():
            monkeypatch.setenv(name, text)
        yield bucket


def release(home: Path) -> Path:
    place = home / "releases" / ("a" * 32)
    page = b"<p>5 years</p>"
    for name, content in (
        (f"{PUBLIC}/report.html", page),
        (f"{PUBLIC}/manifest.json", json.dumps({"report.html": hashlib.sha256(page).hexdigest()}).encode()),
        (f"{SEALED}/{MANIFEST}", b"{}"),
    ):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def test_a_release_is_fetched_where_it_is_not(tmp_path: Path, objects: Objects) -> None:
    kept(release(tmp_path / "one"))
    there = fetched(tmp_path / "two" / "releases" / ("a" * 32))
    assert damaged(there) == ()
    assert (there / SEALED / MANIFEST).read_bytes() == b"{}"


def test_a_release_that_is_there_by_half_is_absent(tmp_path: Path, objects: Objects) -> None:
    objects.puts_left = 2
    with pytest.raises(SnapshotError):
        kept(release(tmp_path / "one"))
    assert not fetched(tmp_path / "two" / "releases" / ("a" * 32)).exists()


def test_a_release_that_was_altered_in_the_bucket_is_not_shown(tmp_path: Path, objects: Objects) -> None:
    kept(release(tmp_path / "one"))
    name = next(one for one in objects.kept if one.endswith("report.html"))
    objects.kept[name] = b"<p>6 years</p>"
    with pytest.raises(SnapshotError):
        fetched(tmp_path / "two" / "releases" / ("a" * 32))
    assert not (tmp_path / "two" / "releases" / ("a" * 32)).exists()
