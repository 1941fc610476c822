"""The queue: every job is done once, whoever takes it, and whatever becomes of those who take it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from tests.web.databases import new_database
from zhibao.web import hand, worker
from zhibao.web.actions.desk_files import folder_of
from zhibao.web.records.job import (
    GAVE_UP,
    MOST_TRIES,
    Job,
    Standing,
    append,
    claim,
    fail,
    finish,
    give_back,
    lease_time,
    put_back,
    renew,
)
from zhibao.web.work import HandBackError, Limits, kind_of

PATIENCE = 90
REPORT = "毕业生就业率由81.20%上升到84.65%，提高4.45个百分点。\n"


@dataclass
class Ground:
    """A database with nothing in it, and the data folder of the site that stands on it."""

    url: str
    data: Path


@pytest.fixture(params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    with new_database(request.param, tmp_path) as url:
        yield Ground(url, tmp_path)


def now_is(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def fell_silent(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_asking_twice_under_one_key_asks_once(ground: Ground) -> None:
    first = append("audit", "one", {"slug": "a"})
    again = append("audit", "one", {"slug": "b"})
    assert (again.pk, again.asked, Job.objects.count()) == (first.pk, {"slug": "a"}, 1)


def test_jobs_are_taken_in_their_order_and_none_twice(ground: Ground) -> None:
    asked = [append("audit", str(number), {}) for number in range(3)]
    assert [job.before for job in asked] == [0, 1, 2]
    taken = [claim() for _ in range(4)]
    assert [job and job.key for job in taken] == ["0", "1", "2", None]


def test_of_many_who_reach_at_once_one_gets_each_job(ground: Ground) -> None:
    number, hands = 24, 4
    for one in range(number):
        append("audit", str(one), {})
    taken: list[str] = []

    def reach() -> None:
        while (job := claim()) is not None:
            taken.append(job.key)
            assert finish(job, {"by": job.lease})
        connections.close_all()

    reaching = [Thread(target=reach) for _ in range(hands)]
    for thread in reaching:
        thread.start()
    for thread in reaching:
        thread.join()
    assert sorted(taken, key=int) == [str(one) for one in range(number)]
    assert set(Job.objects.values_list("standing", "tries")) == {(Standing.DONE, 1)}


def test_who_fell_silent_loses_the_job_and_what_it_brings_late_is_not_taken(ground: Ground) -> None:
    append("audit", "one", {})
    slow = claim()
    assert slow is not None
    assert renew(slow)
    assert claim() is None
    fell_silent(slow)
    quick = claim()
    assert quick is not None
    assert (quick.pk, quick.tries) == (slow.pk, 2)
    assert not renew(slow)
    assert not finish(slow, {"by": "slow"})
    assert not fail(slow, "slow")
    assert finish(quick, {"by": "quick"})
    assert not finish(quick, {"by": "quick again"})
    assert now_is(quick).result == {"by": "quick"}


def test_a_job_that_brings_down_every_worker_is_given_up(ground: Ground) -> None:
    asked = append("audit", "one", {})
    for _ in range(MOST_TRIES):
        job = claim()
        assert job is not None
        fell_silent(job)
    assert claim() is None
    ended = now_is(asked)
    assert (ended.standing, ended.fault) == (Standing.FAILED, GAVE_UP)


def test_what_failed_by_chance_is_tried_again_later_and_not_for_ever(ground: Ground) -> None:
    asked = append("audit", "one", {})
    for number in range(1, MOST_TRIES + 1):
        job = claim(timezone.now() + timedelta(minutes=number))
        assert job is not None
        assert put_back(job, "没有做成")
    ended = now_is(asked)
    assert (ended.standing, ended.fault, ended.tries) == (Standing.FAILED, "没有做成", MOST_TRIES)


def test_what_failed_by_chance_waits_before_it_is_tried_again(ground: Ground) -> None:
    append("audit", "one", {})
    job = claim()
    assert job is not None
    put_back(job, "没有做成")
    assert claim() is None


def test_who_is_told_to_stop_leaves_the_job_as_if_it_had_not_been_taken(ground: Ground) -> None:
    append("audit", "one", {})
    job = claim()
    assert job is not None
    assert give_back(job)
    assert (now_is(job).standing, now_is(job).tries) == (Standing.WAITING, 0)


def test_a_kind_that_nobody_knows_is_refused_in_chinese() -> None:
    for name in ("nothing", "os.path", "__init__", ""):
        with pytest.raises(HandBackError, match="不认识的任务"):
            kind_of(name)


Task = Callable[[Mapping[str, object], str], Mapping[str, object]]


def done_by_a_worker(monkeypatch: pytest.MonkeyPatch, task: Task, limits: Limits) -> Job:
    """Have a worker do a job of an invented kind, each try at once, and then a good one; return the first."""
    job = append("invented", "one", {"what": 1})
    for module in (worker, hand):
        monkeypatch.setattr(module, "kind_of", lambda name: (limits, task))
    monkeypatch.setattr(worker, "sweep", lambda: 0)
    one = worker.Worker()
    while not now_is(job).is_over:
        Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
        assert one.do_one()
    for module in (worker, hand):
        monkeypatch.setattr(module, "kind_of", lambda name: (limits, lambda asked, lease: dict(asked)))
    good = append("invented", "two", {"what": 2})
    assert one.do_one()
    assert now_is(good).result == {"what": 2}
    return now_is(job)


def never_ending(asked: Mapping[str, object], lease: str) -> Mapping[str, object]:
    time.sleep(600)
    return {}


def brought_down(asked: Mapping[str, object], lease: str) -> Mapping[str, object]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


ROOMY = Limits(seconds=60, memory=8 << 30)


def test_a_job_that_takes_all_memory_ends_and_its_worker_goes_on(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(60, 2 << 30)
    job = done_by_a_worker(monkeypatch, lambda asked, lease: {"size": len(bytearray(4 << 30))}, limits)
    assert (job.standing, job.tries) == (Standing.FAILED, 1)
    assert "用尽了内存" in job.fault


def test_a_job_that_never_ends_is_ended(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    job = done_by_a_worker(monkeypatch, never_ending, Limits(1, 8 << 30))
    assert (job.standing, job.tries) == (Standing.FAILED, 1)
    assert "用尽了时间" in job.fault


def test_a_job_whose_process_is_brought_down_is_tried_thrice_and_told_of(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = done_by_a_worker(monkeypatch, brought_down, ROOMY)
    assert (job.standing, job.tries) == (Standing.FAILED, MOST_TRIES)
    assert "中途结束（信号 9）" in job.fault


def test_a_job_that_meets_the_unforeseen_says_so_without_a_traceback(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def task(asked: Mapping[str, object], lease: str) -> Mapping[str, object]:
        raise ValueError("/somewhere/on/this/machine")

    job = done_by_a_worker(monkeypatch, task, ROOMY)
    assert job.tries == MOST_TRIES
    assert "没有料到的情况（ValueError）" in job.fault
    assert "somewhere" not in job.fault


def test_a_process_stays_for_jobs_on_its_ground_until_something_goes_wrong(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def task(asked: Mapping[str, object], lease: str) -> Mapping[str, object]:
        if asked.get("is_broken"):
            raise HandBackError("读不懂")
        return {"pid": os.getpid()}

    for module in (worker, hand):
        monkeypatch.setattr(module, "kind_of", lambda name: (Limits(60, 8 << 30, stays=True), task))
    for number, where in enumerate(("a", "a", "b", "a", "a", "a")):
        append("invented", str(number), {"ground": where, "is_broken": number == 4})
    one = worker.Worker()
    while one.do_one():
        pass
    one._rest()
    done = {job.key: (job.result or {}).get("pid") for job in Job.objects.all()}
    assert done["0"] == done["1"] != done["2"] != done["3"]
    assert done["4"] is None
    assert len({done["0"], done["2"], done["3"], done["5"]}) == 4


class Hand:
    """A worker in a process of its own."""

    def __init__(self, ground: Ground) -> None:
        command = [sys.executable, "-m", "zhibao.web", "worker", "--data", str(ground.data)]
        about = {"DATABASE_URL": ground.url, "ZHIBAO_SECRET_KEY": settings.SECRET_KEY, "ZHIBAO_JOB_LEASE_SECONDS": "3"}
        self._log = (ground.data / "worker.log").open("ab")
        self.process = subprocess.Popen(command, env={**os.environ, **about}, stdout=self._log, stderr=self._log)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self._log.close()
        return self.process.wait(PATIENCE)


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def slow_report(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> tuple[Job, Path]:
    """Ask for the audit of a report whose reading does not end before somebody writes into it."""
    monkeypatch.setattr(settings, "DATA", ground.data)
    (folder_of("slow") / "given").mkdir(parents=True)
    pipe = folder_of("slow") / "given" / "报告.txt"
    os.mkfifo(pipe)
    return append("audit", "slow", {"slug": "slow"}), pipe


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(one) for one in text.split()]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_job_whose_worker_is_killed_is_taken_over_once_and_has_one_result(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, pipe = slow_report(ground, monkeypatch)
    first = Hand(ground)
    wait_for(lambda: bool(now_is(job).lease and children_of(first.process.pid)))
    lease, (child,) = now_is(job).lease, children_of(first.process.pid)
    first.end(signal.SIGKILL)
    wait_for(lambda: not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2])
    others = [Hand(ground), Hand(ground)]
    try:
        wait_for(lambda: now_is(job).lease not in ("", lease))
        assert now_is(job).tries == 2

        def at_work() -> list[int]:
            return [pid for one in others for pid in children_of(one.process.pid)]

        # The lease is written down before the child that works under it has been started.
        wait_for(lambda: bool(at_work()))
        assert len(at_work()) == 1
        pipe.write_text(REPORT, encoding="utf-8")
        wait_for(lambda: now_is(job).is_over)
    finally:
        codes = [one.end(signal.SIGTERM) for one in others]
    assert codes == [0, 0]
    ended = now_is(job)
    assert (ended.standing, ended.tries, ended.fault) == (Standing.DONE, 2, "")
    assert ended.result is not None
    assert ended.result["numerals"] == 3
    results = [one.name for one in folder_of("slow").iterdir() if one.name != "given"]
    assert results == [ended.result["folder"]]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_that_is_told_to_stop_leaves_its_job_to_the_next(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, _ = slow_report(ground, monkeypatch)
    hand = Hand(ground)
    wait_for(lambda: bool(now_is(job).lease and children_of(hand.process.pid)))
    assert hand.end(signal.SIGTERM) == 0
    assert (now_is(job).standing, now_is(job).tries) == (Standing.WAITING, 0)


def test_a_lease_is_longer_than_its_renewal_takes() -> None:
    assert lease_time() > timedelta(seconds=10 * worker.PAUSE)
