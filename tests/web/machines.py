"""Two machines that share a database and a bucket, one of which dies again and again; and what must be there then."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone

from tests.object_store import Objects
from tests.web.many_schools import many_schools
from zhibao.web.actions.ask_order import order_reports
from zhibao.web.actions.end_orders import end_orders
from zhibao.web.actions.order_files import files_of, made
from zhibao.web.records.data_folder import data_folder
from zhibao.web.records.job import Standing, claim, finish
from zhibao.web.records.models import Account, Campaign, Order
from zhibao.web.records.role import Role
from zhibao.web.work import plan_order

PATIENCE = 300.0
FILES = {"report.docx", "report.pdf", "report.html"}
OVER = (Standing.DONE, Standing.FAILED)


@dataclass
class Machine:
    """A machine of its own: a work folder, the addresses of database and bucket, and nothing else."""

    home: Path
    url: str
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start one worker, as somebody does who has never seen the site's machine."""
        about = {"DATABASE_URL": self.url, "ZHIBAO_JOB_LEASE_SECONDS": "2", "ZHIBAO_SECRET_KEY": ""}
        command = [sys.executable, "-m", "zhibao.web", "worker", "--data", str(self.home)]
        self.home.mkdir(exist_ok=True)
        with (self.home / "log").open("ab") as log:
            where = {**os.environ, **about}
            one = subprocess.Popen(command, env=where, stdout=log, stderr=log, start_new_session=True)
        self.started.append(one)

    def kill(self) -> None:
        """Bring down everything on the machine at once."""
        for one in self.started:
            with suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()
        self.started.clear()


@contextmanager
def ordered(home: Path, schools: int) -> Iterator[Order]:
    """Order the reports of a city of so many schools, and let the site's machine find out which; then take it away."""
    settings.DATA = home / "site"
    folder, deadline = many_schools(home / "city", schools), timezone.now() + timedelta(days=9)
    about = {"slug": "jm", "city": "jm", "title": "示例", "place": "示例市", "year": 2021}
    campaign = Campaign.objects.create(**about, folder=str(folder), deadline=deadline)
    officer = Account.objects.create(login="officer", name="示例", role=Role.CITY_EDITOR, city="jm")
    order = order_reports(officer, campaign)
    assert planned(order) == {"reports": schools, "left": schools}
    folder.rename(home / "away")  # no machine can look into it
    try:
        yield order
    finally:
        (home / "away").rename(folder)
        connections.close_all()


def planned(order: Order) -> dict[str, object]:
    """Plan an order where its working folder lies, as the site's own worker does."""
    job = claim(home=data_folder())
    assert job is not None
    assert (job.kind, job.asked) == ("plan_order", {"order": order.pk})
    told = dict(plan_order.run(job.asked, job.lease))
    assert finish(job, told)
    return told


def made_by_two(order: Order, home: Path, url: str, kills: int, seed: int) -> list[Machine]:
    """Let two machines make the reports, bring one of them down so many times, and return both, at rest."""
    drawn, machines = random.Random(seed), [Machine(home / name, url) for name in ("one", "two")]
    total = order.items.count()
    try:
        for one in machines:
            one.start()
        for number in range(1, kills + 1):
            wait_for(lambda number=number: _done(order) >= number * total // (kills + 2), machines)  # type: ignore[misc]
            time.sleep(drawn.uniform(0, 0.5))
            machines[1].kill()
            for job in order.jobs.filter(standing=Standing.DONE):
                assert set(files_of(job)) == FILES
            machines[1].start()
        wait_for(lambda: not order.jobs.exclude(standing__in=OVER).exists(), machines)
    finally:
        for one in machines:
            one.kill()
    end_orders()
    order.refresh_from_db()
    return machines


def _done(order: Order) -> int:
    return order.jobs.filter(standing=Standing.DONE).count()


def wait_for(is_so: Callable[[], bool], machines: list[Machine]) -> None:
    """Wait until something is so; tell what the machines said when it never is."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, [(one.home / "log").read_text(encoding="utf-8") for one in machines]
        time.sleep(0.05)


def every_report_is_there_once(order: Order, bucket: Objects) -> int:
    """Hold what is there against what was ordered: each report done once, whole, its own; return the bucket's files."""
    assert order.ended_at is not None
    items = list(order.items.select_related("job"))
    assert len({one.job_id for one in items}) == len({one.key for one in items}) == len(items)
    named = set()
    for one in items:
        assert one.job is not None
        assert (one.job.standing, one.job.fault) == (Standing.DONE, "")
        assert set(files_of(one.job)) == FILES
        for name, digest in files_of(one.job).items():
            content = made(one.job, name) or b""
            assert hashlib.sha256(content).hexdigest() == digest
            named.add((one.job.key, digest))
        word = zipfile.ZipFile(BytesIO(made(one.job, "report.docx") or b""))
        assert one.name in word.read("word/document.xml").decode()
    there = [name for name in bucket.kept if name.startswith("site/lockers/made/")]
    assert len(there) == len(named) == len(items) * len(FILES)
    return len(there)
