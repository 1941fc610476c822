"""清佐证: files that nothing names go away, a day after they were written: a refusal or a kill came in between.

Only what lies on this disk is looked at, so that a site which was restored elsewhere for a drill, on the same bucket,
takes nothing of the real one away. The same file may be laid down again at the very moment: what is taken away is
moved aside first, and put back when it turns out to be new, or to be named by now.
"""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from zhibao.web.actions.evidence_files import evidence_home, is_named, object_of
from zhibao.web.bridge.shared_files import SnapshotError, drop

GRACE = 86_400.0
_ASIDE = ".swept"


def sweep_evidence(now: float | None = None) -> int:
    """Remove what nothing names, and return how many files; what the bucket does not let go stays in it."""
    now = time.time() if now is None else now
    for one in list(evidence_home().glob(f"*/*{_ASIDE}")):  # a kill came while it lay aside
        if is_named(one.stem):
            _put_back(one)
    return sum(_swept(one, now) for one in list(_files()))


def _files() -> Iterator[Path]:
    yield from evidence_home().glob("*.tmp")
    yield from evidence_home().glob("*/*")


def _swept(file: Path, now: float) -> bool:
    if not _is_left(file, now):
        return False
    aside = file.with_name(f"{file.name}{_ASIDE}")
    with suppress(FileNotFoundError):  # another worker sweeps too
        file.rename(aside)
        if not _is_left(aside, now, file.name):
            _put_back(aside)
            return False
        aside.unlink()
        with suppress(SnapshotError):
            drop(object_of(file.name), GRACE)
        return True
    return False


def _is_left(file: Path, now: float, name: str = "") -> bool:
    """Say whether a file has lain for a day and nothing names it."""
    try:
        is_old = file.is_file() and now - file.stat().st_mtime > GRACE
    except FileNotFoundError:
        return False
    return is_old and not is_named(name or file.name)


def _put_back(aside: Path) -> None:
    with suppress(FileExistsError):
        os.link(aside, aside.with_name(aside.stem))
    aside.unlink()
