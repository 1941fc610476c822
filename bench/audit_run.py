"""Measure audits: from a cold start to the result, a long Word file, and how the cost grows with the report.

    uv run --group dev python bench/audit_run.py               five rounds, printed as tables
    uv run --group dev python bench/audit_run.py --write       also renews docs/benchmarks-audit.md and its picture
    ZHIBAO_SOURCES=DIR                                         where the published reports are

Every measurement is a process of its own, once per round, as in run.py.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import audit_page
import page
import run

SIZES = (10, 30, 100, 300, 1000)
LONG = "200.docx"


def main() -> int:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description="Measure audits.")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured (5)")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-audit.md and its picture")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhibao-bench-") as folder:
        (Path(folder) / "files").mkdir()
        results = measured(Path(folder) / "files", asked.rounds)
    print(audit_page.as_text(results))
    if asked.write:
        (run.DOCS / "benchmarks-audit.md").write_text(audit_page.as_markdown(results), encoding="utf-8")
        drawn = json.dumps(audit_page.pictures(results))
        subprocess.run(
            [sys.executable, run.BENCH / "pictures.py", run.DOCS / "pictures"], input=drawn, text=True, check=True
        )
    return 0


def measured(folder: Path, rounds: int) -> page.Results:
    """Return what every task took on every file; a file stands where a city stands in run.py."""
    results = page.Results(
        page.hardware(("python-docx", "pdfplumber", "lxml", "pypdfium2")), rounds, os.getloadavg()[0]
    )
    run.run("auditing", "prepare", folder)
    sources = Path(os.environ.get("ZHIBAO_SOURCES") or run.BENCH.parent.parent / "shared" / "reports")
    for path in sorted(sources.glob("*.txt")):
        shutil.copy(path, folder / path.name)
    starts = [path.name for path in sorted(folder.glob("*-*.txt"))]
    pdf = [path.name for path in folder.glob("*.pdf")]
    grown = [f"{size}.{kind}" for size in SIZES for kind in ("txt", "docx")]
    whole = [*starts, LONG, *pdf, *grown]
    work = [(name, "audit_whole", f"{task}:{name}") for name in whole for task in ("whole", "bare")]
    work += [(name, "audit_whole", f"first:{name}") for name in starts]
    work += [(name, "auditing", f"engine:{name}") for name in (*starts, LONG, *pdf, *grown)]
    for name in whole:
        characters = len((folder / name).read_text(encoding="utf-8")) if name.endswith(".txt") else 0
        results.counts[name]["characters"] = characters
        run.run("audit_whole", f"whole:{name}", folder)
    say = run.progress(rounds * len(work))
    for _ in range(rounds):
        for name, script, task in work:
            say(task)
            results.keep(name, run.run(script, task, folder))
    say("")
    return results


if __name__ == "__main__":
    sys.exit(main())
