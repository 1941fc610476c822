"""What the load of the site says, as the page docs/benchmarks-web.md."""

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypedDict

Samples = dict[str, list[float]]
"""Kind of request → what each of them took. Unit: milliseconds."""


class Run(TypedDict):
    """One run of Locust: rows of its statistics, its own share of one processor, and that of the site's processes.

    `memory` is the most that each process of the site has held, in MiB; `samples` are there where nearly nobody asked.
    """

    people: int
    seconds: float
    rows: list[dict[str, str]]
    locust: float
    site: float
    memory: dict[str, float]
    samples: Samples


HEAD = """<!-- written by bench/web_run.py --write -->

# Benchmarks of the site

The site under load, over loopback, with server, database and Locust on the same processors. Renew it with

```
uv run --group dev --with locust python bench/web_run.py --write
```

Each person asks once a second, not in step with the others; of ten requests two are the progress board, two the list of
tasks, four save a cell (with its trail), one takes the workbook of a school and one the findings of a register.
The city is an example.
`zhibao serve` as it is started by itself, two processes for each processor; milliseconds.
"""
_KEPT = ("Request Count", "Failure Count", "Requests/s", "Average Response Time", "50%", "95%", "99%")
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


def told(measured: Mapping[str, Sequence[Run]], samples: Mapping[str, Samples]) -> str:
    """Return the figures as JSON: for each database its runs, each kind's quantiles, and samples of service times."""
    content = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "processors": os.cpu_count(),
        "databases": {
            name: {
                "runs": [
                    {
                        "people": run["people"],
                        "seconds": run["seconds"],
                        "locust": round(run["locust"], 4),
                        "site": round(run["site"], 4),
                        "memory": sorted(round(one) for one in run["memory"].values()),
                        "kinds": {row["Name"]: {key: row[key] for key in _KEPT} for row in run["rows"]},
                    }
                    for run in runs
                ],
                "samples": samples[name],
            }
            for name, runs in measured.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


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
