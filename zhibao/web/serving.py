"""开网站: what is made ready before the server listens, and the server."""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from zhibao.batch.workers import processors
from zhibao.web.crew import Crew

PER_PROCESSOR, MOST_BY_ITSELF = 2, 8
"""Processes that answer, for each processor: while one waits for the database another one works. Each takes 250 MB."""
KEY_FILE = "secret.key"
REFUSED = 3
_MIGRATING = 0x7A686962
"""The number of the lock under which tables are changed."""
SCHEME, HERE = "http", "127.0.0.1"


def main(arguments: Sequence[str]) -> int:
    """Run a command of the web door and return its exit code."""
    asked = _parser().parse_args(arguments)
    if asked.way == "restore":
        return put_back(asked)
    prepare(asked.data, demo=asked.way in ("demo", "begin"))
    match asked.way:
        case "begin":
            return begin(asked.folder)
        case "trail":
            return verify_trail()
        case "worker":
            return work(asked)
        case "publish-site":
            return publish_to(asked.to, asked.address)
        case "backup":
            return back_up(asked.file, asked.keys)
        case "administrator" | "link" | "year":
            return first_step(asked)
        case _:
            return serve(asked)


def _parser() -> argparse.ArgumentParser:
    """Return what tells the ways apart and reads what is given to each of them."""
    parser = argparse.ArgumentParser(prog="zhibao", allow_abbrev=False)
    ways = parser.add_subparsers(dest="way", required=True)
    for name in ("serve", "demo", "begin"):
        way = ways.add_parser(name)
        way.add_argument("--data", type=Path, required=True)
        way.add_argument("--port", type=int, default=8000)
        way.add_argument("--workers", type=int, default=min(MOST_BY_ITSELF, PER_PROCESSOR * processors()))
        way.add_argument("--folder", type=Path, action="append", default=[])
        way.add_argument("--jobs", type=int)
    trail = ways.add_parser("trail")
    trail.add_argument("--data", type=Path, required=True)
    site = ways.add_parser("publish-site")
    site.add_argument("--data", type=Path, required=True)
    site.add_argument("--to", type=Path, required=True)
    site.add_argument("--address", default=f"{SCHEME}://{HERE}/")
    for name in ("backup", "restore"):
        way = ways.add_parser(name)
        way.add_argument("--data", type=Path, required=True)
        way.add_argument("--file", type=Path, required=True)
        way.add_argument("--keys", type=Path)
        if name == "restore":
            way.add_argument("--folders", type=Path)
            way.add_argument("--without-keys", action="store_true")
            way.add_argument("--check", action="store_true")
    worker = ways.add_parser("worker")
    worker.add_argument("--data", type=Path, required=True)
    worker.add_argument("--beside", type=int, default=0)
    worker.add_argument("--jobs", type=int, default=1)
    _first_steps(ways)
    return parser


