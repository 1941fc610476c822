"""Measure reading, computing, compiling and the whole demo of both example cities, beside what others need for it.

    uv run --group dev python bench/run.py                five rounds, printed as tables
    uv run --group dev python bench/run.py --rounds 9     more rounds, steadier medians
    uv run --group dev python bench/run.py --write        also renews docs/benchmarks.md and its pictures

Every measurement is a process of its own; a round runs each of them once, so that the two sides of a ratio lie close
together in time. This process imports nothing heavy: a child's peak memory would begin at its parent's.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import page

BENCH = Path(__file__).resolve().parent
DOCS = BENCH.parent / "docs"
CITIES = ("jiangmen", "qingyuan")
PREPARE = (("demo", "prepare"), ("computing", "statements"), ("compiling", "word"))
MEASURE = (
    ("reading", "whole"),
    ("bare_calamine", "read"),
    ("reading", "halves"),
    ("computing", "ours"),
    ("by_hand", "query"),
    ("compiling", "tree"),
    ("compiling", "docx"),
    ("compiling", "html"),
    ("compiling", "pdf"),
)
LIBREOFFICE = (("libreoffice", "report"), ("libreoffice", "one_line"))
WHOLE = (("demo", "whole"), ("schools", "batch"))


def main() -> int:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description="Measure both example cities.")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured (5)")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and docs/pictures")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhibao-bench-") as folder:
        results = measured(Path(folder), asked.rounds, shutil.which("soffice") is not None)
    print(page.as_text(results))
    if asked.write:
        (DOCS / "benchmarks.md").write_text(page.as_markdown(results), encoding="utf-8")
        drawn = json.dumps(page.pictures(results))
        subprocess.run([sys.executable, BENCH / "pictures.py", DOCS / "pictures"], input=drawn, text=True, check=True)
    return 0


def measured(folder: Path, rounds: int, with_libreoffice: bool) -> page.Results:
    """Return what every task took, after one preparation, in `rounds` rounds."""
    results = page.Results(page.machine(with_libreoffice), rounds, os.getloadavg()[0])
    others = LIBREOFFICE if with_libreoffice else ()
    first = ((("libreoffice", "first"),)) if with_libreoffice else ()
    for city in CITIES:
        (folder / city).mkdir()
        for script, task in (*PREPARE, *first):
            results.keep(city, run(script, task, folder / city), counts_only=True)
    work = [(city, *task) for city in CITIES for task in (*MEASURE, *others, *WHOLE)]
    say = progress(rounds * len(work))
    for _ in range(rounds):
        for city, script, task in work:
            say(f"{city} {script} {task}")
            results.keep(city, run(script, task, folder / city))
    say("")
    return results


def run(script: str, task: str, city: Path) -> page.Report:
    """Return what a task says about itself; its complaints go to the terminal."""
    command = [sys.executable, str(BENCH / f"{script}.py"), task, str(city)]
    # Definitions are cached by every command; here in a folder that is empty when the measurements are prepared.
    environment = os.environ | {"ZHIBAO_CACHE": str(city.parent / "cache")}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    report: page.Report = json.loads(done.stdout.splitlines()[-1])
    return report


def progress(total: int) -> Callable[[str], None]:
    """Return what tells a person at a terminal how far the work is."""
    numbers: Iterator[int] = iter(range(1, total + 2))

    def say(what: str) -> None:
        number = next(numbers)
        if sys.stderr.isatty():
            print(f"\r\033[K{number}/{total} {what}" if what else "\r\033[K", end="", file=sys.stderr, flush=True)

    return say


if __name__ == "__main__":
    sys.exit(main())
