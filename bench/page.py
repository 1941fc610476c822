"""What the measurements say, as tables for the terminal and for docs/benchmarks.md, and as charts to be drawn."""

import os
import platform
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from string import Template
from typing import TypedDict

GIBIBYTE = 1 << 30
LIBRARIES = ("duckdb", "python-calamine", "typst", "python-docx", "vl-convert-python")
CITIES = {"jiangmen": "Jiangmen", "qingyuan": "Qingyuan"}
NONE = "–"
OTHERS = (
    ("audits", "benchmarks-audit.md", "", "audit_run.py", "a plain library and one pattern"),
    ("audits by the hundred", "benchmarks-throughput.md", "", "audit_throughput.py --reports 300", "one pattern"),
    (
        "what grows", "benchmarks-size.md", '--with "frictionless[excel]" --with pandera --with pandas ', "long_run.py",
        "openpyxl, bare calamine, Frictionless, pandera",
    ),
    (
        "Word, PDF and HTML", "benchmarks-writers.md", "--with docxtpl --with weasyprint ", "writers_run.py",
        "docxtpl, LibreOffice, WeasyPrint",
    ),
    (
        "the nation on one machine", "benchmarks-nation.md", "--group engines --with polars --with pandas ",
        "nation_run.py", "a bare scan, Polars, pandas, Sail, Apache Spark",
    ),
    ("the site under load", "benchmarks-web.md", "--with locust ", "web_run.py", NONE),
    ("the deadline day", "capacity.md", "", "capacity.py --measure", "the load test"),
)  # fmt: skip
"""The other pages: what about, file, what their command needs besides, the command, what stands beside zhibao."""


class Mark(TypedDict):
    """What one measurement took; `processor` is the time of all threads together, the peak in MiB."""

    seconds: float
    processor: float
    peak: float


class Report(TypedDict):
    """What a task prints."""

    marks: dict[str, Mark]
    counts: dict[str, int]


@dataclass
class Results:
    """Everything that was measured: city → mark → one entry per round."""

    machine: str
    rounds: int
    load: float
    marks: dict[str, dict[str, list[Mark]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def keep(self, city: str, report: Report, *, counts_only: bool = False) -> None:
        """Add what a task said."""
        self.counts[city] |= report["counts"]
        for mark, took in report["marks"].items() if not counts_only else ():
            self.marks[city][mark].append(took)

    def seconds(self, city: str, *marks: str) -> list[float]:
        """Return the seconds of some marks together, round by round; empty where one was not measured."""
        rounds = [[one["seconds"] for one in self.marks[city][mark]] for mark in marks]
        return [sum(together) for together in zip(*rounds, strict=True)] if all(rounds) else []

    def processor(self, city: str, mark: str) -> list[float]:
        """Return the seconds of the processor of a mark, round by round."""
        return [one["processor"] for one in self.marks[city][mark]]

    def peaks(self, city: str, mark: str) -> list[float]:
        """Return the peak memory of a mark, round by round."""
        return [one["peak"] for one in self.marks[city][mark]]


@dataclass(frozen=True)
class Ratio:
    """A comparison: our marks, the other's, and what of the other's is its start and taken away."""

    label: str
    against: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    start: tuple[str, ...] = ()


RATIOS = (
    Ratio("Read, check every cell, freeze", "bare calamine", ("read_folder",), ("bare_calamine",)),
    Ratio("Read and check every cell", "bare calamine", ("read_cells",), ("bare_calamine",)),
    Ratio("Open and compute", "SQL by hand", ("open", "compute"), ("by_hand_open", "by_hand_query")),
    Ratio("Compute, tables open", "SQL by hand", ("compute",), ("by_hand_query",)),
    Ratio("Write the PDF", "LibreOffice", ("pdf",), ("libreoffice",)),
    Ratio("Write the PDF", "LibreOffice without its start", ("pdf",), ("libreoffice",), ("libreoffice_one_line",)),
)
SECONDS = {
    "Read the folder: read, check cells, freeze": "read_folder",
    "– read and check cells alone": "read_cells",
    "– freeze alone": "freeze",
    "Bare calamine, every sheet": "bare_calamine",
    "Parse the formulas": "formulas",
    "Open the snapshots": "open",
    "Compute": "compute",
    "By hand: open": "by_hand_open",
    "By hand: query": "by_hand_query",
    "Read the rows again, for listings": "rows",
    "Compile the tree": "tree",
    "Write HTML": "html",
    "Write DOCX": "docx",
    "Write PDF": "pdf",
    "LibreOffice: the DOCX to PDF": "libreoffice",
    "LibreOffice: one line to PDF": "libreoffice_one_line",
}
STEPS = {
    "Make the example workbooks": "step_examples",
    "Collect": "step_collect",
    "Compute": "step_compute",
    "Check": "step_check",
    "Compile the tree": "step_tree",
    "Write PDF, DOCX, HTML": "step_formats",
    "Publish": "step_publish",
    "Compare with the printed figures": "step_compare",
    "The whole demo": "whole",
}
Table = tuple[Sequence[str], list[Sequence[str]]]


def ratios(results: Results, ratio: Ratio, city: str) -> list[float]:
    """Return ours ÷ theirs, round by round; below 1 zhibao is the faster."""
    ours, theirs = results.seconds(city, *ratio.ours), results.seconds(city, *ratio.theirs)
    start = results.seconds(city, *ratio.start) if ratio.start else [0.0] * len(theirs)
    return [one / (other - less) for one, other, less in zip(ours, theirs, start, strict=False) if other > less]


def ratio_table(results: Results) -> Table:
    """Return the table of ratios."""
    rows = [
        (ratio.label, ratio.against, *(spread(ratios(results, ratio, city), times) for city in CITIES))
        for ratio in RATIOS
    ]
    return ("zhibao", "÷", *CITIES.values()), list(rows)


def second_table(results: Results, lines: dict[str, str]) -> Table:
    """Return the seconds of the given marks, and the largest peak of any round."""
    rows = [
        (
            label,
            *(spread(results.seconds(city, mark), seconds) for city in CITIES),
            *(mebibytes(max(results.peaks(city, mark), default=None)) for city in CITIES),
        )
        for label, mark in lines.items()
    ]
    heads = [f"{name}, {unit}" for unit in ("s", "MiB") for name in CITIES.values()]
    return ("", *heads), list(rows)


def batch_table(results: Results) -> Table:
    """Return what a batch of every school took, per city and both together, round by round."""
    sides = {
        "From start to end, s": [results.seconds(city, "batch") for city in CITIES],
        "Of the processors, s": [results.processor(city, "batch") for city in CITIES],
    }
    rows = [
        (label, *(spread(values, seconds) for values in (*cities, [sum(pair) for pair in zip(*cities, strict=True)])))
        for label, cities in sides.items()
    ]
    counts = [results.counts[city].get("reports in one batch", 0) for city in CITIES]
    return ("", *CITIES.values(), "together"), [*rows, ("Reports", *map(str, counts), str(sum(counts)))]


def other_table() -> Table:
    """Return the other pages and the command that writes each."""
    rows = [
        (f"[{about}]({file})", f"`uv run --group dev {needs}python bench/{command} --write`", beside)
        for about, file, needs, command, beside in OTHERS
    ]
    return ("page", "command", "beside"), list(rows)


def count_table(results: Results) -> Table:
    """Return how much there is of everything in a city."""
    names = dict.fromkeys(name for counts in results.counts.values() for name in counts)
    rows = [(name, *(str(results.counts[city].get(name, NONE)) for city in CITIES)) for name in names]
    return ("", *CITIES.values()), list(rows)


def spread(values: Sequence[float], written: Callable[[float], str]) -> str:
    """Return the median, with the smallest and the largest where they are printed differently."""
    if not values:
        return NONE
    low, middle, high = (written(value) for value in (min(values), median(values), max(values)))
    return middle if low == high else f"{middle} ({low}–{high})"


def times(value: float) -> str:
    """Return a ratio with two digits."""
    return f"{value:.0f}×" if value >= 9.95 else f"{value:#.2g}×"


def seconds(value: float) -> str:
    """Return seconds as precise as they are worth."""
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def mebibytes(value: float | None) -> str:
    """Return memory in whole MiB."""
    return NONE if value is None else f"{value:.0f}"


def as_text(results: Results) -> str:
    """Return all tables for a terminal."""
    parts = [results.machine, f"{results.rounds} rounds; load before the first: {results.load:.1f}"]
    tables = (
        ratio_table(results), second_table(results, SECONDS), second_table(results, STEPS), batch_table(results),
        count_table(results),
    )  # fmt: skip
    return "\n\n".join([*parts, *("\n".join(aligned(*table)) for table in tables)])


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, the first column to the left and all others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *cells)).rstrip()


