"""做备份: everything of a site into one file, while it goes on serving, and the keys into a second one."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from zhibao.terms.errors import reason_of
from zhibao.web.actions.evidence_files import AwayError, file_of, named_files
from zhibao.web.actions.prepare_release import folder_of
from zhibao.web.backup.archive import (
    BackupError,
    Folder,
    Keys,
    Manifest,
    Packing,
    keys_beside,
    opened,
    pieces_of,
)
from zhibao.web.backup.contents import SEALING, SECRET, keys_of_data, of_data, of_folder
from zhibao.web.backup.dump import applied, dump
from zhibao.web.bridge.stored import brought
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.release import Candidate

Report = Callable[[str, int], None]


@dataclass(frozen=True)
class Taken:
    """做成的备份: where it and its keys lie, what tells it from every other, and how much is in it."""

    path: Path
    keys: Path
    fingerprint: str
    files: int
    size: int
    trail: int


def take(to: Path, keys_to: Path | None = None) -> Taken:
    """Write a backup of the site and return what was written; it was read again and compared before it got its name.

    Raises: BackupError, when there is such a file already, a working folder is gone, or the disk takes no more.
    """
    keys_at = keys_to or keys_beside(to)
    for path in (to, keys_at):
        if path.exists():
            raise BackupError(f"{path}：已有这个文件，没有覆盖。请换一个名字。")
    draft = to.with_name(f".{to.name}.{os.getpid()}.tmp")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        return _taken(draft, to, keys_at)
    except OSError as error:
        raise BackupError(f"{to}：写不进去（{reason_of(error)}）。没有做成备份，请检查磁盘空间与权限。") from error
    finally:
        draft.unlink(missing_ok=True)


def _taken(draft: Path, to: Path, keys_at: Path) -> Taken:
    data = Path(settings.DATA)
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as out:
        with zipfile.ZipFile(out, "w", compresslevel=1) as zipped:
            packing = Packing(zipped)
            migrations = applied()
            trail, tables = dump(packing)
            folders = _folders(data)
            bring(folders)
            _pack(packing, "data/", data, of_data(data, [Path(one.path) for one in folders]))
            for number, one in enumerate(folders):
                _pack(packing, f"folders/{number}/", Path(one.path), of_folder(Path(one.path)))
            keys = _keys(data, folders)
            manifest = Manifest(
                format=1,
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                version=settings.VERSION_SHOWN,
                vendor=connection.vendor,
                trail=trail,
                migrations=migrations,
                tables=tables,
                folders=folders,
                keys={name: hashlib.sha256(text.encode()).hexdigest() for name, text in keys.items()},
                files=packing.files,
            )
            fingerprint = packing.finish(manifest)
        out.flush()
        os.fsync(out.fileno())
    with opened(draft) as again:
        again.verify()
    _write_keys(keys_at, Keys(manifest=fingerprint, keys=keys))
    draft.replace(to)
    return Taken(to, keys_at, fingerprint, len(manifest.files), to.stat().st_size, trail[0])


def bring(folders: Iterable[Folder]) -> None:
    """Fetch what lies in the bucket and not on this machine, where there is a bucket."""
    for one in folders:
        brought(Path(one.path))
    for candidate in Candidate.objects.all():
        folder_of(candidate)
    for digest in named_files():
        try:
            file_of(digest)
        except AwayError as error:
            raise BackupError(f"佐证 {digest[:12]}…：{error}没有做成备份。") from error


def _folders(data: Path) -> list[Folder]:
    """Return the working folders that the site stands on, each once."""
    found = []
    for path in dict.fromkeys(one.path for one in Campaign.objects.order_by("pk")):
        if not path.is_dir():
            raise BackupError(f"{path}：工作目录不在，没有做成备份。请先把它找回来。")
        inside = path.relative_to(data).as_posix() if path.is_relative_to(data) else ""
        found.append(Folder(path=str(path), inside=inside))
    return found


def _pack(packing: Packing, start: str, folder: Path, paths: Iterable[Path]) -> None:
    """Write files into the backup; one that went away meanwhile was not to be kept."""
    for path in paths:
        try:
            opened_file = path.open("rb")
        except FileNotFoundError:
            continue
        with opened_file as content:
            packing.put(start + path.relative_to(folder).as_posix(), pieces_of(content))


def _keys(data: Path, folders: list[Folder]) -> dict[str, str]:
    """Return every key by where it belongs; a key that is given to the site from outside is the giver's to keep."""
    paths = {f"data/{SECRET}": data / SECRET}
    if not os.environ.get("ZHIBAO_KEY_FILE"):
        paths |= {f"folders/{number}/{SEALING}": Path(one.path) / SEALING for number, one in enumerate(folders)}
        unopened = keys_of_data(data, [Path(one.path) for one in folders])
        paths |= {f"data/{path.relative_to(data).as_posix()}": path for path in unopened}
    return {name: path.read_text(encoding="ascii") for name, path in paths.items() if path.is_file()}


def _write_keys(path: Path, keys: Keys) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(keys.model_dump_json(indent=1) + "\n")
        out.flush()
        os.fsync(out.fileno())
