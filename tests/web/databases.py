"""Another database under the same site."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from tests.postgres import lasting, postgres
from zhibao.web.database import database


@contextmanager
def new_database(vendor: str, folder: Path) -> Iterator[str]:
    """Put the site on a new database of a vendor, up to date, and give its address; SQLite's is '', in the folder.

    It is a copy, byte for byte, of the one that the migrations made the first time that this process asked.
    """
    with ExitStack() as until:
        url = ""
        if vendor == "postgresql":
            url = until.enter_context(postgres(_migrated_server()))
        else:
            Path(str(database("", folder)["NAME"])).write_bytes(_migrated_file())
        until.enter_context(_under(url, folder))
        yield url


@contextmanager
def standing_on(url: str, folder: Path = Path()) -> Iterator[None]:
    """Put the site on the database of an address, brought up to date; afterwards on the one it stood on."""
    with _under(url, folder):
        call_command("migrate", verbosity=0)
        yield


@contextmanager
def _under(url: str, folder: Path) -> Iterator[None]:
    stood_on, before = connections.settings[DEFAULT_DB_ALIAS], connections[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = connections.configure_settings({DEFAULT_DB_ALIAS: database(url, folder)})[
        DEFAULT_DB_ALIAS
    ]
    del connections[DEFAULT_DB_ALIAS]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections.settings[DEFAULT_DB_ALIAS] = stood_on
        connections[DEFAULT_DB_ALIAS] = before


@cache
def _migrated_server() -> str:
    """Return the address of a database on the server of this process that was brought up to date and stays so."""
    url = lasting()
    with standing_on(url):
        return url


@cache
def _migrated_file() -> bytes:
    """Return SQLite's file as the migrations leave an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        with standing_on("", Path(folder)):
            pass
        return Path(str(database("", Path(folder))["NAME"])).read_bytes()
