"""核验的路: the way of finished reports from files to findings, many at once, none able to stop the others.

read → audit → finish, for each file in a process of its own: a file that hangs, takes all memory or brings a library
down ends as that file's message. Where processes can be forked they share what the first one has loaded.

This way stands beside `pipeline`, which goes from workbooks to a report: a report that others have written needs no
working folder, and its audit none of the libraries that making a report takes.
"""

import gc
import importlib
import importlib.util
import multiprocessing
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from zhibao.audit.run import audit, engine
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.errors import ReadError
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import SUFFIXES, read_document
from zhibao.terms.audited import Audited
from zhibao.terms.errors import ZhibaoError, reason_of
from zhibao.terms.progress import Progress, silent

if TYPE_CHECKING:
    from zhibao.document.readers.word_text import Revisions

READABLE = SUFFIXES
"""What is taken from a folder; a file that is named is always tried."""

SECONDS = 120.0
MEMORY = 3 << 30
_MADE_BY_US = ".audit"

Extra = TypeVar("Extra")
Finish = Callable[[Path, Reading, Audited], Extra]
"""What is still done with a document in its own process; what it returns must be picklable."""


@dataclass(frozen=True)
class Ask:
    """核验要求: the view of tracked changes, the known values, last year's report, folders of further rules."""

    revisions: "Revisions" = "accepted"
    data: tuple[Mapping[str, object], ...] | None = None
    previous: Reading | None = None
    overlays: tuple[Path, ...] = ()
    seconds: float = SECONDS
    memory: int = MEMORY


@dataclass(frozen=True)
class Inspected(Generic[Extra]):
    """一份文件的结果: the audit, and what `finish` made of it; None where the file could not be read."""

    path: Path
    audited: Audited
    extra: Extra | None = None


