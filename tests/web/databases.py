"""Another database under the same site."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from zhibao.web.database import database


@contextmanager
def standing_on(url: str, folder: Path = Path()) -> Iterator[None]:
    """Put the site on the database of an address, brought up to date; afterwards on the one it stood on."""
    stood_on, before = connections.settings[DEFAULT_DB_ALIAS], connections[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = connections.configure_settings({DEFAULT_DB_ALIAS: database(url, folder)})[
        DEFAULT_DB_ALIAS
    ]
    del connections[DEFAULT_DB_ALIAS]
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections.settings[DEFAULT_DB_ALIAS] = stood_on
        connections[DEFAULT_DB_ALIAS] = before
