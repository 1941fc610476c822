"""Measure the writing of reports beside docxtpl, LibreOffice and WeasyPrint.

    uv run --group dev --with docxtpl --with weasyprint python bench/writers_run.py           three rounds, printed
    uv run --group dev --with docxtpl --with weasyprint python bench/writers_run.py --write   renews the page

What is not installed is left out. Every measurement is a process of its own, once per round, the sides in turn.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from string import Template

import page
import run

TASKS = ("pdf", "weasyprint", "office_pdf", "office_html", "docx_values", "docxtpl")
LABELS = {
    "PDF: **zhibao** (Typst), charts drawn": "pdf",
    "PDF: LibreOffice, from the Word file": "office_pdf",
    "PDF: WeasyPrint, from the HTML page": "weasyprint",
    "HTML: **zhibao**, charts drawn": "html",
    "HTML: **zhibao**, charts drawn anew": "html_first",
    "HTML: LibreOffice, from the Word file": "office_html",
    "Word, 2 000 bound values: **zhibao**": "docx_values",
    "Word, 2 000 bound values: docxtpl": "docxtpl",
}
RATIOS = (
    ("LibreOffice ÷ zhibao, PDF", "office_pdf", "pdf"),
    ("WeasyPrint ÷ zhibao, PDF", "weasyprint", "pdf"),
    ("LibreOffice ÷ zhibao, HTML", "office_html", "html"),
    ("LibreOffice ÷ zhibao, HTML, charts drawn anew", "office_html", "html_first"),
    ("docxtpl ÷ zhibao, Word", "docxtpl", "docx_values"),
)


def main() -> int:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description="Measure the writing of reports.")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (3)")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-writers.md")
    asked = parser.parse_args()
    libraries = [one for one in ("typst", "python-docx", "docxtpl", "weasyprint") if _is_there(one)]
    missing = [one for one in ("docxtpl", "weasyprint") if not _is_there(one)]
    office = shutil.which("soffice") is not None
    missing += [] if office else ["office_pdf", "office_html"]
    hardware = page.machine(True) if office else page.hardware(libraries)
    results = page.Results(hardware, asked.rounds, os.getloadavg()[0])
    tasks = [one for one in TASKS if one not in missing]
    with tempfile.TemporaryDirectory(prefix="zhibao-bench-") as folder:
        for city in run.CITIES:
            (Path(folder) / city).mkdir()
            run.run("demo", "prepare", Path(folder) / city)
            results.keep(city, run.run("writers", "prepare", Path(folder) / city), counts_only=True)
        for number in range(asked.rounds):
            for city in run.CITIES:
                for task in tasks:
                    print(f"round {number + 1}: {city} {task}", file=sys.stderr, flush=True)
                    try:
                        results.keep(city, run.run("writers", task, Path(folder) / city))
                    except subprocess.CalledProcessError:  # its own complaint stands on the terminal
                        missing.append(f"{task} of {page.CITIES[city]}, which failed")
    tables = {"ratios": _ratios(results), "seconds": page.second_table(results, LABELS)}
    print("\n\n".join("\n".join(page.aligned(*table)) for table in tables.values()))
    if asked.write:
        prose = Template((run.BENCH / "writers_page.md").read_text(encoding="utf-8"))
        text = prose.substitute(
            {name: page.markdown(*table) for name, table in tables.items()},
            machine=results.machine, rounds=asked.rounds, load=f"{results.load:.1f}",
            date=datetime.now(tz=UTC).date().isoformat(), missing=", ".join(missing) or "nothing",
            pages=" and ".join(str(results.counts[city]["pages"]) for city in run.CITIES),
        )  # fmt: skip
        (run.DOCS / "benchmarks-writers.md").write_text(text, encoding="utf-8")
    return 0


def _ratios(results: page.Results) -> page.Table:
    rows = []
    for label, theirs, ours in RATIOS:
        pairs = [zip(results.seconds(city, theirs), results.seconds(city, ours), strict=False) for city in run.CITIES]
        rows.append((label, *(page.spread([one / two for one, two in pair], page.times) for pair in pairs)))
    return ("time of the other ÷ time of zhibao", *page.CITIES.values()), list(rows)


def _is_there(package: str) -> bool:
    return find_spec({"python-docx": "docx"}.get(package, package)) is not None


if __name__ == "__main__":
    sys.exit(main())