def reports_in(paths: Sequence[Path]) -> list[Path]:
    """Return the files to audit: what was named, in its order, a folder as all readable reports below it.

    Missing: a folder without any stands for itself, so that it is told of.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if _is_report(one, path)) if path.is_dir() else [path]
        found += inside or [path]
    return list(dict.fromkeys(found))


def audit_files(
    paths: Sequence[Path], finish: Finish[Extra], ask: Ask | None = None, progress: Progress = silent
) -> tuple[Inspected[Extra], ...]:
    """Return one result per path, in their order; nothing that a file does stops the others."""
    task = partial(_inspect, ask=ask or Ask(), finish=finish)
    _prepare(paths, (ask or Ask()).overlays)
    results: dict[int, Inspected[Extra]] = {}
    for done, (number, result) in enumerate(_run(paths, task, ask or Ask()), 1):
        results[number] = result
        progress("核验", done, len(paths))
    return tuple(results[number] for number in range(len(paths)))


def inspect(path: Path, finish: Finish[Extra], ask: Ask | None = None) -> Inspected[Extra]:
    """Return the result of one file, audited in this process: for a caller that has bounded it already."""
    ask = ask or Ask()
    _prepare([path], ask.overlays)
    return _inspect(path, ask=ask, finish=finish)


def rulebook(overlays: tuple[Path, ...] = ()) -> RuleBook:
    """Return the rules, read once."""
    return _rulebook(overlays)


@cache
def _rulebook(overlays: tuple[Path, ...]) -> RuleBook:
    return load_rulebook(overlays)


def _is_report(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    made = path.stem.endswith(_MADE_BY_US)
    return path.suffix.lower() in READABLE and not hidden and not made and path.is_file()


def _prepare(paths: Sequence[Path], overlays: tuple[Path, ...]) -> None:
    """Load what every file needs before the processes part."""
    for rule in rulebook(overlays).rules.values():
        engine(rule.kind, "relations")
    for suffix in {path.suffix.lower().lstrip(".") for path in paths}:
        name = f"zhibao.document.readers.{suffix}"
        if importlib.util.find_spec(name):
            importlib.import_module(name)


def _inspect(path: Path, *, ask: Ask, finish: Finish[Extra]) -> Inspected[Extra]:
    """Return the result for one file; whatever goes wrong with it is its message."""
    try:
        if path.is_dir():
            raise ReadError(f"文件夹“{path}”里没有可以核验的报告（{'、'.join(READABLE)}）。")
        # Two reports in two folders may bear one name: places say the path as it was given.
        reading = replace(read_document(path, ask.revisions), file=str(path))
        known = {"data": ask.data, "previous": ask.previous}
        run: Callable[..., Audited] = audit
        audited = run(reading, rulebook(ask.overlays), **{name: one for name, one in known.items() if one is not None})
        return Inspected(path, audited, finish(path, reading, audited))
    except ZhibaoError as error:
        return _failed(path, str(error))
    except OSError as error:
        return _failed(path, f"“{path.name}”读不了：{reason_of(error)}。请检查路径和权限后再试。")
    except MemoryError:
        return _failed(path, _too_much(path, "内存"))
    except RecursionError:
        return _failed(path, f"“{path.name}”的内容层层嵌套过深，没有读完。请用原来的程序打开，整理后重新保存。")
    except Exception as error:  # noqa: BLE001  a fault met on one file must not stop the others
        return _failed(path, _unforeseen(path, error))


def _failed(path: Path, message: str) -> Inspected[Extra]:
    return Inspected(path, Audited(str(path), error=message))


def _too_much(path: Path, what: str) -> str:
    return f"“{path.name}”核验时用尽了{what}的上限，没有做完。请删去不需要的内容（如图片）或分成几个文件后再试。"


def _unforeseen(path: Path, error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f"，{Path(one.filename).name}:{one.lineno}" for one in last)
    said = f"{type(error).__name__}：{str(error)[:160]}{where}"
    return f"核验“{path.name}”时程序遇到没有料到的情况（{said}）。文件没有改动；请把这句话连同文件发给开发者。"


@dataclass
class _Running(Generic[Extra]):
    """A file being worked on."""

    number: int
    path: Path
    process: BaseProcess
    until: float


def _run(
    paths: Sequence[Path], task: Callable[[Path], Inspected[Extra]], ask: Ask
) -> Iterator[tuple[int, Inspected[Extra]]]:
    """Yield number and result of each file as it is done; as many at once as there are processors."""
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin" else "spawn"
    if method == "spawn" and len(paths) == 1:
        yield 0, task(paths[0])
        return
    context: Any = multiprocessing.get_context(method)
    places = min(len(paths), _processors())
    waiting = list(enumerate(paths))[::-1]
    at_work: dict[Connection, _Running[Extra]] = {}
    gc.freeze()
    try:
        while waiting or at_work:
            while waiting and len(at_work) < places:
                number, path = waiting.pop()
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(theirs, task, path, ask.memory), daemon=True)
                process.start()
                theirs.close()
                at_work[ours] = _Running(number, path, process, time.monotonic() + ask.seconds)
            yield from _answers(at_work, ask.seconds)
    finally:
        gc.unfreeze()
        for running in at_work.values():
            running.process.kill()


def _answers(at_work: dict[Connection, _Running[Extra]], seconds: float) -> Iterator[tuple[int, Inspected[Extra]]]:
    """Yield the results that have come, and a message for each file whose time is over or whose process died."""
    next_end = min(one.until for one in at_work.values())
    ready = wait(list(at_work), timeout=max(0.0, next_end - time.monotonic()))
    for pipe in list(at_work):
        running = at_work[pipe]
        if pipe in ready:
            result = _received(pipe, running)
        elif time.monotonic() >= running.until:
            running.process.kill()
            result = _failed(running.path, _too_much(running.path, f"时间（{seconds:g} 秒）"))
        else:
            continue
        del at_work[pipe]
        pipe.close()
        running.process.join()
        yield running.number, result


def _received(pipe: Connection, running: _Running[Extra]) -> Inspected[Extra]:
    try:
        result: Inspected[Extra] = pickle.loads(pipe.recv_bytes())  # noqa: S301  from our own process
    except (EOFError, OSError):
        running.process.join()
        code = running.process.exitcode or 0
        how = f"信号 {-code}" if code < 0 else f"退出码 {code}"
        said = f"核验“{running.path.name}”的进程中途结束（{how}），多半是文件损坏或过大。"
        return _failed(running.path, f"{said}请用原来的程序打开并重新保存后再试。")
    return result


def _work(pipe: Connection, task: Callable[[Path], Inspected[Extra]], path: Path, memory: int) -> None:
    """Do one file in a process of its own and send the result."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the command speaks to the first process
    _limit_memory(memory)
    result = task(path)
    try:
        answer = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        answer = pickle.dumps(_failed(path, _too_much(path, "内存")))
    pipe.send_bytes(answer)
    pipe.close()


def _limit_memory(memory: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  Windows has none

        # What is written to, not what is reserved: the engine that draws charts reserves 64 GB of addresses.
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
