"""干活的: takes one job after another, does each in a process of its own, and outlives whatever that one does."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

import django
from django.db import DatabaseError, connections

from zhibao.terms.errors import ZhibaoError
from zhibao.web.actions.audit_desk import sweep
from zhibao.web.actions.correct import end_over
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.auditing import ready
from zhibao.web.records.job import Job, claim, fail, finish, give_back, lease_time, put_back, renew
from zhibao.web.work import HandBackError, Limits, kind_of

PAUSE = 0.4
SWEEP = 20.0
TOO_LONG = "用尽了时间的上限（{:g} 秒），没有做完。请删去不需要的内容或分成几个文件后再试。"
_log = logging.getLogger("zhibao.web.worker")
_Answer = tuple[str, Any]


class Worker:
    """一名: works until it is told to stop, or until the server that it was started beside is gone."""

    def __init__(self, parent: int = 0) -> None:
        """Begin; `parent` is the process without which it ends, 0 for none."""
        self._parent = parent
        self._is_stopped = False
        self._swept = self._beat = 0.0

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
        connections.close_all()

    def do_one(self) -> bool:
        """Do the job that is due, if there is one, and say whether there was."""
        if time.monotonic() - self._swept > SWEEP:
            self._swept = time.monotonic()
            sweep()
            end_over()
        job = claim()
        if job is None:
            return False
        try:
            limits, _ = kind_of(job.kind)
        except HandBackError as unknown:
            fail(job, str(unknown))
            return True
        _close(job, self._answer(job, limits))
        return True

    def _answer(self, job: Job, limits: Limits) -> _Answer | None:
        """Return how a job went; None when it is not this worker's any more."""
        connections.close_all()  # no connection is shared with the process that is begun here
        context: Any = multiprocessing.get_context(_method())
        ours, theirs = context.Pipe(duplex=False)
        process: BaseProcess = context.Process(target=_child, args=(theirs, job.kind, job.asked, job.lease, limits))
        process.start()
        theirs.close()
        self._beat = time.monotonic()
        until = self._beat + limits.seconds
        try:
            while True:
                if wait([ours], timeout=PAUSE):
                    return _received(ours, process)
                if self.is_over:
                    give_back(job)
                    return None
                if time.monotonic() > until:
                    return "fault", TOO_LONG.format(limits.seconds)
                if not self._is_ours(job):
                    return None
        finally:
            process.kill()
            process.join()
            ours.close()

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


def _close(job: Job, answer: _Answer | None) -> None:
    """Write down how a job went; a database that is away is asked again, for as long as the lease lasts."""
    until = time.monotonic() + lease_time().total_seconds()
    while answer is not None:
        try:
            match answer:
                case "done", result:
                    finish(job, result)
                case "again", fault:
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


def _received(pipe: Connection, process: BaseProcess) -> _Answer:
    try:
        answer: _Answer = pipe.recv()
    except (EOFError, OSError):
        process.join()
        code = process.exitcode or 0
        how = f"信号 {-code}" if code < 0 else f"退出码 {code}"
        return "again", f"处理的进程中途结束（{how}），多半是文件损坏或过大。请用原来的程序打开，另存后再试。"
    return answer


def _method() -> str:
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "fork" if can_fork else "spawn"


def _child(pipe: Connection, kind: str, asked: Mapping[str, Any], lease: str, limits: Limits) -> None:
    """Do one job within its limits and send how it went."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses Ctrl-C speaks to the worker
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    if _method() == "spawn":
        django.setup()
    _limit(limits)
    pipe.send(_done(kind, asked, lease))
    connections.close_all()
    pipe.close()


def _done(kind: str, asked: Mapping[str, Any], lease: str) -> _Answer:
    try:
        _, run = kind_of(kind)
        return "done", run(asked, lease)
    except (HandBackError, RefusedError, ZhibaoError) as error:
        return "fault", str(error)
    except MemoryError:
        return "fault", "用尽了内存的上限，没有做完。请删去不需要的内容（如图片）或分成几个文件后再试。"
    except Exception as error:  # noqa: BLE001  whatever a job meets, its worker goes on
        _log.exception("job %s failed", kind)
        return "again", f"程序遇到没有料到的情况（{type(error).__name__}），没有做成。请把这句话告诉管理员。"


def _end_with(parent: int) -> None:
    """End this process when the worker is gone: nobody would take what it brings."""
    while os.getppid() == parent:
        time.sleep(PAUSE)
    os._exit(1)


def _limit(limits: Limits) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  Windows has none

        for what, most in (
            # What is written to, not what is reserved: the engine that draws charts reserves 64 GB of addresses.
            (resource.RLIMIT_DATA, limits.memory),
            (resource.RLIMIT_CPU, int(limits.seconds) + 1),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(what)
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (least, hard))
