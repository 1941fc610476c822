"""备份的内容: which files of a data folder and of working folders belong into it, in an order that keeps them whole.

Snapshots, releases and evidence never change once they are there, and the database names them only afterwards: it is
copied first. What names a snapshot is copied before the snapshots. What is being written is left out.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from zhibao.web.records.audit_case import AuditCase

SECRET = "secret.key"  # noqa: S105  the name of a file
SEALING = "zhibao.key"
GROUNDS = "grounds"
COMPARISON = "zhibao-compare"
"""How the names of keys of comparison begin: whoever lost one has it from the province again."""
_DATABASE = ("zhibao.sqlite3", "zhibao.sqlite3-wal", "zhibao.sqlite3-shm")
_NAMES_FIRST = ("heads", "imports")
_DRAFTS = (".draft-", ".release-", ".restore-", "~$")


def of_data(data: Path, folders: Collection[Path]) -> Iterator[Path]:
    """Yield the files of a data folder, without database, keys and working folders.

    Of the audit desk only what its owner asked to keep.
    """
    kept = set(AuditCase.objects.filter(until=None).values_list("slug", flat=True))
    for path in _files(data):
        parts = path.relative_to(data).parts
        if path.name == SEALING or path.name.startswith(COMPARISON) or parts[0] in (*_DATABASE, SECRET):
            continue
        if parts[0] == "desk" and parts[1:2] and parts[1] not in kept:
            continue
        if parts[0] == GROUNDS:  # made again from what is kept, when it is asked for
            continue
        if not any(path.is_relative_to(one) for one in folders):
            yield path


def of_folder(folder: Path) -> Iterator[Path]:
    """Yield the files of a working folder, without keys and what is worked out again; what names snapshots first."""
    first = [path for part in _NAMES_FIRST for path in _files(folder / "store" / part)]
    yield from first
    done, again = {*first, folder / SEALING}, tuple(folder / "store" / name for name in ("kept", "engine"))
    for path in _files(folder):
        if path not in done and not path.name.startswith(COMPARISON) and not any(map(path.is_relative_to, again)):
            yield path


def keys_of_data(data: Path, folders: Collection[Path]) -> Iterator[Path]:
    """Yield the sealing keys within a data folder of working folders on which no year was opened yet."""
    for path in _files(data):
        if path.name == SEALING and not any(path.is_relative_to(one) for one in folders):
            yield path


def _files(folder: Path) -> Iterator[Path]:
    """Yield regular files, in the order of their names; drafts and links are passed over."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_symlink() or path.name.startswith(_DRAFTS) or path.suffix == ".tmp":
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path
