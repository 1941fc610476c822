"""Load the site over loopback, on PostgreSQL and on SQLite, and write what was measured into docs/benchmarks-web.md.

    uv run --group dev --with locust python bench/web_run.py --write      five minutes and a spike, on both: 14 minutes
    uv run --group dev --with locust python bench/web_run.py --minutes 0.5 --spike 0.2        a trial

Beside the page it writes docs/benchmarks-web.json: the same figures, and what requests of each kind took while nearly
nobody else was there (a minute and a half, five requests a second): bench/capacity.py draws service times from them.

It starts a PostgreSQL of its own, begins the year of an example city on it, serves it as `serve` does by itself, and
lets Locust ask, with the server and Locust on the same processors.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_connection, socket

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from web_page import Run, Samples, told, written

from tests.collected import collected_city
from tests.postgres import postgres

PAGE = ROOT / "docs" / "benchmarks-web.md"
FIGURES = PAGE.with_suffix(".json")
STEADY, SPIKE, QUIET = 50, 150, 5
TICKS = os.sysconf("SC_CLK_TCK")


def main(arguments: list[str]) -> int:
    """Measure both databases; print the page, or write it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--spike", type=float, default=1.0)
    parser.add_argument("--databases", nargs="+", default=["PostgreSQL", "SQLite"])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    measured: dict[str, list[Run]] = {}
    samples: dict[str, Samples] = {}
    for name in asked.databases:
        with tempfile.TemporaryDirectory(prefix="zhibao-load-") as home, ExitStack() as until:
            url = until.enter_context(postgres()) if name == "PostgreSQL" else ""
            *measured[name], quiet = _database(Path(home), url, asked.minutes, asked.spike)
            samples[name] = quiet["samples"]
    page = written(measured)
    if asked.write:
        PAGE.write_text(page, encoding="utf-8")
        FIGURES.write_text(told(measured, samples), encoding="utf-8")
    print(page)
    return sum(int(row["Failure Count"]) for runs in measured.values() for run in runs for row in run["rows"]) != 0


def _database(home: Path, url: str, minutes: float, spike: float) -> Iterator[Run]:
    data, folder = home / "data", collected_city(home)
    environment = {**os.environ, "DATABASE_URL": url}
    ready = [sys.executable, ROOT / "bench" / "web_ready.py", data, folder]
    told = subprocess.run([*map(str, ready)], check=True, env=environment, capture_output=True, text=True, cwd=ROOT)
    load = home / "load.json"
    load.write_text(told.stdout, encoding="utf-8")
    with _served(data, environment) as (port, server):
        _run(home, load, port, server, 10, 8.0)  # every process has opened the folder before anything is measured
        yield _run(home, load, port, server, STEADY, 60 * minutes)
        yield _run(home, load, port, server, SPIKE, 60 * spike)
        yield _run(home, load, port, server, STEADY, min(30.0, 60 * minutes))  # it has come back from the spike
        yield _run(home, load, port, server, QUIET, min(90.0, 60 * minutes))


@contextmanager
def _served(data: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "zhibao.web", "serve", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert server.poll() is None
                assert time.monotonic() < until
                time.sleep(0.2)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _run(home: Path, load: Path, port: int, server: int, people: int, seconds: float) -> Run:
    name = home / f"run-{time.monotonic_ns()}"
    command = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        ROOT / "bench" / "web_load.py",
        "--headless",
        "-u",
        people,
        "-r",
        50,
    ]
    command += [
        "-t",
        f"{seconds:.0f}s",
        "--host",
        "://".join(("http", f"127.0.0.1:{port}")),
        "--csv",
        name,
        "--only-summary",
    ]
    before, ours = _ticks(server), _children()
    began = time.monotonic()
    every = Path(f"{name}.samples")
    environment = {**os.environ, "ZHIBAO_LOAD": str(load)}
    if people == QUIET:
        environment["ZHIBAO_SAMPLES"] = str(every)
    subprocess.run([*map(str, command)], check=False, env=environment, cwd=ROOT, stdout=sys.stderr)
    took = time.monotonic() - began
    with Path(f"{name}_stats.csv").open(encoding="utf-8") as opened:
        rows = [dict(row) for row in csv.DictReader(opened)]
    return {
        "people": people,
        "seconds": seconds,
        "rows": rows,
        "locust": (_children() - ours) / took,
        "site": (_ticks(server) - before) / TICKS / took,
        "memory": _memory(server),
        "samples": _samples(every),
    }


def _samples(file: Path) -> Samples:
    """Return kind → what each request of it took. Unit: milliseconds."""
    found: Samples = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        name, took = line.rsplit(" ", 1)
        found.setdefault(name, []).append(float(took))
    return found


def _memory(pid: int) -> dict[str, float]:
    """Return the most memory that a process and each of those it started has held, by its number. Unit: MiB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return {}
    own = [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")]
    found = {str(pid): own[0]} if own else {}
    for one in children:
        found |= _memory(int(one))
    return found


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ticks(pid: int) -> int:
    """Return the processor time of a process and of all that it started."""
    try:
        own = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(own[11]) + int(own[12]) + sum(_ticks(int(one)) for one in children)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
