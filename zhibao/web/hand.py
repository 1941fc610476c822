"""一双手: the process in which jobs are done, apart from the worker: what a job does to it ends nothing else.

Most kinds have one for each job. A kind that stays has it for all jobs on the same ground, one after the other, so that
what they have in common is read once; whatever goes wrong ends it, and the next job has a new one.
"""

import gc
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
from typing import Any

import django
from django.db import connections

from zhibao.snapshot.errors import SnapshotError
from zhibao.terms.errors import ZhibaoError
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.in_chinese import kept_in_chinese
from zhibao.web.records.job import Job
from zhibao.web.work import HandBackError, Limits, kind_of

PAUSE = 0.4
MOST_JOBS = 200
"""After so many jobs a process that stays is replaced, whatever libraries have piled up in it."""
_log = logging.getLogger("zhibao.web.worker")
Answer = tuple[str, Any]
"""done and what came out; fault: what is wrong with the job; again: what befell it; away: files do not come or go."""


class Hand:
    """一双手: a process that does one job at a time for its worker."""

    def __init__(self, job: Job) -> None:
        """Begin, for a job and those on its ground."""
        connections.close_all()  # no connection is shared with the process that is begun here
        context: Any = multiprocessing.get_context(_method())
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_toil, args=(theirs, self._pipe))
        self._process.start()
        theirs.close()
        self._ground, self._given, self._is_well = _ground(job), 0, True

    def fits(self, job: Job) -> bool:
        """Say whether it may do a job too, after what it has done."""
        is_ready = self._is_well and self._given < MOST_JOBS and self._process.is_alive()
        return is_ready and self._ground == _ground(job)

    def give(self, job: Job, limits: Limits) -> None:
        """Let it begin with a job."""
        self._given, self._is_well = self._given + 1, False
        self._pipe.send((job.kind, job.asked, job.lease, limits))

    def answer(self) -> Answer | None:
        """Return how the job went, None when it is not over after a short while."""
        if not wait([self._pipe], timeout=PAUSE):
            return None
        try:
            answer: Answer = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode or 0
            how = f"信号 {-code}" if code < 0 else f"退出码 {code}"
            return "again", f"处理的进程中途结束（{how}），多半是文件损坏或过大。请用原来的程序打开，另存后再试。"
        self._is_well = answer[0] == "done"
        return answer

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _ground(job: Job) -> tuple[str, str]:
    return job.kind, str(job.asked.get("ground", ""))


def _method() -> str:
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "fork" if can_fork else "spawn"


def _toil(pipe: Connection, parents: Connection) -> None:
    """Do jobs within their limits and send how they went, until one of a kind that does not stay is done."""
    parents.close()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses Ctrl-C speaks to the worker
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    if _method() == "spawn":
        django.setup()
    gc.freeze()  # what all jobs share is not looked through for garbage again and again
    while True:
        try:
            kind, asked, lease, limits = pipe.recv()
        except EOFError:
            return
        _limit(limits)
        pipe.send(_done(kind, asked, lease))
        connections.close_all()
        if not limits.stays:
            pipe.close()
            return


@kept_in_chinese
def _done(kind: str, asked: Mapping[str, Any], lease: str) -> Answer:
    try:
        limits, run = kind_of(kind)
        try:
            return "done", run(asked, lease)
        except SnapshotError as error:
            return "away" if limits.stays else "fault", str(error)
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

        used = resource.getrusage(resource.RUSAGE_SELF)
        for what, most in (
            # What is written to, not what is reserved: the engine that draws charts reserves 64 GB of addresses.
            (resource.RLIMIT_DATA, limits.memory),
            (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.seconds) + 1),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(what)
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (least, hard))
