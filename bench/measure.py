"""One measurement: a task that runs alone in a process of its own and says what it took.

A script of tasks ends with `main({...})` and is started as `python SCRIPT TASK FOLDER`. It prints one line of JSON:
mark → seconds, seconds of the processor (all threads together) and peak memory, and how many things there were. What a
task does outside its watch (imports, opening the folder) takes none of the seconds; the peak is that of the whole
process, interpreter and libraries included.
Needs the standard library alone, so that a bare library is measured bare.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

MEBIBYTE = 1 << 20


class Watch:
    """What a task took, mark by mark."""

    def __init__(self) -> None:
        """Begin with nothing measured."""
        self.marks: dict[str, dict[str, float]] = {}
        self.counts: dict[str, int] = {}

    @contextmanager
    def __call__(self, mark: str) -> Iterator[None]:
        """Measure the block under a name."""
        began, worked = time.perf_counter(), time.process_time()
        yield
        seconds, processor = time.perf_counter() - began, time.process_time() - worked
        self.marks[mark] = {"seconds": seconds, "processor": processor, "peak": peak()}


Task = Callable[[Path, Watch], None]


def main(tasks: Mapping[str, Task]) -> None:
    """Run the task that the command line names on the folder that it names, and print the marks."""
    name, folder = sys.argv[1:]
    watch = Watch()
    tasks[name](Path(folder), watch)
    print(json.dumps({"marks": watch.marks, "counts": watch.counts}))


def peak() -> float:
    """Return the most memory that this process, or one that it started and waited for, has held. Unit: MiB."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / MEBIBYTE if sys.platform == "darwin" else most / 1024