def as_markdown(results: Results) -> str:
    """Return the page: the prose of page.md around the tables."""
    prose = Template((Path(__file__).parent / "page.md").read_text(encoding="utf-8"))
    return prose.substitute(
        ratios=markdown(*ratio_table(results)),
        seconds=markdown(*second_table(results, SECONDS)),
        steps=markdown(*second_table(results, STEPS)),
        batch=markdown(*batch_table(results)),
        counts=markdown(*count_table(results)),
        ratio_picture="![Ratios of both cities](pictures/benchmarks.png)",
        others=markdown(*other_table()),
        audit_page="[a page of its own](benchmarks-audit.md)",
        size_page="[what grows](benchmarks-size.md)",
        web_page="[the site under load](benchmarks-web.md)",
        step_picture="![Seconds of each step of the demo](pictures/benchmarks-steps.png)",
        machine=results.machine,
        rounds=results.rounds,
        load=f"{results.load:.1f}",
        date=datetime.now(tz=UTC).date().isoformat(),
    )


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def pictures(results: Results) -> dict[str, object]:
    """Return file name → what is drawn in it: a title, the categories, and per city values and their texts."""
    shown = [ratio for ratio in RATIOS if all(ratios(results, ratio, city) for city in CITIES)]
    steps = {label: mark for label, mark in STEPS.items() if mark != "whole"}
    return {
        "benchmarks.png": {
            "title": "Time of zhibao ÷ time of the other; below 1 zhibao is faster",
            "categories": [f"{ratio.label} ÷ {ratio.against}" for ratio in shown],
            "series": {
                name: [(value, times(value)) for ratio in shown for value in [median(ratios(results, ratio, city))]]
                for city, name in CITIES.items()
            },
        },
        "benchmarks-steps.png": {
            "title": "Seconds of each step of the demo",
            "categories": list(steps),
            "series": {
                name: [
                    (value, seconds(value))
                    for mark in steps.values()
                    for value in [median(results.seconds(city, mark))]
                ]
                for city, name in CITIES.items()
            },
        },
    }


def machine(with_libreoffice: bool) -> str:
    """Return what the measurements ran on: cores, memory and versions, nothing that tells one machine from another."""
    office = "no LibreOffice, so nothing is compared with it"
    if with_libreoffice:
        said = subprocess.run(["soffice", "--version"], check=True, capture_output=True, text=True).stdout
        office = " ".join(said.split()[:2])
    return f"{hardware(LIBRARIES)}; {office}"


def hardware(names: Sequence[str]) -> str:
    """Return cores, memory, and the versions of Python, zhibao and some libraries."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB of memory; Python {platform.python_version()}, "
        f"zhibao {version('zhibao')}, {libraries}"
    )
