"""数据库的副本: taken in one moment while others write, and put into an empty database.

SQLite gives it by its online backup; PostgreSQL by COPY within one snapshot, for which no program of its own is
needed and no version has to match. Both are put back at the state of the tables that they were taken at.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import DatabaseError

from zhibao.web.backup.archive import Backup, BackupError, Packing, pieces_of
from zhibao.web.records.trail import TrailHead

SQLITE = "database/zhibao.sqlite3"
_STATE = "django_migrations"
_HEAD = f"SELECT number, hash FROM {TrailHead._meta.db_table} WHERE id = 1"
Trail = tuple[int, str]


def applied() -> list[tuple[str, str]]:
    """Return the state of the tables: which migrations were applied."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def dump(packing: Packing) -> tuple[Trail, dict[str, list[str]]]:
    """Write the database into a backup; return the end of the trail in it, and its tables with their columns."""
    return (_dump_sqlite(packing), {}) if connection.vendor == "sqlite" else _dump_postgresql(packing)


def _dump_sqlite(packing: Packing) -> Trail:
    with tempfile.TemporaryDirectory(prefix="zhibao-backup-") as folder:
        path = Path(folder) / "copy.sqlite3"
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as there,
            closing(sqlite3.connect(path)) as here,
        ):
            there.backup(here)
            here.execute("PRAGMA journal_mode=DELETE")
            number, digest = here.execute(_HEAD).fetchone()
        with path.open("rb") as opened:
            packing.put(SQLITE, pieces_of(opened))
    return number, digest


def _dump_postgresql(packing: Packing) -> tuple[Trail, dict[str, list[str]]]:
    tables: dict[str, list[str]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(_HEAD)
        number, digest = cursor.fetchone()
        for table in sorted(connection.introspection.django_table_names(only_existing=True)):
            if table != _STATE:
                tables[table] = [one.name for one in connection.introspection.get_table_description(cursor, table)]
                packing.put(_entry(table), _copied(table, tables[table]))
    return (number, digest), tables


def _copied(table: str, columns: list[str]) -> Iterator[bytes]:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_named(table, columns)} TO STDOUT") as rows:
        for row in rows:
            yield bytes(row)


def is_empty() -> bool:
    """Say whether nothing is in the database yet."""
    return not connection.introspection.table_names()


def load(backup: Backup) -> None:
    """Put the tables of a backup into an empty PostgreSQL and bring them up to date.

    Raises: BackupError, when they come from a later program or do not fit; the database is empty again.
    """
    try:
        _at_state_of(backup)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(map(_quoted, backup.manifest.tables))} CASCADE")
            for table, columns in backup.manifest.tables.items():
                with cursor.copy(f"COPY {_named(table, columns)} FROM STDIN") as rows:
                    for piece in backup.pieces(_entry(table)):
                        rows.write(piece)
            for table, columns in backup.manifest.tables.items():
                _count_on(table, columns)
        call_command("migrate", verbosity=0)
    except (DatabaseError, BackupError) as error:
        empty()
        if isinstance(error, BackupError):
            raise
        raise BackupError(
            f"{backup.path}：数据库里放不进去（{type(error).__name__}）。没有还原，数据库仍是空的。"
        ) from error


def refuse_later(backup: Backup) -> None:
    """Raise BackupError when a backup was made by a later program than this one."""
    known = set(MigrationLoader(None).disk_migrations or {})
    later = [one for one in backup.manifest.migrations if one not in known]
    if later:
        raise BackupError(f"{backup.path}：备份来自更新的程序（有本程序不认识的 {later[-1][1]}）。请先升级程序再还原。")


def empty() -> None:
    """Take every table out of a PostgreSQL that was empty before."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {_quoted(table)} CASCADE")


def _at_state_of(backup: Backup) -> None:
    """Make the tables as they were when the backup was made."""
    executor = MigrationExecutor(connection)
    graph, there = executor.loader.graph, {(app, name) for app, name in backup.manifest.migrations}
    last = [one for one in there if not any(child.key in there and child.key[0] == one[0]
                                            for child in graph.node_map[one].children)]  # fmt: skip
    executor.migrate(sorted(last))


def _count_on(table: str, columns: list[str]) -> None:
    """Let new rows be numbered after the last one that was put back."""
    if "id" in columns:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [_quoted(table)])
            (sequence,) = cursor.fetchone()
            if sequence:
                cursor.execute(
                    f"SELECT setval(%s, GREATEST(MAX(id), 1), MAX(id) IS NOT NULL) FROM {_quoted(table)}", [sequence]
                )


def _entry(table: str) -> str:
    return f"database/{table}.copy"


def _named(table: str, columns: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(map(_quoted, columns))})"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name.replace('"', ""))
