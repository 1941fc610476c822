"""指纹: the hash of what a file holds, worked out once in a process for each state of the file."""

import hashlib
import os
import time
from pathlib import Path

_SETTLED = 2_000_000_000
"""Unit: ns. A file that was changed later than this before it was read may change again without another time."""

_State = tuple[int, int, int, int]
_known: dict[str, tuple[_State, bytes]] = {}


def fingerprint(path: str) -> bytes:
    """Return the SHA-256 of a file's content; a file whose inode, size and times are as they were is not read again."""
    now, found = time.time_ns(), os.stat(path)  # noqa: PTH116  hundreds of files: a Path of each costs more than this
    state = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    known = _known.get(path)
    if known is not None and known[0] == state:
        return known[1]
    digest = hashlib.sha256(Path(path).read_bytes()).digest()
    if max(found.st_mtime_ns, found.st_ctime_ns) + _SETTLED < now:
        _known[path] = state, digest
    return digest


def listed(folder: str) -> list[str]:
    """Return the names of what lies in a folder, in their order; none when there is no such folder."""
    try:
        with os.scandir(folder) as found:
            return sorted(one.name for one in found)
    except (FileNotFoundError, NotADirectoryError):
        return []
