"""底本: a working folder as it stands at one moment, kept file by file, so that any machine can have it as well.

What a report is made from goes along: settings, definitions, outline, cases, the schools' own chapters, and the
snapshots in force. The key of personal cells never does, nor do workbooks: what was frozen counts.
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path

from django.conf import settings

from zhibao.catalog.edition import WorkingFolder
from zhibao.snapshot.drafts import HOUR, sweep
from zhibao.snapshot.locker import Locker
from zhibao.snapshot.store import Store
from zhibao.web.bridge.lockers import locker

_NOT_OURS = ("workbooks", "city", "feedback", "build", "store")
_KEPT = 3
_DRAFT = ".draft-"


def pack(path: Path, campaign: str) -> str:
    """Keep a working folder as it is and return what names it; what is kept already is not written again."""
    kept = _locker(campaign)
    there = kept.names()
    files = {**dict(_contents(path)), **_heads(path)}
    said = {}
    for name, content in sorted(files.items()):
        digest = _digest(content)
        said[name] = digest
        if digest not in there:
            kept.put(content if isinstance(content, bytes) else content.read_bytes())
    return kept.put(json.dumps(said, ensure_ascii=False, indent=0).encode())


def unpack(campaign: str, ground: str) -> Path:
    """Return the folder of a ground on this machine, made when it is not there; whole or not at all.

    Raises: SnapshotError, when something of it is missing or not what it was.
    """
    home = Path(settings.DATA) / "grounds"
    place = home / ground
    if place.is_dir():
        os.utime(place)
        return place
    kept = _locker(campaign)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(home.glob(f"{_DRAFT}*"))
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=home))
    try:
        for name, digest in files_of(kept, ground).items():
            file = draft / name
            file.parent.mkdir(parents=True, exist_ok=True)
            _link(kept.file(digest), file)
        draft.rename(place)
    except OSError:
        if not place.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _forget(home, place)
    if kept.bucket is not None:
        _forget_copies(kept.path)
    return place


def prune(campaign: str, grounds: set[str]) -> None:
    """Remove what belongs to none of the grounds that are still named."""
    kept = _locker(campaign)
    named = {digest for one in grounds for digest in (one, *files_of(kept, one).values())}
    for digest in kept.names() - named:
        kept.forget(digest)


def files_of(kept: Locker, ground: str) -> dict[str, str]:
    """Return name → hash of the files of a ground."""
    found: dict[str, str] = json.loads(kept.get(ground))
    return found


def _locker(campaign: str) -> Locker:
    return locker(f"grounds/{campaign}")


def _contents(path: Path) -> Iterator[tuple[str, bytes | Path]]:
    """Yield the files of a folder: what may be changed as it reads now, snapshots where they lie."""
    for one in sorted(path.iterdir()):
        if one.name in _NOT_OURS or one.name.startswith((".", "~")) or one.suffix == ".key":
            continue
        for file in sorted(one.rglob("*")) if one.is_dir() else [one]:
            if file.is_file() and not file.name.startswith((".", "~$")):
                yield file.relative_to(path).as_posix(), file.read_bytes()


def _heads(path: Path) -> dict[str, bytes | Path]:
    """Return the files of the store: the snapshots in force, and what names them."""
    folder = WorkingFolder(path)
    files: dict[str, bytes | Path] = {}
    for one in Store(folder.store).current(folder.edition.years):
        files[f"store/heads/{one.year}/{one.place.code}.json"] = (json.dumps({"snapshot": one.id}) + "\n").encode()
        for file in one.folder.iterdir():
            files[f"store/snapshots/{one.id}/{file.name}"] = file
    return files


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return sha256(content).hexdigest()
    with content.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _link(kept: Path, file: Path) -> None:
    try:
        os.link(kept, file)
    except OSError:
        shutil.copyfile(kept, file)


def _forget(home: Path, place: Path) -> None:
    """Remove the folders that were looked at longest ago, but for a few."""
    others = [one for one in home.iterdir() if one != place and not one.name.startswith(".")]
    for one in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(one, ignore_errors=True)


def _forget_copies(path: Path) -> None:
    """Remove copies of what is in the bucket that no folder here is linked to any more, the youngest aside."""
    for one in path.iterdir():
        told = one.stat()
        if told.st_nlink == 1 and time.time() - told.st_mtime > HOUR:
            one.unlink(missing_ok=True)
