"""The drill: a site that is being written into is backed up, put back elsewhere, and is the same; nothing else is."""

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone

from tests.web.databases import new_database, standing_on
from tests.web.people import REGISTER, People
from zhibao.web.actions.open_campaign import open_campaign
from zhibao.web.actions.save_cells import save_cells
from zhibao.web.backup.archive import MANIFEST, BackupError, keys_beside
from zhibao.web.backup.restore import checked
from zhibao.web.backup.take import take
from zhibao.web.bridge.forms import form
from zhibao.web.bridge.stored import faults_of_store
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.revision import Change, Revision, content_of
from zhibao.web.records.trail import TrailEntry, TrailHead, faults
from zhibao.web.serving import secret_of

on_one_database = pytest.mark.parametrize("site", ["sqlite"], indirect=True)
"""What is told by the file alone is asked once."""


@dataclass
class Place:
    """A site as it stands: its database, its data folder, and what signs its cookies."""

    url: str
    data: Path

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command of the site in a process of its own."""
        environment = {name: text for name, text in os.environ.items() if not name.startswith(("ZHIBAO_", "DATABASE"))}
        command = [sys.executable, "-m", "zhibao.web", *map(str, arguments), "--data", str(self.data)]
        about = environment | ({"DATABASE_URL": self.url} if self.url else {})
        return subprocess.run(command, check=False, capture_output=True, text=True, env=about)


@dataclass
class Site(Place):
    """A site in the middle of its year, and a backup of it."""

    people: People
    backup: Path
    trail: int


def typed(people: People, number: int) -> None:
    """Save one cell of the first school's register."""
    submission = people.register()
    column = next(one for one in form(people.campaign.path, people.school, REGISTER).columns if one.is_number)
    (line,) = content_of(submission).lines
    was = line.text("cells", column.name)
    save_cells(people["clerk"], submission, [Change(line.id, column.name, was, str(number))])


def taken_while_people_save(people: People, to: Path) -> int:
    """Make a backup while somebody saves one number after another; return the last entry of the trail in it."""
    is_over, before = Event(), TrailHead.objects.get(pk=1).number

    def save() -> None:
        number = 5000
        while not is_over.is_set():
            typed(people, number)
            number += 1
        connections.close_all()

    saving = Thread(target=save)
    saving.start()
    try:
        done = take(to)
    finally:
        is_over.set()
        saving.join()
    assert TrailHead.objects.get(pk=1).number > done.trail >= before
    return done.trail


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("site")
    data = home / "data"
    folder = (data / "cities" if request.param == "postgresql" else home) / "city"
    shutil.copytree(city, folder)
    with ExitStack() as until:
        patch = until.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(settings, "DATA", data)
        data.mkdir(exist_ok=True)
        secret_of(data)
        (folder / "zhibao.key").write_text("bm90IGEga2V5IHRoYXQgb3BlbnMgYW55dGhpbmcgISE=\n", encoding="ascii")
        url = until.enter_context(new_database(request.param, data))
        campaign = open_campaign(None, folder, timezone.now() + timedelta(days=9), begun=True)
        people = People.of(campaign)
        people.client("clerk")
        for name in (
            "evidence/1/盖章的表.pdf",
            "desk/forgotten/given/报告.txt",
            "releases/.release-half/public/a.json",
        ):
            (data / name).parent.mkdir(parents=True)
            (data / name).write_bytes(b"%PDF-1.7 \xe7\xa4\xba\xe4\xbe\x8b")
        backup = home / "备份.zip"
        yield Site(url, data, people, backup, taken_while_people_save(people, backup))


def elsewhere(site: Site, home: Path) -> Place:
    """Return an empty place on a database of the same kind."""
    if not site.url:
        return Place("", home / "back")
    name = f"drill_{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    with psycopg.connect(site.url, autocommit=True) as one:
        one.execute(f"CREATE DATABASE {name}".encode())
    return Place(site.url.rpartition("/")[0] + f"/{name}", home / "back")


