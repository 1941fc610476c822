"""共用文件的桥: a file that never changes lies on this disk and, where there is a bucket, in it as well.

A machine that has not got it fetches it, and holds it against its hash before it gets its name.
"""

import hashlib
import secrets
from pathlib import Path

from zhibao.snapshot.bucket import bucket
from zhibao.snapshot.errors import SnapshotError, damaged_file

__all__ = ["SnapshotError", "drop", "fetch", "keep"]


def keep(name: str, file: Path) -> None:
    """Keep a file in the bucket, where there is one. Raises: SnapshotError, when the bucket does not take it."""
    found = bucket()
    if found is not None:
        found.put(name, file.read_bytes())


def fetch(name: str, to: Path, digest: str) -> bool:
    """Bring a file from the bucket, whole or not at all, and say whether it is there.

    Raises: SnapshotError, when the bucket does not answer, or what it has is not what the hash says.
    """
    found = bucket()
    if found is None or found.look(name) is None:
        return False
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = to.with_name(f".draft-{to.name}.{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600)
        found.fetch(name, draft)
        with draft.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                raise damaged_file(f"{found.address}/{name}")
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    return True


def drop(name: str, age: float) -> None:
    """Remove a file from the bucket that has been there for so many seconds, where there is a bucket."""
    found = bucket()
    kept = found.look(name) if found is not None else None
    if found is not None and kept is not None and kept.age > age:
        found.remove(name)
