"""Measure what grows: a long register beside openpyxl and Frictionless, freezing it, and the start of commands.

    uv run --group dev --with "frictionless[excel]" --with pandera --with pandas python bench/long_run.py
    … python bench/long_run.py --write                                                renews docs/benchmarks-size.md

Without Frictionless or pandera, which are no dependencies, their lines stay empty. Every measurement is a process of
its own, once per round, as in run.py; the two sides of a ratio follow each other.
"""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from string import Template

import page
import run
from start import COMMANDS, MORE

ONE = "one"
OTHERS = ("frictionless", "pandera")
TASKS = (
    ("long_register", "lines"),
    ("long_others", "openpyxl"),
    ("long_register", "read"),
    ("long_others", "openpyxl_plain"),
    ("long_others", "calamine"),
    ("long_register", "read_and_check"),
    ("long_others", "frictionless"),
    ("long_others", "pandera"),
    ("long_register", "every_check"),
    ("long_register", "five"),
    ("long_register", "freeze"),
    ("start", "start"),
)
RATIOS = (
    ("openpyxl read-only ÷ rows of cells", "openpyxl", "lines"),
    ("openpyxl read-only ÷ rows of typed values", "openpyxl", "read"),
    ("openpyxl without defusedxml ÷ rows of cells", "openpyxl_plain", "lines"),
    ("openpyxl without defusedxml ÷ rows of typed values", "openpyxl_plain", "read"),
    ("Frictionless ÷ read and check", "frictionless", "read_and_check"),
    ("pandera ÷ read and check", "pandera", "read_and_check"),
)
SECONDS = {
    "Rows of cells, within the limits for files of others": "lines",
    "Rows of typed values": "read",
    "Rows of typed values, and the checks of the register": "read_and_check",
    "– the checks alone": "read_and_check_check",
    "Rows of typed values, and all packaged checks besides": "every_check",
    "openpyxl read-only, with defusedxml": "openpyxl",
    "openpyxl read-only, without": "openpyxl_plain",
    "Bare calamine": "calamine",
    "Frictionless: types, required, lists, bounds, key": "frictionless",
    "pandera, after pandas with calamine: the same": "pandera",
    "Freeze": "freeze",
    "Read back": "thaw",
    "100 000 cells in five registers: read and check": "five",
}
STARTS = {"help": "zhibao --help", "list": "zhibao catalog list registers", "audit": "zhibao audit page.txt"}


def main() -> int:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description="Measure what grows.")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (3)")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-size.md")
    parser.add_argument("--workbooks", type=Path, help="a folder in which the workbooks stay for the next time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhibao-bench-") as folder:
        (Path(folder) / ONE).mkdir()
        results = measured(Path(folder) / ONE, asked.workbooks or Path(folder) / ONE, asked.rounds)
    tables = (ratio_table(results), second_table(results), start_table(results), count_table(results))
    texts = ["\n".join(page.aligned(*table)) for table in tables]
    print("\n\n".join([results.machine, f"load before the first round: {results.load:.1f}", *texts]))
    if asked.write:
        prose = Template((run.BENCH / "long_page.md").read_text(encoding="utf-8"))
        names = ("ratios", "seconds", "starts", "counts")
        shown = {name: page.markdown(*table) for name, table in zip(names, tables, strict=True)}
        text = prose.substitute(
            shown, machine=results.machine, rounds=results.rounds, load=f"{results.load:.1f}",
            date=datetime.now(tz=UTC).date().isoformat(),
        )  # fmt: skip
        (run.DOCS / "benchmarks-size.md").write_text(text, encoding="utf-8")
    return 0


def measured(folder: Path, workbooks: Path, rounds: int) -> page.Results:
    """Return what every task took."""
    libraries = ["python-calamine", "openpyxl", "duckdb"]
    missing = [one for one in OTHERS if find_spec(one) is None]
    libraries += [one for one in OTHERS if one not in missing]
    for one in missing:
        print(f"{one} is missing; see the first lines of this file", file=sys.stderr)
    results = page.Results(page.hardware(libraries), rounds, os.getloadavg()[0])
    for script, where in (("long_register", workbooks), ("start", folder)):
        results.keep(ONE, run.run(script, "prepare", where), counts_only=True)
    tasks = [task for task in TASKS if task[1] not in missing]
    say = run.progress(rounds * len(tasks))
    for _ in range(rounds):
        for script, task in tasks:
            say(f"{script} {task}")
            results.keep(ONE, run.run(script, task, folder if script == "start" else workbooks))
    say("")
    return results


def ratio_table(results: page.Results) -> page.Table:
    """Return how many times as fast zhibao is, round by round."""
    rows = []
    for label, theirs, ours in RATIOS:
        both = (results.seconds(ONE, theirs), results.seconds(ONE, ours))
        worked = (results.processor(ONE, theirs), results.processor(ONE, ours))
        pairs = (zip(*each, strict=False) for each in (both, worked))
        rows.append((label, *(page.spread([one / two for one, two in pair], page.times) for pair in pairs)))
    return ("time of the other ÷ time of zhibao", "by the clock", "by the processor"), list(rows)


def second_table(results: page.Results) -> page.Table:
    """Return seconds, and the largest peak of any round."""
    rows = [
        (
            label,
            page.spread(results.seconds(ONE, mark), page.seconds),
            page.spread(results.processor(ONE, mark), page.seconds),
            page.mebibytes(max(results.peaks(ONE, mark), default=None)),
        )
        for label, mark in SECONDS.items()
    ]
    return ("100 000 rows × 30 columns", "s", "processor, s", "MiB"), list(rows)


def start_table(results: page.Results) -> page.Table:
    """Return seconds from the command to its end, by the number of definitions."""
    rows = [
        (STARTS[name], *(page.spread(results.seconds(ONE, f"{name} {more}"), page.seconds) for more in MORE))
        for name in COMMANDS
    ]
    return ("", *("as packaged" if not more else f"{more} more, s" for more in MORE)), list(rows)


def count_table(results: page.Results) -> page.Table:
    """Return how much there is of everything."""
    return ("", "number"), [(name, str(number)) for name, number in results.counts[ONE].items()]


if __name__ == "__main__":
    sys.exit(main())
