"""How many cores a deadline day needs: measured service times, put into a simulation of a province and of the nation.

    uv run --group dev --with locust python bench/web_run.py --write         first: requests (docs/benchmarks-web.json)
    uv run --group dev python bench/capacity.py --measure                    jobs (docs/capacity.json), some minutes
    uv run --group dev python bench/capacity.py --write         simulates, writes docs/capacity.md, plots
    uv run --group dev python bench/capacity.py --validate      the simulation beside the load test alone

Service times are drawn from what was measured; the arrival curve is stated in DAY, with its sources. Nothing is fitted:
the comparison with the load test shows how far the simulation can be trusted.
"""

import argparse
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import page
import run
from capacity_model import PARTS, WEB, read, validation
from capacity_page import as_page, comparison_table

TASKS = ("take_in", "school_reports", "audits")


def main() -> int:
    """Measure, simulate, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description="Simulate a deadline day from measured service times.")
    parser.add_argument("--measure", action="store_true", help="measure the jobs and write docs/capacity.json")
    parser.add_argument("--validate", action="store_true", help="compare with the load test alone")
    parser.add_argument("--database", default="PostgreSQL", help="whose samples are drawn from")
    parser.add_argument("--write", action="store_true", help="write docs/capacity.md and its plots")
    asked = parser.parse_args()
    if asked.measure:
        PARTS.write_text(json.dumps(_measured_jobs(), indent=1) + "\n", encoding="utf-8")
    missing = [one for one in (WEB, PARTS) if not one.is_file()]
    if missing:
        print(f"{missing[0].name} is not there; the first lines of this file say how it is written.", file=sys.stderr)
        return 1
    measured = read(asked.database)
    comparison = list(validation(measured))
    print("\n".join(page.aligned(*comparison_table(comparison))), file=sys.stderr)
    if asked.write:
        (run.DOCS / "capacity.md").write_text(as_page(measured, comparison), encoding="utf-8")
    return 0


def _measured_jobs() -> dict[str, object]:
    """Return samples of every kind of job, the peak of each task, and when they were taken."""
    samples: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    counts: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="zhibao-bench-") as home:
        for city in run.CITIES:
            (Path(home) / city).mkdir()
            run.run("demo", "prepare", Path(home) / city)
            for task in TASKS[: 2 if city != run.CITIES[0] else None]:
                print(f"{city} {task}", file=sys.stderr, flush=True)
                report = run.run("capacity_parts", task, Path(home) / city)
                for mark, took in report["marks"].items():
                    samples.setdefault(mark.split()[0], []).append(round(took["seconds"], 4))
                    peaks[task] = max(peaks.get(task, 0.0), round(took["peak"], 1))
                counts |= report["counts"]
    date = f"{datetime.now(tz=UTC):%Y-%m-%d}"
    return {
        "date": date,
        "machine": page.hardware(page.LIBRARIES),
        "samples": samples,
        "peaks": peaks,
        "counts": counts,
    }


if __name__ == "__main__":
    sys.exit(main())
