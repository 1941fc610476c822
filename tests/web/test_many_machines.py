"""Two machines make the reports of one order, one of them is killed again and again, and every report is there once."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.object_store import Objects, object_store, settings_of
from tests.web.databases import new_database
from tests.web.machines import every_report_is_there_once, made_by_two, ordered, planned
from zhibao.web.actions.ask_order import again
from zhibao.web.actions.order_files import files_of
from zhibao.web.bridge import school_reports
from zhibao.web.records.job import Job
from zhibao.web.records.models import Order

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills process groups")
SCHOOLS, KILLS, SEED = 40, 4, 20211201
OF_A_MACHINE = ("grounds", "lockers")


@dataclass
class Ground:
    """What stands behind a site: a database, a bucket, and a folder in which machines have theirs."""

    url: str
    bucket: Objects
    home: Path


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    with ExitStack() as until:
        url = until.enter_context(new_database("postgresql", tmp_path))
        bucket = until.enter_context(object_store())
        for name, text in settings_of(bucket.address).items():
            monkeypatch.setenv(name, text)
        monkeypatch.setattr(settings, "DATA", tmp_path / "site")
        yield Ground(url, bucket, tmp_path)


def test_every_report_is_there_once_and_whole_however_often_a_machine_dies(ground: Ground) -> None:
    """bench/orders_run.py does the same with two hundred reports."""
    with ordered(ground.home, SCHOOLS) as order:
        machines = made_by_two(order, ground.home, ground.url, KILLS, SEED)
        every_report_is_there_once(order, ground.bucket)
        for one in machines:
            assert {each.name for each in one.home.iterdir()} <= {
                "log",
                "secret.key",
                "folder.id",
                "desk",
                *OF_A_MACHINE,
            }
            assert all((one.home / each).is_dir() for each in OF_A_MACHINE)
    the_same_as_by_the_command(order)
    before = dict(Job.objects.filter(kind="compile_school").values_list("key", "ended_at"))
    assert planned(again(order.by, order)) == {"reports": SCHOOLS, "left": 0}
    assert dict(Job.objects.filter(kind="compile_school").values_list("key", "ended_at")) == before


def the_same_as_by_the_command(order: Order) -> None:
    """Make a report as `zhibao compile --all` does, from the city's own folder, and compare the bytes."""
    item = order.items.select_related("job").order_by("pk").last()
    assert item is not None
    report = school_reports.made(order.campaign.path, item.key)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in report.files.items()}
    assert digests == files_of(item.job)
