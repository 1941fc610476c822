"""The nation's students on one machine: eight aggregates for 9 800 schools, beside a bare scan and other engines.

    uv run --group dev --group engines --with polars --with pandas python bench/nation_run.py --write    12 minutes
    … python bench/nation_run.py --rows 1000000 --rounds 1 --growth 0                                     a trial
    … python bench/nation_run.py --rounds 0 --growth 1 2 4 8 17 34 85 170                                 growth alone

What is not installed is left out, and what fails says so on the page. Every measurement is a process of its own, once
per round, the sides in turn. The registers are made anew in a temporary folder (bench/nation.py); --folder names
another place for them, with room for 2 GB.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import linear_regression
from string import Template

import page
import plots
import run
import servers

LABELS = {
    "scan": "bare scan: the needed columns, added up",
    "seven": "**zhibao**, seven aggregates per school",
    "eight": "**zhibao**, with the distinct count",
    "seven_levels": "**zhibao**, seven, at all five levels",
    "eight_levels": "**zhibao**, eight, at all five levels",
    "polars": "Polars streaming, eight",
    "pandas": "pandas, eight",
    "sail": "**zhibao** on Sail, eight",
    "spark": "**zhibao** on Apache Spark 4, eight",
}
ONCE = ("eight_levels",)
SIZES = (1, 2, 4, 8, 17, 34, 85, 170)
A_YEAR = 17
GROWING = ("scan", "seven", "eight")
NEEDED = ("number", "sex", "boards", "grade", "aid", "credits", "internship_days", "score")
LIMITS = {"rows": "450MB", "growth": "1GB"}
PATIENCE = 900


@dataclass
class Measured:
    """What was measured: task → marks and counts, growth by millions of rows, and what could not be."""

    results: page.Results
    failed: dict[str, str] = field(default_factory=dict)
    growth: dict[int, dict[str, page.Mark]] = field(default_factory=dict)
    rows: int = 0


def main() -> int:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description="Aggregate the nation's students.")
    parser.add_argument("--rows", type=int, default=17_000_000, help="rows of the comparison (17000000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often it is measured (3); 0 leaves it out")
    parser.add_argument("--growth", type=int, nargs="+", default=list(SIZES), help="millions of rows; 0 leaves it out")
    parser.add_argument("--without", nargs="+", default=[], choices=[*LABELS], help="what is not measured")
    parser.add_argument("--folder", type=Path, help="where the registers are made")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-nation.md and its picture")
    asked = parser.parse_args()
    libraries = [one for one in ("duckdb", "polars", "pandas", "pysail", "pyspark-client") if _is_there(one)]
    measured = Measured(page.Results(page.hardware(libraries), asked.rounds, os.getloadavg()[0]), rows=asked.rows)
    with tempfile.TemporaryDirectory(prefix="zhibao-nation-", dir=asked.folder) as folder:
        if asked.rounds:
            compare(measured, Path(folder), asked.rows, asked.rounds, asked.without)
        for size in sorted(filter(None, asked.growth)):
            grow(measured, Path(folder), size, max(asked.growth))
    for table in (table_of(measured), growth_table(measured)):
        print("\n".join(page.aligned(*table)), end="\n\n")
    if asked.write:
        (run.DOCS / "benchmarks-nation.md").write_text(as_page(measured), encoding="utf-8")
    return 0


def compare(measured: Measured, home: Path, rows: int, rounds: int, without: Sequence[str]) -> None:
    """Ask every engine over one year of students, all twenty fields of them."""
    folder = home / "year"
    _made(folder, rows, 1)
    there = {
        "polars": _is_there("polars"),
        "pandas": _is_there("pandas"),
        "sail": servers.has_sail(),
        "spark": servers.has_spark(),
    }
    tasks = [one for one in LABELS if one not in without and there.get(one, True)]
    measured.failed |= {one: "not installed" for one, is_there in there.items() if not is_there}
    for number in range(rounds):
        for task in tasks:
            if task in measured.failed or (number and task in ONCE):
                continue
            _say(f"round {number + 1} of {rounds}: {task}")
            report = _asked(measured, task, folder, LIMITS["rows"])
            if report:
                measured.results.keep("nation", report)
    _removed(folder)


def grow(measured: Measured, home: Path, size: int, largest: int) -> None:
    """Ask the same of so many million rows: of one year, or of as many years as it takes; only needed fields."""
    if size <= A_YEAR:
        folder = home / f"growth-{size}"
        _made(folder, size * 1_000_000, 1, NEEDED)
    else:
        folder = home / "years"
        if not folder.exists():
            _made(home / "all", largest * 1_000_000, largest // A_YEAR, NEEDED)
            folder.mkdir()
            (home / "all" / "scope.parquet").rename(folder / "scope.parquet")
        for year in sorted((home / "all").iterdir()):
            if len(list(folder.iterdir())) - 1 < size // A_YEAR:
                year.rename(folder / year.name)
    measured.growth[size] = {}
    for task in GROWING:
        _say(f"{size} million rows: {task}")
        report = _asked(measured, task, folder, LIMITS["growth"], f"{task} of {size} million")
        if report:
            measured.growth[size][task] = report["marks"][task]
    if size <= A_YEAR:
        _removed(folder)


def _asked(measured: Measured, task: str, folder: Path, memory: str, name: str = "") -> page.Report | None:
    """Return what a task says; None when it fails, which is kept."""
    command = [sys.executable, str(run.BENCH / "nation_asks.py"), task, str(folder)]
    environment = os.environ | {"ZHIBAO_BENCH_MEMORY": memory}
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=PATIENCE)
        report: page.Report = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        measured.failed[name or task] = f"no answer within {PATIENCE} seconds"
    except (subprocess.CalledProcessError, IndexError, ValueError) as error:
        said = str(getattr(error, "stderr", "")).strip().splitlines()
        measured.failed[name or task] = said[-1][:160] if said else type(error).__name__
    else:
        return report
    _say(f"{name or task}: {measured.failed[name or task]}")
    return None


def table_of(measured: Measured) -> page.Table:
    """Return seconds, their ratio to the bare scan, memory, and whether the results are those of zhibao."""
    results, rows = measured.results, []
    counts = results.counts["nation"]
    scan, worked = results.seconds("nation", "scan"), results.processor("nation", "scan")
    for task, label in LABELS.items():
        took, processor = results.seconds("nation", task), results.processor("nation", task)
        said = measured.failed.get(task, "")
        of = 7 if task.startswith("seven") else 8
        ours, found = (
            counts.get(f"{'seven' if of == 7 else 'eight'}: results of {of}"),
            counts.get(f"{task}: results of {of}"),
        )
        same = page.NONE if found is None else "yes" if found == ours else "**no**"
        rows.append(
            (
                label, page.spread(took, page.seconds) if took else said or page.NONE,
                page.spread([one / other for one, other in zip(took, scan, strict=False)], page.times),
                page.spread([one / other for one, other in zip(processor, worked, strict=False)], page.times),
                page.mebibytes(max(results.peaks("nation", task), default=None)), same,
            )
        )  # fmt: skip
    return (f"{measured.rows:,} students", "s", "÷ scan", "÷ scan, processor", "MiB", "same results"), list(rows)


def growth_table(measured: Measured) -> page.Table:
    """Return seconds and memory by rows; the last line holds the slopes of log time on log rows."""
    rows: list[Sequence[str]] = []
    for size, marks in measured.growth.items():
        seconds = [page.seconds(marks[one]["seconds"]) if one in marks else "failed" for one in GROWING]
        peaks = [page.mebibytes(marks[one]["peak"]) if one in marks else page.NONE for one in GROWING]
        rows.append((str(size), *seconds, *peaks))
    rows.append(("slope", *(_slope(measured, one) for one in GROWING), "", "", ""))
    heads = [f"{what}, {unit}" for unit in ("s", "MiB") for what in ("scan", "seven", "eight")]
    return ("million rows", *heads), rows


def _slope(measured: Measured, task: str) -> str:
    points = [(size, marks[task]["seconds"]) for size, marks in measured.growth.items() if task in marks]
    if len(points) < 2:
        return page.NONE
    return f"{linear_regression(*zip(*((math.log(x), math.log(y)) for x, y in points), strict=True)).slope:.2f}"


def as_page(measured: Measured) -> str:
    """Return the page: the prose of nation_page.md around the tables."""
    prose = Template((run.BENCH / "nation_page.md").read_text(encoding="utf-8"))
    labels = {"scan": "bare scan", "seven": "seven aggregates", "eight": "with the distinct count"}
    series = {
        label: [(float(size), marks[task]["seconds"]) for size, marks in measured.growth.items() if task in marks]
        for task, label in labels.items()
    }
    failed = "\n".join(f"- {name}: {said}" for name, said in measured.failed.items()) or "- nothing"
    title, axes = "Seconds by million rows", ("million rows", "seconds")
    return prose.substitute(
        table=page.markdown(*table_of(measured)),
        growth=page.markdown(*growth_table(measured)),
        picture=plots.lines("nation-growth.svg", title, axes, series, log=True),
        failed=failed, memory=LIMITS["rows"], growing=LIMITS["growth"], machine=measured.results.machine,
        rounds=measured.results.rounds, load=f"{measured.results.load:.1f}",
        date=datetime.now(tz=UTC).date().isoformat(),
    )  # fmt: skip


def _made(folder: Path, rows: int, years: int, fields: Sequence[str] = ()) -> None:
    _say(f"making {rows} rows of {years} years")
    command = [sys.executable, str(run.BENCH / "nation.py"), str(folder), "--rows", str(rows), "--years", str(years)]
    subprocess.run([*command, *(["--fields", *fields] if fields else [])], check=True, stdout=subprocess.DEVNULL)


def _removed(folder: Path) -> None:
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    folder.rmdir()


def _is_there(package: str) -> bool:
    return find_spec("pyspark" if package == "pyspark-client" else package) is not None


def _say(what: str) -> None:
    print(f"{datetime.now(tz=UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
