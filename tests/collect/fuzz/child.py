"""Hands every case of the corpus in, one by one, and says what is wrong: run in a process of its own, with limits."""

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.collect.fuzz.corpus import TAKEN, corpus
from tests.collect.fuzz.town import Town, filled, town

MOST_MEMORY = 6 << 30
Lay = Callable[[Path], object]


def main(folder: Path) -> None:
    """Print, as JSON, the name of each case before it is handed in and what is wrong behind it."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    place = town(folder)
    for case in corpus(filled(folder)):
        path = place.place(case.ending)
        _say(case=case.name)
        _say(wrong=_tried(place, path, partial(Path.write_bytes, data=case.content), case.says))
    for name, lay, says in _places():
        _say(case=name)
        _say(wrong=_tried(place, place.place(), lay, says))


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _tried(place: Town, path: Path, lay: Lay, says: str) -> list[str]:
    lay(path)
    outcome = place.hand_in(path)
    if says == TAKEN and outcome.is_refused:
        outcome.wrong.append(f"is refused: {outcome.rules}")
    elif says not in ("", TAKEN) and says not in outcome.rules:
        outcome.wrong.append(f"says {outcome.rules or 'nothing'} instead of {says}")
    path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    return outcome.wrong


def _places() -> Iterator[tuple[str, Lay, str]]:
    """Yield what lies where a workbook is expected and is no file to be read."""
    yield "a folder", lambda path: path.mkdir(), "cannot_read"
    yield "a link in a circle", lambda path: path.symlink_to(path), "cannot_read"
    yield "a link to nothing", lambda path: path.symlink_to("nothing"), "cannot_read"
    yield "a pipe", os.mkfifo, "cannot_read"
    yield "a device without end", lambda path: path.symlink_to("/dev/zero"), "cannot_read"
    # 管理员什么都能读，读到的是空文件。
    yield "no permission", lambda path: path.touch(mode=0), "empty_file" if os.geteuid() == 0 else "cannot_read"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