def _first_steps(ways: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name in ("administrator", "link"):
        way = ways.add_parser(name)
        way.add_argument("--data", type=Path, required=True)
        way.add_argument("--login", required=True)
        way.add_argument("--port", type=int, default=8000)
        way.add_argument("--name", default="管理员")
        way.add_argument("--city", default="*")
    year = ways.add_parser("year")
    year.add_argument("--data", type=Path, required=True)
    year.add_argument("--folder", type=Path, required=True)
    year.add_argument("--begun", action="store_true")
    for name in ("deadline", "begins-at", "county-by", "city-by"):
        year.add_argument(f"--{name}", default="")


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
    migrate()


def migrate() -> None:
    """Bring the database up to date; of several machines that start at once one does it, and the others wait."""
    if connection.vendor != "postgresql":
        call_command("migrate", verbosity=0)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            call_command("migrate", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def secret_of(data: Path) -> str:
    """Return the secret of a data folder, made at random when it has none; it is there whole or not at all."""
    path, draft = data / KEY_FILE, data / f".{KEY_FILE}.{os.getpid()}.tmp"
    if not path.is_file():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as opened:
            opened.write(secrets.token_urlsafe(48) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        with suppress(FileExistsError):  # another process was first: its secret is the one
            os.link(draft, path)
        draft.unlink()
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


def first_step(asked: argparse.Namespace) -> int:
    """Do what only whoever sits at this machine does, and say what came of it."""
    from zhibao.web import first_steps  # noqa: PLC0415  the models are there only after django.setup

    try:
        if asked.way == "administrator":
            told = first_steps.create_administrator(asked.login, asked.name, asked.city, asked.port)
        elif asked.way == "link":
            told = first_steps.new_link(asked.login, asked.port)
        else:
            times = {name: getattr(asked, name) for name in ("deadline", "begins_at", "county_by", "city_by")}
            told = first_steps.begin_year(asked.folder, times, begun=asked.begun)
    except first_steps.FAULTS as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(told)  # noqa: T201
    return 0


def work(asked: argparse.Namespace) -> int:
    """Do what is queued until it is told to stop, in one process or in several."""
    from zhibao.web.worker import Worker  # noqa: PLC0415  the models are there only after django.setup

    if asked.jobs == 1:
        Worker(asked.beside).work()
        return 0
    connections.close_all()
    over = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: over.set())
    with Crew(asked.data, asked.jobs):
        over.wait()
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
        blocking_threads=2,  # a slow line holds up one of them
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


def publish_to(to: Path, address: str) -> int:
    """Write the public pages into a folder and say how many files there are; a folder of somebody else's is refused."""
    from zhibao.web.static_site import publish_site  # noqa: PLC0415  the models are there only after django.setup

    try:
        count = publish_site(to, address)
    except FileExistsError:
        print(f"{to}：这里已有别的文件，没有写入。请换一个空文件夹。", file=sys.stderr)  # noqa: T201
        return REFUSED
    print(f"写出 {count} 个文件到 {to}。直接打开其中的 index.html，或整个放到网页服务器上。")  # noqa: T201
    return 0


def back_up(to: Path, keys: Path | None) -> int:
    """Write a backup and say what is in it and where its keys lie."""
    from zhibao.web.backup.archive import BackupError  # noqa: PLC0415  the models are there only after django.setup
    from zhibao.web.backup.take import take  # noqa: PLC0415

    try:
        done = take(to, keys)
    except BackupError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return REFUSED
    size = f"{done.size / 1_000_000:.1f} MB"
    print(f"已备份到 {done.path}：{done.files} 个文件，{size}，留痕 {done.trail} 条，已逐个核对。")  # noqa: T201
    print(f"密钥在 {done.keys}，请与备份分开保管。清单指纹 {done.fingerprint}")  # noqa: T201
    return 0


def put_back(asked: argparse.Namespace) -> int:
    """Put a backup back, or only compare it, and say so; the site of this process stands where it is unpacked."""
    data = asked.data.resolve()
    os.environ["ZHIBAO_DATA"] = str(data.parent / f".restore-{data.name}-{os.getpid()}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhibao.web.settings"
    os.environ.setdefault("ZHIBAO_SECRET_KEY", secrets.token_urlsafe(48))
    django.setup()
    from zhibao.web.backup.archive import BackupError  # noqa: PLC0415  the models are there only after django.setup
    from zhibao.web.backup.restore import checked, restore  # noqa: PLC0415

    try:
        if asked.check:
            manifest = checked(asked.file, asked.keys, without_keys=asked.without_keys)
            print(f"{asked.file}：{manifest.made_at} 的备份，{len(manifest.files)} 个文件逐个核对无误。")  # noqa: T201
            return 0
        folders = asked.folders.resolve() if asked.folders else None
        plan = restore(asked.file, data, folders, asked.keys, without_keys=asked.without_keys)
    except BackupError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return REFUSED
    places = "、".join(str(one.target) for one in plan.folders) or "（没有）"
    print(f"已还原：数据在 {plan.data}，工作目录在 {places}，留痕与封存库核对无误。所有人须重新登录。")  # noqa: T201
    return 0
