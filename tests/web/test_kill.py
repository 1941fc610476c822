"""kill -9: whatever is brought down and whenever, what was acknowledged is there, and nothing is there by half."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from threading import Event, Thread
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from tests.web.databases import new_database
from tests.web.people import REGISTER, People
from tests.web.test_permissions import good_for
from zhibao.publish.release import MANIFEST
from zhibao.web.actions.open_campaign import open_campaign
from zhibao.web.bridge import releasing
from zhibao.web.bridge.forms import form
from zhibao.web.bridge.stored import faults_of_store
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Job, Standing, append
from zhibao.web.records.models import Submission
from zhibao.web.records.revision import Revision, content_of
from zhibao.web.records.state import State
from zhibao.web.records.trail import TrailEntry, faults

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills process groups")
PATIENCE, SEED = 90.0, 20211201
ROUNDS = ("server", "worker", "both")
WRITERS = 4
TOKEN = "a" * 32


@dataclass
class Site:
    """A site whose processes are started and killed, and the people of its first school."""

    url: str
    data: Path
    people: People
    port: int = 0
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start the server without workers, or one worker, in a process group of its own."""
        arguments = (
            ["serve", "--port", str(self.port), "--workers", "1", "--jobs", "0"] if name == "server" else ["worker"]
        )
        about = {"ZHIBAO_SECRET_KEY": settings.SECRET_KEY, "ZHIBAO_JOB_LEASE_SECONDS": "2", "DATABASE_URL": self.url}
        with (self.data / f"{name}.log").open("ab") as log:
            self.started[name] = subprocess.Popen(
                [sys.executable, "-m", "zhibao.web", *arguments, "--data", str(self.data)],
                env={**os.environ, **about}, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """Bring down a process and everything that it started, at once."""
        process = self.started.pop(name, None)
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, city: Path, tmp_path: Path) -> Iterator[Site]:
    folder, data = tmp_path / "city", tmp_path / "data"
    shutil.copytree(city, folder)
    data.mkdir()
    with new_database(request.param, data) as url:
        campaign = open_campaign(None, folder, timezone.now() + timedelta(days=9), begun=True)
        with socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        opened = Site(url, data, People.of(campaign), port)
        try:
            yield opened
        finally:
            for name in list(opened.started):
                opened.kill(name)
            connections.close_all()


class Writer(Thread):
    """Somebody who types ever larger numbers into one cell, and remembers what the site said that it has."""

    def __init__(self, site: Site, field: str, over: Event) -> None:
        super().__init__()
        people = site.people
        self.field, self.over, self.acknowledged = field, over, list[str]()
        cookie = people.client("clerk").cookies[settings.SESSION_COOKIE_NAME].value
        self._port = site.port
        self._path = f"/{people.campaign.slug}/schools/{people.school.code}/registers/{REGISTER}/save/"
        self._headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        (line,) = content_of(people.register()).lines
        self._line, self._stands = line.id, line.text("cells", field)

    def run(self) -> None:
        number = 10_000
        while not self.over.is_set():
            number += 1
            try:
                told = self._send(str(number))
            except (OSError, HTTPException, ValueError):
                time.sleep(0.05)
                continue
            if told["conflicts"]:
                # What was sent before the end and not acknowledged may have gone in all the same.
                self._stands = told["conflicts"][0]["theirs"]
                continue
            self._stands = str(number)
            self.acknowledged.append(self._stands)

    def _send(self, text: str) -> dict[str, list[dict[str, str]]]:
        change = {"line": self._line, "field": self.field, "was": self._stands, "now": text}
        asked = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            asked.request("POST", self._path, json.dumps({"changes": [change]}), self._headers)
            answer = asked.getresponse()
            said = answer.read()
        finally:
            asked.close()
        assert answer.status == 200, (answer.status, said.decode())
        told: dict[str, list[dict[str, str]]] = json.loads(said)
        return told


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def approved_schools(people: People, number: int) -> list[int]:
    """Return schools after the first that are approved and signed, so that they may be frozen."""
    keys = []
    for school in people.campaign.schools.all()[1 : number + 1]:
        other = People(people.campaign, school, people.by_word)
        other.all_stand(State.CITY_APPROVED)
        good_for(other, State.CITY_APPROVED)
        keys.append(school.pk)
    return keys


def play(site: Site, writers: list[Writer], schools: list[int]) -> None:
    """Start, let people and workers work, and bring down what the round names, at a moment drawn by lot."""
    drawn = random.Random(SEED)
    for victim, school in zip(ROUNDS, schools, strict=True):
        for name in ("server", "worker"):
            if name not in site.started:
                site.start(name)
        count = sum(len(one.acknowledged) for one in writers)
        wait_for(lambda count=count: sum(len(one.acknowledged) for one in writers) > count + 3)  # type: ignore[misc]
        job = append(
            "freeze", f"kill {school}", {"school": school, "account": site.people["approver"].pk}, anywhere=True
        )
        if victim != "server":
            wait_for(lambda job=job: Job.objects.get(pk=job.pk).lease != "")  # type: ignore[misc]
        time.sleep(drawn.uniform(0, 0.8))
        for name in ("server", "worker") if victim == "both" else (victim,):
            site.kill(name)


