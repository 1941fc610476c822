"""盯看: which files of a working folder make its report, and which of them changed; found by looking again and again.

A look costs some hundred stats; it works on every disk, network drives too, and needs no library.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from zhibao.catalog.edition import FILE

Stamps = Mapping[str, tuple[int, int]]
"""Path below the folder → time of the last change and size."""

_FOLDERS = ("outline", "cases", "catalog", "workbooks", "city", "store/heads")
_TEXTS = ("outline/", "cases/")
_PASSING = re.compile(r"[~.].*|.*(~|\.tmp|\.part|\.swp|\.swx|\.bak|\.crdownload)", re.IGNORECASE)
"""Names of what only passes by: Excel's lock files, drafts and copies of editors, files that are being copied."""


def look(folder: Path) -> Stamps:
    """Return the files that the report is made of, as they lie there now; what vanishes meanwhile is left out."""
    return dict(_stamped(folder))


def changed(before: Stamps, after: Stamps) -> frozenset[str]:
    """Return what is new, other or gone."""
    names = before.keys() | after.keys()
    return frozenset(name for name in names if before.get(name) != after.get(name))


def is_text(names: frozenset[str]) -> bool:
    """Say whether only chapters and cases are among the names, so that data and values still hold."""
    return all(name.startswith(_TEXTS) for name in names)


def _stamped(folder: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    for file in _files(folder):
        try:
            about = file.stat()
        except OSError:
            continue
        yield file.relative_to(folder).as_posix(), (about.st_mtime_ns, about.st_size)


def _files(folder: Path) -> Iterator[Path]:
    yield folder / FILE
    for name in _FOLDERS:
        for home, inner, files in os.walk(folder / name):
            inner[:] = sorted(one for one in inner if not _PASSING.fullmatch(one))
            yield from (Path(home, one) for one in sorted(files) if not _PASSING.fullmatch(one))
