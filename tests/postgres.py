"""A PostgreSQL server of its own: on a socket in a temporary folder, started once in a process and gone after it."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

from tests.conftest import do_without

PATIENCE = 60
_NUMBERS = count(1)


class Person(TypedDict, total=False):
    """As whom a program runs."""

    user: int
    group: int
    extra_groups: Sequence[int]


_LESS_THAN_ROOT = ("postgres", "nobody")


@contextmanager
def postgres(like: str = "") -> Iterator[str]:
    """Give the address of a new database, empty or a copy of that of another address; without PostgreSQL skip the test.

    The server is one for all that a process asks for; the database goes with the end of the context.
    """
    address = lasting(like)
    try:
        yield address
    finally:
        _say(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")  # whoever is still connected is sent away


def lasting(like: str = "") -> str:
    """Return the address of a new database that lasts as long as the server."""
    name = f"zhibao_{next(_NUMBERS)}"
    _say(f"CREATE DATABASE {name}" + (f" TEMPLATE {like.rpartition('/')[2]}" if like else ""))
    return f"{_server()}/{name}"


def _say(said: str) -> None:
    server = _server()
    import psycopg  # noqa: PLC0415  only where there is a server

    with psycopg.connect(f"{server}/postgres", autocommit=True) as one:
        one.execute(said.encode())


@cache
def _server() -> str:
    """Start the server of this process, which ends with it, and return its address without a database."""
    programs = _programs()
    home = Path(tempfile.mkdtemp(prefix="zhibao-pg-"))
    user = _owner(home)
    data, log = home / "data", home / "log"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)}
    first: list[str | Path] = [
        programs / "initdb",
        "--pgdata",
        data,
        "--username",
        "zhibao",
        "--auth",
        "trust",
        "--encoding",
        "UTF8",
    ]
    _run([*first, "--locale", "C.UTF-8", "--no-sync"], user, environment, home)
    # Nobody pulls the plug of a test's machine: what is written need not have reached the disk.
    settings = ("listen_addresses=", "max_connections=200", "fsync=off")
    server = [programs / "postgres", "-D", data, "-k", home, *(part for one in settings for part in ("-c", one))]
    with log.open("wb") as out:
        started = subprocess.Popen([*map(str, server)], stdout=out, stderr=out, env=environment, cwd=home, **user)
    atexit.register(_end, started, home, os.getpid())
    _wait(programs, home, started, log)
    return f"postgresql://zhibao@{quote(str(home), safe='')}"


def _end(started: subprocess.Popen[bytes], home: Path, owner: int) -> None:
    """End the server where the process ends that started it, not where a fork of it does."""
    if os.getpid() == owner:
        started.send_signal(signal.SIGINT)
        started.wait()
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> Path:
    """Return the folder of the server's programs: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if installed:
        return installed[0].parent
    return do_without("没有找到 PostgreSQL，本测试需要它 (postgresql is not installed)")


def _owner(home: Path) -> Person:
    """Give the folder to somebody who is not root, and return who; {} where nobody else is needed."""
    if os.geteuid() != 0:
        return {}
    found = {one.pw_name: one for one in pwd.getpwall()}
    user = next(found[name] for name in _LESS_THAN_ROOT if name in found)
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}


def _wait(programs: Path, home: Path, started: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    ready = [str(programs / "pg_isready"), "-q", "-h", str(home)]
    while subprocess.run(ready, check=False).returncode:
        assert started.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < until, log.read_text(encoding="utf-8")
        time.sleep(0.05)


def _run(command: list[str | Path], user: Person, environment: dict[str, str], home: Path) -> None:
    said = [*map(str, command)]
    done = subprocess.run(said, check=False, capture_output=True, text=True, env=environment, cwd=home, **user)
    assert done.returncode == 0, done.stderr