def test_what_was_acknowledged_is_there_and_nothing_by_half(site: Site) -> None:
    people, over = site.people, Event()
    numbers = [one.name for one in form(people.campaign.path, people.school, REGISTER).columns if one.is_number]
    schools = approved_schools(people, len(ROUNDS))
    writers = [Writer(site, name, over) for name in numbers[:WRITERS]]
    for one in writers:
        one.start()
    try:
        play(site, writers, schools)
        site.start("worker")
        wait_for(lambda: not Job.objects.exclude(standing__in=(Standing.DONE, Standing.FAILED)).exists())
    finally:
        over.set()
        for one in writers:
            one.join()
        for name in list(site.started):
            site.kill(name)

    written = [change for one in Revision.objects.filter(origin="grid") for change in one.changes]
    (line,) = content_of(people.register()).lines
    for one in writers:
        there = [change["now"] for change in written if change["field"] == one.field]
        assert [text for text in one.acknowledged if text not in there] == []
        assert len(set(there)) == len(there)
        assert line.text("cells", one.field) == there[-1]
        assert int(there[-1]) >= int(one.acknowledged[-1])
    assert list(faults()) == []
    assert (
        TrailEntry.objects.filter(action="存格", detail__origin="grid").count()
        == Revision.objects.filter(origin="grid").count()
    )
    assert set(Job.objects.values_list("standing", "fault")) == {(Standing.DONE, "")}
    campaign = Campaign.objects.get(pk=people.campaign.pk)
    assert list(faults_of_store(campaign.path)) == []
    assert {one.standing for one in Submission.objects.filter(school__in=schools)} == {State.FROZEN}
    assert TrailEntry.objects.filter(action="封存").count() == len(schools)


def test_four_processes_write_one_database_and_none_is_turned_away(site: Site) -> None:
    program = (
        "import sys; from pathlib import Path; from zhibao.web.serving import prepare; prepare(Path(sys.argv[1]))\n"
        "from zhibao.web.records.trail import leave; from django.db import transaction\n"
        "for number in range(25):\n"
        "    with transaction.atomic(): leave(None, 'four', sys.argv[2], {'number': number})\n"
    )
    about = {"ZHIBAO_SECRET_KEY": settings.SECRET_KEY, "DATABASE_URL": site.url}
    before = TrailEntry.objects.count()
    writing = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(site.data), str(number)],
            env={**os.environ, **about},
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    said = [one.communicate(timeout=PATIENCE)[1] for one in writing]
    assert ([one.returncode for one in writing], said) == ([0] * WRITERS, [""] * WRITERS)
    assert TrailEntry.objects.count() == before + 25 * WRITERS
    for number in range(WRITERS):
        theirs = [one.detail["number"] for one in TrailEntry.objects.filter(action="four", what=str(number))]
        assert theirs == list(range(25))
    assert list(faults()) == []


FILES = 20


def written_slowly(folder: Path) -> None:
    """Write as many files as a release has parts, none of them at once."""
    folder.mkdir()
    for number in range(FILES):
        with (folder / f"{number}.html").open("w", encoding="utf-8") as out:
            out.write("first half, ")
            out.flush()
            time.sleep(0.002)
            out.write("second half")


def test_a_release_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made is a stand-in here; how it is put in place is the site's own."""
    place = "a" * 32
    work = MagicMock(obstacles=())
    work.draft().document.title = "示例"
    edition = SimpleNamespace(digest=place * 2, hidden=0)
    monkeypatch.setattr(releasing, "Workshop", lambda path, **_: work)
    monkeypatch.setattr(releasing, "public_edition", lambda *given: edition)
    monkeypatch.setattr(releasing, "publish", lambda draft, folder, catalog, to: sealed_slowly(to))
    monkeypatch.setattr(releasing, "write_edition", lambda edition, to: written_slowly(to))
    drawn, home, seen = random.Random(SEED), tmp_path / "releases", set()
    for _ in range(12):
        child = forked(lambda: releasing.build(tmp_path, home))
        time.sleep(drawn.uniform(0, 0.16))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        shown = [one for one in home.glob("*") if not one.name.startswith(".release-")]
        seen.add(len(shown))
        for one in shown:
            texts = [file.read_text(encoding="utf-8") for file in one.rglob("*.html")]
            assert (one.name, texts) == (place, ["first half, second half"] * 2 * FILES)
            shutil.rmtree(one)
    assert 0 in seen
    built = releasing.build(tmp_path, home)
    assert isinstance(built, releasing.Built)
    assert len(list((home / place).rglob("*.html"))) == 2 * FILES


def sealed_slowly(folder: Path) -> None:
    written_slowly(folder)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")


def forked(work: Callable[[], object]) -> int:
    """Do something in a process of its own and return its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the engine's threads, which the child does not use
        child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child
