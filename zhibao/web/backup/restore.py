"""还原的次序: compare, unpack beside its place, open, prove, move in; what fails leaves everything as it was."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.utils import DatabaseError

from zhibao.web.backup.archive import Backup, BackupError, Manifest, keys_beside, opened, read_keys
from zhibao.web.backup.dump import SQLITE, empty, is_empty, load, refuse_later
from zhibao.web.backup.put_back import Plan, move_in, planned, prove, share, take_possession, unpacked

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def checked(path: Path, keys: Path | None, *, without_keys: bool) -> Manifest:
    """Compare every entry of a backup, and its keys, and return its manifest. Raises: BackupError."""
    with opened(path) as backup:
        _known(backup, keys, without_keys=without_keys)
        backup.verify()
        return backup.manifest


def restore(path: Path, data: Path, folders: Path | None, keys: Path | None, *, without_keys: bool) -> Plan:
    """Put a backup into an empty place and return where everything went.

    The site that is set up stands on the folder in which the backup is unpacked.
    Raises: BackupError, with everything as it was before.
    """
    with opened(path) as backup:
        known = _known(backup, keys, without_keys=without_keys)
        _refuse_other(backup)
        plan = planned(backup, data, folders, Path(settings.DATA))
        backup.verify()
        refuse_later(backup)
        with unpacked(backup, known, plan):
            _open(backup, plan)
            try:
                prove(backup, plan)
                share(plan)
                take_possession(backup, plan)
                connections.close_all()
                move_in(plan)
            except (BackupError, OSError):
                if connection.vendor == "postgresql":
                    empty()
                raise
    return plan


def _known(backup: Backup, keys: Path | None, *, without_keys: bool) -> Mapping[str, str]:
    if without_keys or not backup.manifest.keys:
        return {}
    return read_keys(keys or keys_beside(backup.path), backup)


def _refuse_other(backup: Backup) -> None:
    """Raise BackupError when the backup is of another database than the one to be filled, or that is not empty."""
    theirs, ours = backup.manifest.vendor, connection.vendor
    if theirs != ours:
        advice = "请去掉 DATABASE_URL" if theirs == "sqlite" else "请把 DATABASE_URL 设为一个空的 PostgreSQL 数据库"
        raise BackupError(f"{backup.path}：备份来自 {_NAMES[theirs]}，现在设的是 {_NAMES[ours]}。{advice}后再还原。")
    try:
        if ours == "postgresql" and not is_empty():
            raise BackupError("DATABASE_URL 指的数据库里已有内容，没有覆盖。请新建一个空的数据库再还原。")
    except DatabaseError as error:
        raise BackupError("DATABASE_URL 指的数据库连不上。请检查地址、账号和网络后再还原。") from error


def _open(backup: Backup, plan: Plan) -> None:
    """Let the site stand on what was unpacked, brought up to date."""
    if connection.vendor == "postgresql":
        load(backup)
        return
    path = plan.staged / "zhibao.sqlite3"
    backup.write(SQLITE, path)
    try:
        with closing(sqlite3.connect(path)) as copy:
            (said,) = copy.execute("PRAGMA integrity_check").fetchone()
            if said != "ok":
                raise BackupError(f"{backup.path}：备份里的数据库已损坏，没有还原。")
        call_command("migrate", verbosity=0)
    except (sqlite3.DatabaseError, DatabaseError) as error:
        raise BackupError(f"{backup.path}：备份里的数据库打不开，没有还原。") from error
