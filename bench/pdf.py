"""The PDF of both cities and of the stress report, beside LibreOffice converting the DOCX of the same tree.

`python bench/pdf.py` prints a table: seconds with the charts drawn already, seconds with every chart drawn anew, and
LibreOffice's; every measurement in a process of its own, the sides in turn, medians of the rounds.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.document.stress import stress_report
from zhibao.document.charts import chart_svg
from zhibao.document.nodes import Chart, Document, Figure, walk
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.measures import panels
from zhibao.document.writers.typst import write_pdf
from zhibao.examples.build import write_example
from zhibao.workshop import Workshop

REPORTS = ("jiangmen", "qingyuan", "stress")


def report(name: str, folder: Path) -> Document:
    """Return the finished tree of a report."""
    return stress_report() if name == "stress" else Workshop(folder / name).document


def prepare(folder: Path) -> None:
    """Fill both cities' working folders, and write every report's DOCX."""
    for name in REPORTS:
        if name != "stress":
            write_example(name, folder / name)
            Workshop(folder / name).collect()
        document = report(name, folder)
        (folder / f"{name}.docx").write_bytes(write_docx(document, write_pdf(document).pages))


def ours(name: str, folder: Path) -> dict[str, float]:
    """Return the seconds of one process: drawing the charts, writing the PDF with them drawn, and the pages."""
    document = report(name, folder)
    write_pdf(Document(document.cover, ()))
    charts = [
        one.content for one in walk(document.blocks) if isinstance(one, Figure) and isinstance(one.content, Chart)
    ]
    drawing = _seconds(lambda: [chart_svg(panel) for chart in charts for panel in panels(chart)])
    pages = 0

    def write() -> None:
        nonlocal pages
        pages = max(write_pdf(document).pages.values())

    return {"drawing": drawing, "writing": _seconds(write), "pages": float(pages), "charts": float(len(charts))}


def office(name: str, folder: Path) -> float:
    """Return the seconds that LibreOffice takes for the DOCX; the user profile is there."""
    with tempfile.TemporaryDirectory() as made:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", made, str(folder / f"{name}.docx")]
        return _seconds(lambda: subprocess.run(command, check=True, capture_output=True, timeout=600))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Measure, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--one", nargs=2, metavar=("REPORT", "FOLDER"))
    given = asked.parse_args()
    if given.one:
        print(json.dumps(ours(given.one[0], Path(given.one[1]))))
        return
    with tempfile.TemporaryDirectory(prefix="zhibao-bench-") as place:
        folder = Path(place)
        prepare(folder)
        office("jiangmen", folder)
        print("| report | pages | charts | PDF, charts drawn | drawing the charts | LibreOffice | ÷ drawn | ÷ both |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        for name in REPORTS:
            rounds = [(_alone(name, folder), office(name, folder)) for _ in range(given.rounds)]
            print(_line(name, rounds))


def _alone(name: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", name, str(folder)]
    measured: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return measured


def _line(name: str, rounds: list[tuple[dict[str, float], float]]) -> str:
    def median(numbers: list[float]) -> float:
        return statistics.median(numbers)

    first = rounds[0][0]
    writing, drawing = (median([one[part] for one, _ in rounds]) for part in ("writing", "drawing"))
    bare = [other / one["writing"] for one, other in rounds]
    both = [other / (one["writing"] + one["drawing"]) for one, other in rounds]
    seconds = median([other for _, other in rounds])
    ratios = " | ".join(f"{median(one):.1f}× ({min(one):.1f}–{max(one):.1f})" for one in (bare, both))
    return (
        f"| {name} | {first['pages']:.0f} | {first['charts']:.0f} | {writing:.2f} s | {drawing:.2f} s "
        f"| {seconds:.2f} s | {ratios} |"
    )


if __name__ == "__main__":
    main()