def test_what_was_backed_up_stands_elsewhere_as_it_was(site: Site, tmp_path: Path) -> None:
    place = elsewhere(site, tmp_path)
    done = place.run("restore", "--file", site.backup, "--folders", tmp_path / "folders")
    assert (done.returncode, done.stdout[:4]) == (0, "已还原："), done.stdout + done.stderr
    assert place.run("trail").stdout.startswith("留痕完整")
    with standing_on(place.url, place.data):
        campaign = Campaign.objects.get()
        assert campaign.path == (place.data / "cities" if site.url else tmp_path / "folders") / "city"
        assert list(faults_of_store(campaign.path)) == []
        assert TrailHead.objects.get(pk=1).number == site.trail + 1
        # Every saving and its entry in the trail went in together, or neither did.
        told = TrailEntry.objects.filter(action="存格", detail__origin="grid").count()
        assert Revision.objects.filter(origin="grid").count() == told
        assert not Session.objects.exists()
        typed(People(campaign, campaign.schools.all()[0], site.people.by_word), 4002)
        assert list(faults()) == []
        connections.close_all()
    for name in ("zhibao.yaml", "zhibao.key"):
        assert (campaign.path / name).read_bytes() == (site.people.campaign.path / name).read_bytes()
    assert (place.data / "secret.key").read_bytes() == (site.data / "secret.key").read_bytes()
    assert (place.data / "evidence" / "1" / "盖章的表.pdf").is_file()
    assert not (place.data / "desk" / "forgotten").exists()
    assert not (place.data / "releases").exists()
    if site.url:
        full = Place(place.url, tmp_path / "other").run("restore", "--file", site.backup)
        assert (full.returncode, "数据库里已有内容" in full.stderr) == (3, True)
    assert sorted(one.name for one in tmp_path.iterdir()) == (["back"] if site.url else ["back", "folders"])


@on_one_database
def test_keys_lie_apart_from_what_they_open(site: Site) -> None:
    secrets = [site.data / "secret.key", site.people.campaign.path / "zhibao.key"]
    with zipfile.ZipFile(site.backup) as zipped:
        inside = b"".join(map(zipped.read, zipped.namelist()))
        assert not [one for one in zipped.namelist() if one.endswith(".key")]
    beside = keys_beside(site.backup).read_text(encoding="utf-8")
    for path in secrets:
        text = path.read_text(encoding="ascii").strip()
        assert text.encode() not in inside
        assert text in beside
    assert {one.stat().st_mode & 0o077 for one in (site.backup, keys_beside(site.backup))} == {0}


def rewritten(backup: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write a backup anew with other entries; None leaves one out."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    shutil.copy(keys_beside(backup), keys_beside(to))


def is_evidence(name: str) -> bool:
    return name.startswith("data/evidence")


def other_manifest(name: str, content: bytes) -> bytes:
    """Alter an entry and its hash in the manifest with it."""
    if is_evidence(name):
        return b"other"
    if name != MANIFEST:
        return content
    said = json.loads(content)
    entry = next(one for one in said["files"] if is_evidence(one))
    said["files"][entry] = [5, hashlib.sha256(b"other").hexdigest()]
    return json.dumps(said).encode()


def leads_outside(part: str, place: str) -> Callable[[str, bytes], bytes]:
    """Return what puts a place into one part of the manifest."""

    def change(name: str, content: bytes) -> bytes:
        if name != MANIFEST:
            return content
        said = json.loads(content)
        if part == "folders":
            said[part][0]["inside"] = place
        else:
            said[part][place] = [1, "0" * 64] if part == "files" else "0" * 64
        return json.dumps(said).encode()

    return change


@on_one_database
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda name, content: b"other" if is_evidence(name) else content, "盖章的表.pdf”与清单的指纹不符"),
        (lambda name, content: None if is_evidence(name) else content, "缺“data/evidence/1/盖章的表.pdf”"),
        (lambda name, content: None if name == MANIFEST else content, "不是质报的备份"),
        (other_manifest, "备份的清单被改过"),
        (leads_outside("files", "data/../../x"), "不该有的路径"),
        (leads_outside("files", "data//etc/x"), "不该有的路径"),
        (leads_outside("files", "folders/0//etc/x"), "不该有的路径"),
        (leads_outside("files", ""), "不该有的路径"),
        (leads_outside("keys", "data/../x"), "不该有的路径"),
        (leads_outside("folders", "../x"), "不该有的路径"),
        (leads_outside("folders", "/x"), "不该有的路径"),
    ],
)
def test_an_altered_backup_is_refused(
    site: Site, tmp_path: Path, change: Callable[[str, bytes], bytes | None], said: str
) -> None:
    rewritten(site.backup, tmp_path / "b.zip", change)
    with pytest.raises(BackupError, match=said):
        checked(tmp_path / "b.zip", None, without_keys=False)


