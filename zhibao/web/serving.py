"""开网站: what is made ready before the server listens, and the server."""

import argparse
import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from zhibao.web.crew import Crew

KEY_FILE = "secret.key"
REFUSED = 3
SCHEME, HERE = "http", "127.0.0.1"


def main(arguments: Sequence[str]) -> int:
    """Run a command of the web door and return its exit code."""
    parser = argparse.ArgumentParser(prog="zhibao", allow_abbrev=False)
    ways = parser.add_subparsers(dest="way", required=True)
    for name in ("serve", "demo", "begin"):
        way = ways.add_parser(name)
        way.add_argument("--data", type=Path, required=True)
        way.add_argument("--port", type=int, default=8000)
        way.add_argument("--workers", type=int, default=2)
        way.add_argument("--folder", type=Path, action="append", default=[])
        way.add_argument("--jobs", type=int)
    trail = ways.add_parser("trail")
    trail.add_argument("--data", type=Path, required=True)
    worker = ways.add_parser("worker")
    worker.add_argument("--data", type=Path, required=True)
    worker.add_argument("--beside", type=int, default=0)
    asked = parser.parse_args(arguments)
    prepare(asked.data, demo=asked.way in ("demo", "begin"))
    if asked.way == "begin":
        return begin(asked.folder)
    if asked.way == "trail":
        return verify_trail()
    if asked.way == "worker":
        return work(asked.beside)
    return serve(asked)


def prepare(data: Path, *, demo: bool = False) -> None:
    """Set the environment of a data folder, make its secret once, and bring the database up to date."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["ZHIBAO_DATA"] = str(data.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhibao.web.settings"
    if demo:
        os.environ["ZHIBAO_DEMO"] = "1"
    if not os.environ.get("ZHIBAO_SECRET_KEY"):
        os.environ["ZHIBAO_SECRET_KEY"] = secret_of(data)
    django.setup()
    call_command("migrate", verbosity=0)


def secret_of(data: Path) -> str:
    """Return the secret of a data folder, made at random when it has none."""
    path = data / KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(secrets.token_urlsafe(48) + "\n")
    return path.read_text(encoding="ascii").strip()


def serve(asked: argparse.Namespace) -> int:
    """Serve until it is told to stop; nothing is served that should not be."""
    from zhibao.web.refusals import refusals  # noqa: PLC0415  the models are there only after django.setup

    if reasons := list(refusals()):
        print("\n".join(f"没有启动：{one}" for one in reasons), file=sys.stderr)  # noqa: T201  a door speaks
        return REFUSED
    if asked.way == "demo":
        # In a process of its own: the server forks, and no fork may inherit an engine that has computed.
        folders = [part for folder in asked.folder for part in ("--folder", str(folder))]
        command = [sys.executable, "-m", "zhibao.web", "begin", "--data", str(asked.data), *folders]
        if code := subprocess.call(command):  # noqa: S603  this program itself
            return code
    jobs = settings.JOB_PROCESSES if asked.jobs is None else asked.jobs
    with Crew(asked.data, jobs):
        listen(asked.port, asked.workers)
    return 0


def begin(folders: Sequence[Path]) -> int:
    """Open the demonstration's collections and say who may sign in how."""
    from zhibao.web.demo_year import begin_demo  # noqa: PLC0415  the models are there only after django.setup

    print(begin_demo(folders), flush=True)  # noqa: T201
    return 0


def work(beside: int) -> int:
    """Do what is queued until it is told to stop."""
    from zhibao.web.worker import Worker  # noqa: PLC0415  the models are there only after django.setup

    Worker(beside).work()
    return 0


def listen(port: int, workers: int) -> None:
    """Listen on this machine; a proxy in front brings the world in."""
    from granian import Granian  # noqa: PLC0415  not needed by the trail
    from granian.constants import Interfaces  # noqa: PLC0415

    connections.close_all()
    print(f"质报网站 {SCHEME}://{HERE}:{port}/ ，按 Ctrl-C 结束。", flush=True)  # noqa: T201
    server = Granian(
        "zhibao.web.wsgi:application",
        address=HERE,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_enabled=False,
        log_access=False,
        websockets=False,
    )
    server.serve()


def verify_trail() -> int:
    """Say what is wrong with the trail, or how long it is and its last hash, to be kept elsewhere."""
    from zhibao.web.records.trail import TrailHead, faults  # noqa: PLC0415

    found = list(faults())
    for one in found:
        print(one)  # noqa: T201
    head = TrailHead.objects.get(pk=1)
    if not found:
        print(f"留痕完整，共 {head.number} 条。末条指纹 {head.hash}")  # noqa: T201
    return 1 if found else 0
