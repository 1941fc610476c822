"""A PostgreSQL server of its own: on a socket in a temporary folder, started for tests and gone after them."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

from tests.conftest import do_without

PATIENCE = 60


class Person(TypedDict, total=False):
    """As whom a program runs."""

    user: int
    group: int
    extra_groups: Sequence[int]


_LESS_THAN_ROOT = ("postgres", "nobody")


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server with one empty database and give its address; without PostgreSQL the test is skipped."""
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
    server = [programs / "postgres", "-D", data, "-k", home, "-c", "listen_addresses=", "-c", "max_connections=200"]
    with log.open("wb") as out:
        started = subprocess.Popen([*map(str, server)], stdout=out, stderr=out, env=environment, cwd=home, **user)
    try:
        _wait(programs, home, started, log)
        address = f"postgresql://zhibao@{quote(str(home), safe='')}"
        _run([programs / "createdb", "-h", home, "-U", "zhibao", "zhibao"], user, environment, home)
        yield f"{address}/zhibao"
    finally:
        started.send_signal(signal.SIGINT)  # whoever is still connected is sent away
        started.wait()
        shutil.rmtree(home, ignore_errors=True)


def emptied(address: str) -> None:
    """Empty the database of an address."""
    import psycopg  # noqa: PLC0415  only where there is a server

    with psycopg.connect(address, autocommit=True) as one:
        one.execute("DROP SCHEMA public CASCADE")
        one.execute("CREATE SCHEMA public")


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