@on_one_database
def test_a_file_that_is_none_or_was_cut_off_is_refused(site: Site, tmp_path: Path) -> None:
    whole = site.backup.read_bytes()
    for content, said in (
        (b"hello", "不是备份文件"),
        (whole[: len(whole) * 2 // 3], "没有传完"),
        (None, "没有这个文件"),
    ):
        path = tmp_path / "b.zip"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(BackupError, match=said):
            checked(path, None, without_keys=False)


@on_one_database
def test_an_entry_that_cannot_be_unpacked_is_told_in_a_sentence(site: Site, tmp_path: Path) -> None:
    content = bytearray(site.backup.read_bytes())
    with zipfile.ZipFile(site.backup) as zipped:
        entry = next(one for one in zipped.infolist() if one.compress_type == zipfile.ZIP_DEFLATED and one.file_size)
    name, extra = struct.unpack_from("<HH", content, entry.header_offset + 26)
    content[entry.header_offset + 30 + name + extra] = 0xFF  # there is no such kind of block
    (tmp_path / "b.zip").write_bytes(content)
    shutil.copy(keys_beside(site.backup), keys_beside(tmp_path / "b.zip"))
    with pytest.raises(BackupError, match="文件已损坏"):
        checked(tmp_path / "b.zip", None, without_keys=False)


@on_one_database
def test_the_key_of_a_folder_without_a_year_lies_apart_too_and_comes_back(site: Site, tmp_path: Path) -> None:
    key = site.data / "cities" / "next" / "zhibao.key"
    key.parent.mkdir(parents=True)
    key.write_text("b25lIG1vcmUga2V5IHRoYXQgb3BlbnMgbm90aGluZw==\n", encoding="ascii")
    try:
        assert site.run("backup", "--file", tmp_path / "b.zip").returncode == 0
        content = key.read_bytes()
    finally:
        shutil.rmtree(key.parent)
    with zipfile.ZipFile(tmp_path / "b.zip") as zipped:
        assert not [one for one in zipped.namelist() if one.endswith(".key")]
    place = elsewhere(site, tmp_path)
    done = place.run("restore", "--file", tmp_path / "b.zip", "--folders", tmp_path / "folders")
    assert done.returncode == 0, done.stderr
    assert (place.data / "cities" / "next" / "zhibao.key").read_bytes() == content


@on_one_database
def test_nothing_is_ever_written_over(site: Site, tmp_path: Path) -> None:
    place = elsewhere(site, tmp_path)
    done = place.run("restore", "--file", site.backup)
    assert (done.returncode, "这里已有内容" in done.stderr, "--folders" in done.stderr) == (3, True, True)
    place.data.mkdir()
    (place.data / "note.txt").write_text("mine", encoding="utf-8")
    done = place.run("restore", "--file", site.backup, "--folders", tmp_path / "folders")
    assert (done.returncode, "没有覆盖" in done.stderr) == (3, True)
    assert [one.name for one in tmp_path.rglob("*")] == ["back", "note.txt"]


def test_a_backup_whose_own_trail_was_altered_is_not_put_back(site: Site, tmp_path: Path) -> None:
    place = elsewhere(site, tmp_path)
    with standing_on(site.url, site.data):
        with connections["default"].cursor() as cursor:
            cursor.execute("UPDATE records_trailentry SET who = 'x' WHERE number = 2")
        try:
            take(tmp_path / "b.zip")
        finally:
            with connections["default"].cursor() as cursor:
                cursor.execute("UPDATE records_trailentry SET who = '' WHERE number = 2")
        connections.close_all()
    done = place.run("restore", "--file", tmp_path / "b.zip", "--folders", tmp_path / "folders")
    assert (done.returncode, "留痕不完整" in done.stderr) == (3, True), done.stderr
    assert not place.data.exists()
    assert list(tmp_path.glob("**/.restore-*")) == []


@on_one_database
def test_without_its_keys_a_backup_is_put_back_only_when_asked(site: Site, tmp_path: Path) -> None:
    shutil.copy(site.backup, tmp_path / "b.zip")
    place = elsewhere(site, tmp_path)
    asked = ("restore", "--file", tmp_path / "b.zip", "--folders", tmp_path / "folders")
    done = place.run(*asked)
    assert (done.returncode, "没有找到密钥文件" in done.stderr) == (3, True)
    done = place.run(*asked, "--without-keys")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "folders" / "city" / "zhibao.key").exists()


@on_one_database
def test_a_backup_of_another_database_says_what_to_set(site: Site, tmp_path: Path) -> None:
    other = Place("" if site.url else "postgresql://zhibao@127.0.0.1:1/none", tmp_path / "back")
    done = other.run("restore", "--file", site.backup)
    assert (done.returncode, "DATABASE_URL" in done.stderr) == (3, True)


@on_one_database
def test_a_backup_is_not_written_over_another(site: Site, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="已有这个文件"):
        take(site.backup)
    done = site.run("backup", "--file", tmp_path / "new.zip")
    assert (done.returncode, done.stdout[:4]) == (0, "已备份到"), done.stderr
