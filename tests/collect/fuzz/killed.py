"""Reads one folder again and again in processes that are killed in the middle, one per line that it is told."""

import os
import random
import signal
import sys
import time
from itertools import count
from pathlib import Path

from tests.collect import sample
from tests.collect.fuzz.archive import cell
from zhibao.catalog.edition import WorkingFolder
from zhibao.collect.folder import read_folder, school_blank


def main(folder: Path, good: Path, place: Path) -> None:
    """Kill one process for each line, some time after it has read the folder once."""
    school_blank(WorkingFolder(folder), sample.catalog(), sample.SCHOOL, 2021)
    content, chance = good.read_bytes(), random.Random(2021)
    for turn, _ in enumerate(sys.stdin):
        heard, said = os.pipe()
        child = os.fork()
        if child == 0:
            _work(folder, place, content, turn, said)
        os.close(said)
        began = os.read(heard, 1)
        os.close(heard)
        time.sleep(chance.uniform(0, 0.3))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        sys.stdout.write(f"{turn}\n" if began else "the process ended by itself\n")
        sys.stdout.flush()


def _work(folder: Path, place: Path, content: bytes, turn: int, said: int) -> None:
    """Hand in one workbook after another, each with another number, and read it, until killed."""
    first = 1000 * (turn + 1)
    for number in count(first):
        laid = place.with_suffix(".new")
        laid.write_bytes(cell(content, "D5", f'<c r="{{r}}"><v>{number}</v></c>'))
        laid.replace(place)
        read_folder(WorkingFolder(folder), sample.catalog())
        if number == first:
            os.write(said, b".")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
