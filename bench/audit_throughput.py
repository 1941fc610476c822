"""How much an audit gets through: reports a minute and characters a second, on one core and on all, beside a pattern.

    uv run --group dev python bench/audit_throughput.py --write                 60 reports of 80 pages, three rounds
    uv run --group dev python bench/audit_throughput.py --reports 300 --write   what the issue asks for, some 15 minutes

Every side is the command as a person starts it, start included: `zhibao audit FOLDER` held to one core, the same on all
cores, and the floor: one process that takes the text out of each file and finds the digits with one pattern.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from string import Template

import page
import run

PAGES, LEAST = 80, 0.9
FLOOR = "from pathlib import Path; import sys; sys.path.insert(0, sys.argv[1]); from bare_text import RUN, text_of; " \
    "print(sum(len(RUN.findall(text_of(one))) for one in sorted(Path(sys.argv[2]).iterdir())))"  # fmt: skip
SIDES = ("one core", "all cores", "floor")


def main() -> int:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description="Measure how many reports are audited in a minute.")
    parser.add_argument("--reports", type=int, default=60, help="how many reports (60)")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (3)")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-throughput.md")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="zhibao-bench-") as home:
        folder = Path(home) / "reports"
        folder.mkdir()
        with ProcessPoolExecutor() as all_cores:
            characters = sum(all_cores.map(_write, [(str(folder), one) for one in range(asked.reports)]))
        took: dict[str, list[tuple[float, float]]] = {side: [] for side in SIDES}
        _timed("all cores", folder, Path(home))  # definitions are cached, files are read once
        for number in range(asked.rounds):
            for side in SIDES:
                print(f"round {number + 1}: {side}", file=sys.stderr, flush=True)
                took[side].append(_timed(side, folder, Path(home)))
    table = _table(took, asked.reports, characters)
    print("\n".join(page.aligned(*table)))
    print(_verdict(took))
    if asked.write:
        prose = Template((run.BENCH / "throughput_page.md").read_text(encoding="utf-8"))
        text = prose.substitute(
            table=page.markdown(*table), verdict=_verdict(took), reports=asked.reports, pages=PAGES,
            characters=f"{characters:,}", rounds=asked.rounds, load=f"{load:.1f}",
            machine=page.hardware(("python-docx", "lxml")), date=datetime.now(tz=UTC).date().isoformat(),
        )  # fmt: skip
        (run.DOCS / "benchmarks-throughput.md").write_text(text, encoding="utf-8")
    return 0


def _write(asked: tuple[str, int]) -> int:
    """Write a report of about eighty pages, each another one, and return how many characters it has."""
    from auditing import _without_figures, report_of  # noqa: PLC0415  each process loads them

    from zhibao.document.readers.read import read_text  # noqa: PLC0415  each task loads what it needs
    from zhibao.document.writers.docx import write_docx  # noqa: PLC0415  each task loads what it needs

    folder, number = asked
    text = report_of(PAGES - 6 + number % 13)
    content = write_docx(_without_figures(read_text(text).document), {})
    (Path(folder) / f"report-{number:03}.docx").write_bytes(content)
    return len(text)


def _timed(side: str, folder: Path, home: Path) -> tuple[float, float]:
    """Return the seconds by the clock and by the processor of one side."""
    audit = [
        str(Path(sys.executable).parent / "zhibao"),
        "audit",
        str(folder),
        "--format",
        "json",
        "--output",
        str(home / "out"),
    ]
    command = audit if side != "floor" else [sys.executable, "-c", FLOOR, str(run.BENCH), str(folder)]
    cores = os.sched_getaffinity(0)
    held = {min(cores)} if side == "one core" else cores
    before, began = _worked(), time.perf_counter()
    os.sched_setaffinity(0, held)
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    finally:
        os.sched_setaffinity(0, cores)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return time.perf_counter() - began, _worked() - before


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _table(took: dict[str, list[tuple[float, float]]], reports: int, characters: int) -> page.Table:
    rows: list[Sequence[str]] = []
    for side, rounds in took.items():
        seconds = [one for one, _ in rounds]
        rows.append(
            (
                side, page.spread(seconds, page.seconds), page.spread([two for _, two in rounds], page.seconds),
                f"{60 * reports / median(seconds):.0f}", f"{characters / median(seconds):,.0f}",
            )
        )  # fmt: skip
    return ("", "s", "processor, s", "reports a minute", "characters a second"), rows


def _verdict(took: dict[str, list[tuple[float, float]]]) -> str:
    """Return what all cores reach of cores × one core, by the clock."""
    cores = len(os.sched_getaffinity(0))
    reached = median(
        [one / (cores * two) for (one, _), (two, _) in zip(took["one core"], took["all cores"], strict=True)]
    )
    held = "kept" if reached >= LEAST else "**not kept**"
    asked = f"at least {100 * LEAST:.0f} % is asked for: {held}"
    return f"{cores} cores reach {100 * reached:.0f} % of {cores} × one core; {asked}."


if __name__ == "__main__":
    sys.exit(main())
