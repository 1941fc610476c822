"""工人: processes that take one task after another; one that dies takes its task with it and is replaced.

They are forked, so that they share what the first process has loaded, and stay, so that fonts and compiled rules are
read once per process. With one job, or where processes cannot be forked, the tasks are done here, one after the other.
"""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Died:
    """没有做完: what ended a task before it could answer."""

    reason: str


@dataclass
class _Worker:
    """A process with the task that it is at, if any, and the time when that must be done."""

    process: BaseProcess
    pipe: Connection
    number: int = -1
    until: float = 0.0


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def work_off(
    items: Sequence[Item], task: Callable[[Item], Result], *, jobs: int, seconds: float
) -> Iterator[tuple[int, Result | Died]]:
    """Yield number and result of every item as it is done; `seconds` is the longest that one may take.

    The task answers for its own errors; what it returns must be picklable. More than one job asks for a process that
    has not done such a task itself: the threads that typesetting leaves behind do not live on in a fork.
    """
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        yield from enumerate(map(task, items))
        return
    yield from _Crew(items, task, min(jobs, len(items)), seconds).results()


class _Crew(Generic[Item, Result]):
    """The workers of one batch."""

    def __init__(self, items: Sequence[Item], task: Callable[[Item], Result], size: int, seconds: float) -> None:
        self._items = items
        self._task = task
        self._size = size
        self._seconds = seconds
        self._context: Any = multiprocessing.get_context("fork")
        self._waiting = list(range(len(items)))[::-1]
        self._workers: list[_Worker] = []

    def results(self) -> Iterator[tuple[int, Result | Died]]:
        gc.freeze()
        try:
            self._workers = [self._hired() for _ in range(self._size)]
            while any(one.number >= 0 for one in self._workers):
                yield from self._answers()
        finally:
            gc.unfreeze()
            for one in self._workers:
                one.process.kill()
                one.process.join()
                one.pipe.close()

    def _hired(self) -> _Worker:
        """Return a new worker, at its first task if there is one left."""
        ours, theirs = self._context.Pipe()
        others = [one.pipe for one in self._workers]
        process = self._context.Process(target=_toil, args=(theirs, ours, others, self._task, self._items), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._give(worker)
        return worker

    def _give(self, worker: _Worker) -> None:
        worker.number = self._waiting.pop() if self._waiting else -1
        worker.until = time.monotonic() + self._seconds
        if worker.number >= 0:
            worker.pipe.send(worker.number)

    def _answers(self) -> Iterator[tuple[int, Result | Died]]:
        """Yield what has come in; replace the workers that died or are over their time."""
        busy = [one for one in self._workers if one.number >= 0]
        left = max(0.0, min(one.until for one in busy) - time.monotonic())
        ready = wait([one.pipe for one in busy], timeout=left)
        for one in busy:
            number = one.number
            if one.pipe in ready:
                try:
                    result: Result | Died = one.pipe.recv()
                    self._give(one)
                except (EOFError, OSError):
                    one.process.join()
                    result = Died(f"进程中途结束（退出码 {one.process.exitcode}）")
                    self._replace(one)
            elif time.monotonic() >= one.until:
                one.process.kill()
                one.process.join()
                result = Died(f"超过 {self._seconds:g} 秒没有做完")
                self._replace(one)
            else:
                continue
            yield number, result

    def _replace(self, worker: _Worker) -> None:
        worker.pipe.close()
        self._workers.remove(worker)
        self._workers.append(self._hired())


def _toil(
    pipe: Connection,
    parents: Connection,
    others: Sequence[Connection],
    task: Callable[[Item], Result],
    items: Sequence[Item],
) -> None:
    """Do the tasks that are named until nobody is there to name one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the command speaks to the first process
    for inherited in (parents, *others):
        inherited.close()
    while True:
        try:
            number = pipe.recv()
        except EOFError:
            return
        pipe.send(task(items[number]))
