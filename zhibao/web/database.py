"""数据库设置: SQLite in the data folder, or PostgreSQL where DATABASE_URL names one."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BUSY_SECONDS = 20
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


def database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's entry for the database that an address names; '' is SQLite in the data folder.

    What follows a ? is libpq's: host=/run/postgresql, sslmode=verify-full. SQLite has one writer: a transaction takes
    the lock when it begins, and the next one waits for it.

    Raises: ValueError, for an address of anything but PostgreSQL.
    """
    if not url:
        options = {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "zhibao.sqlite3", "OPTIONS": options}
    parts = urlsplit(url)
    more = {name: told[-1] for name, told in parse_qs(parts.query).items()}
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL：只认识 postgresql://…，写的是 {parts.scheme}://。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": more.pop("host", unquote(parts.hostname or "")),
        "PORT": more.pop("port", str(parts.port or "")),
        "OPTIONS": more,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
