"""What the load of the site says, as the page docs/benchmarks-web.md."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypedDict


class Run(TypedDict):
    """One run of Locust: rows of its statistics, its own share of one processor, and that of the site's processes."""

    people: int
    seconds: float
    rows: list[dict[str, str]]
    locust: float
    site: float


HEAD = """<!-- written by bench/web_run.py --write -->

# Benchmarks of the site

The site under load, over loopback, with server, database and Locust on the same processors. Renew it with

```
uv run --group dev --with locust python bench/web_run.py --write
```

Each person asks once a second; of ten requests two are the progress board, two the list of tasks, four save a cell
(with its trail), one takes the workbook of a school and one the findings of a register. The city is an example.
`zhibao serve --workers 2`; milliseconds.
"""
_COLUMNS = ("Median Response Time", "95%", "99%", "Max Response Time")


def written(measured: Mapping[str, Sequence[Run]]) -> str:
    """Return the page."""
    lines = [
        HEAD,
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors, Python {platform.python_version()}.",
        "",
    ]
    for name, runs in measured.items():
        for number, run in enumerate(runs):
            lines += [*_run(name, run, is_after=number == len(runs) - 1), ""]
    return "\n".join(lines).rstrip() + "\n"


def _run(name: str, run: Run, *, is_after: bool) -> Iterator[str]:
    after = ", after the spike" if is_after else ""
    yield f"## {name}, {run['people']} requests a second for {run['seconds']:.0f} seconds{after}"
    yield ""
    yield "| | requests | failed | a second | median | 95 % | 99 % | most |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for row in run["rows"]:
        rate, figures = float(row["Requests/s"]), [f"{float(row[one] or 0):.0f}" for one in _COLUMNS]
        what = "all" if row["Name"] == "Aggregated" else row["Name"]
        yield f"| {what} | {row['Request Count']} | {row['Failure Count']} | {rate:.1f} | {' | '.join(figures)} |"
    yield ""
    yield f"Locust used {100 * run['locust']:.0f} % of one processor, the server's processes {100 * run['site']:.0f} %."
