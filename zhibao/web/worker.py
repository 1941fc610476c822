"""干活的: takes one job after another, has each done in a process apart, and outlives whatever that one does."""

import logging
import os
import signal
import time
from pathlib import Path
from types import FrameType

from django.db import DatabaseError, connections

from zhibao.web.actions.audit_desk import sweep
from zhibao.web.actions.correct import end_over
from zhibao.web.actions.end_orders import end_orders
from zhibao.web.actions.sweep_evidence import sweep_evidence
from zhibao.web.bridge.auditing import ready
from zhibao.web.hand import PAUSE, Answer, Hand
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.data_folder import data_folder
from zhibao.web.records.job import Job, claim, fail, finish, give_back, lease_time, put_back, renew
from zhibao.web.work import HandBackError, Limits, kind_of

__all__ = ["PAUSE", "Worker"]

SWEEP = 20.0
HOUR = 3_600.0
IDLE = 2.0
AWAY = 10.0
TOO_LONG = "用尽了时间的上限（{:g} 秒），没有做完。请删去不需要的内容或分成几个文件后再试。"
_log = logging.getLogger("zhibao.web.worker")


class Worker:
    """一名: works until it is told to stop, or until the server that it was started beside is gone."""

    def __init__(self, parent: int = 0) -> None:
        """Begin; `parent` is the process without which it ends, 0 for none."""
        self._parent = parent
        self._is_stopped = False
        self._swept = self._looked = self._beat = 0.0
        self._cleared = time.monotonic()
        self._hand: Hand | None = None

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """End after giving back what is being done."""
        self._is_stopped = True

    @property
    def is_over(self) -> bool:
        """Say whether it is to end."""
        return self._is_stopped or (self._parent != 0 and os.getppid() != self._parent)

    def work(self) -> None:
        """Take jobs until the end; a database that is away for a while is waited for."""
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self.stop)
        ready()
        while not self.is_over:
            try:
                if not self.do_one():
                    time.sleep(PAUSE)
            except DatabaseError as error:
                _log.warning("the database does not answer: %s", error)
                connections.close_all()
                time.sleep(5 * PAUSE)
        self._rest()
        connections.close_all()

    def do_one(self) -> bool:
        """Do the job that is next, if there is one, and say whether there was."""
        now = time.monotonic()
        if now - self._swept > SWEEP:
            self._swept = self._looked = now
            if _is_of_the_site():
                sweep()
                end_over()
                self._clear(now)
            end_orders()
        job = claim(home=data_folder())
        if job is None:
            if now - self._looked > IDLE:
                self._looked = now
                self._rest()
                end_orders()
            return False
        try:
            limits, _ = kind_of(job.kind)
        except HandBackError as unknown:
            fail(job, str(unknown))
            return True
        answer = self._answer(job, limits)
        _close(job, answer)
        if answer is not None and answer[0] == "away":
            _log.warning("files do not come or go: %s", answer[1])
            self._wait(AWAY)
        return True

    def _clear(self, now: float) -> None:
        """Remove files that nothing names, once an hour."""
        if now - self._cleared > HOUR:
            self._cleared = now
            sweep_evidence()

    def _answer(self, job: Job, limits: Limits) -> Answer | None:
        """Return how a job went; None when it is not this worker's any more."""
        if self._hand is not None and not self._hand.fits(job):
            self._rest()
        self._hand = self._hand or Hand(job)
        answer: Answer | None = None
        try:
            self._hand.give(job, limits)
            answer = self._waited(self._hand, job, limits)
        except OSError as error:  # it died while nothing was to be done
            answer = "again", f"处理的进程中途结束（{type(error).__name__}）。"
        finally:
            if not limits.stays or answer is None or answer[0] != "done":
                self._rest()
        return answer

    def _waited(self, hand: Hand, job: Job, limits: Limits) -> Answer | None:
        self._beat = time.monotonic()
        until = self._beat + limits.seconds
        while True:
            answer = hand.answer()
            if answer is not None:
                return answer
            if self.is_over:
                give_back(job)
                return None
            if time.monotonic() > until:
                return "fault", TOO_LONG.format(limits.seconds)
            if not self._is_ours(job):
                return None

    def _wait(self, seconds: float) -> None:
        """Do nothing for a while: others would find the same, and every job would be tried in vain."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.is_over:
            time.sleep(PAUSE)

    def _rest(self) -> None:
        """End the process that stayed for more jobs of its ground."""
        if self._hand is not None:
            self._hand.end()
            self._hand = None

    def _is_ours(self, job: Job) -> bool:
        """Renew the lease when it is time; an answer that does not come is asked for again at the next beat."""
        now = time.monotonic()
        if now - self._beat < lease_time().total_seconds() / 6:
            return True
        self._beat = now
        try:
            return renew(job)
        except DatabaseError:
            connections.close_all()
            return True


def _is_of_the_site() -> bool:
    """Say whether working folders lie here, and not on another machine that does what is to be done in them."""
    folders = list(Campaign.objects.values_list("folder", flat=True))
    return not folders or any(Path(one).is_dir() for one in folders)


def _close(job: Job, answer: Answer | None) -> None:
    """Write down how a job went; a database that is away is asked again, for as long as the lease lasts."""
    until = time.monotonic() + lease_time().total_seconds()
    while answer is not None:
        try:
            match answer:
                case "done", result:
                    finish(job, result)
                case "again" | "away", fault:
                    put_back(job, fault)
                case _, fault:
                    fail(job, fault)
        except DatabaseError:
            connections.close_all()
            if time.monotonic() > until:
                return
            time.sleep(PAUSE)
        else:
            return
