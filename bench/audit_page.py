"""What the measurements of audits say, as tables for the terminal and for docs/benchmarks-audit.md, and as a chart."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import linear_regression, median
from string import Template

from page import Results, Table, aligned, markdown, mebibytes, seconds, spread, times

KINDS = {"txt": "text", "docx": "Word"}


def start_table(results: Results) -> Table:
    """Return what a person waits for, file by file, beside the plain library."""
    rows: list[Sequence[str]] = []
    for name in sorted(results.marks):
        whole, plain = results.seconds(name, "whole"), results.seconds(name, "bare")
        if whole and not _is_of_a_series(name):
            ratios = [one / other for one, other in zip(whole, plain, strict=True)]
            counts = results.counts[name]
            rows.append(
                (
                    name,
                    str(counts["numerals"]),
                    spread(results.seconds(name, "first"), seconds),
                    spread(whole, seconds),
                    spread(plain, seconds),
                    spread(ratios, times),
                    mebibytes(max(results.peaks(name, "whole"))),
                )
            )
    head = ("", "numerals", "first run ever, s", "zhibao audit, s", "plain library, s", "÷", "zhibao, MiB")
    return head, rows


def growth_table(results: Results) -> Table:
    """Return seconds and memory by length, and the slopes in the last line."""
    rows: list[Sequence[str]] = []
    for size in _sizes(results):
        names = [f"{size}.{kind}" for kind in KINDS]
        rows.append(
            (
                str(size),
                str(results.counts[names[0]]["numerals"]),
                *(spread(results.seconds(name, "whole"), seconds) for name in names),
                *(spread(results.seconds(name, "read", "audit"), seconds) for name in names),
                *(mebibytes(max(results.peaks(name, "whole"))) for name in names),
            )
        )
    for label, least in (("slope", 0), ("slope from 100 pages", 100)):
        slopes = [slope(results, kind, marks, least) for marks in (("whole",), ("read", "audit")) for kind in KINDS]
        rows.append((label, "", *(f"{one:.2f}" for one in slopes), "", ""))
    heads = [f"{what}, {kind}" for what in ("whole, s", "engine, s", "MiB") for kind in KINDS.values()]
    return ("pages", "numerals", *heads), rows


def slope(results: Results, kind: str, marks: Sequence[str], least: int) -> float:
    """Return the slope of log time on log pages from a length on: 1 is linear; a fixed cost makes it smaller."""
    sizes = [size for size in _sizes(results) if size >= least]
    took = [median(results.seconds(f"{size}.{kind}", *marks)) for size in sizes]
    return linear_regression([math.log(size) for size in sizes], [math.log(one) for one in took]).slope


def as_text(results: Results) -> str:
    """Return all tables for a terminal."""
    parts = [results.machine, f"{results.rounds} rounds; load before the first: {results.load:.1f}"]
    return "\n\n".join(
        [*parts, *("\n".join(aligned(*table)) for table in (start_table(results), growth_table(results)))]
    )


def as_markdown(results: Results) -> str:
    """Return the page: the prose of audit_page.md around the tables."""
    prose = Template((Path(__file__).parent / "audit_page.md").read_text(encoding="utf-8"))
    return prose.substitute(
        starts=markdown(*start_table(results)),
        growth=markdown(*growth_table(results)),
        picture="![Milliseconds per page](pictures/benchmarks-audit.png)",
        machine=results.machine,
        rounds=results.rounds,
        load=f"{results.load:.1f}",
        date=datetime.now(tz=UTC).date().isoformat(),
    )


def pictures(results: Results) -> dict[str, object]:
    """Return the chart of milliseconds per page: level bars are linear growth."""
    sizes = _sizes(results)
    return {
        "benchmarks-audit.png": {
            "title": "Milliseconds per page of reading and auditing, by pages of the report",
            "categories": [f"{size} pages" for size in sizes],
            "series": {
                label: [
                    (value, f"{value:.1f}")
                    for size in sizes
                    for value in [1000 * median(results.seconds(f"{size}.{kind}", "read", "audit")) / size]
                ]
                for kind, label in KINDS.items()
            },
        }
    }


def _sizes(results: Results) -> list[int]:
    return sorted(
        int(name.removesuffix(".txt")) for name in results.marks if _is_of_a_series(name) and name.endswith(".txt")
    )


def _is_of_a_series(name: str) -> bool:
    """Say whether a file is one of those that show the growth: there is a text of its length that was measured."""
    stem, _, kind = name.partition(".")
    return stem.isdigit() and kind in KINDS and stem != "200"
