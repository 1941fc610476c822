"""Bound values into a Word file, and a long table: the time against the count, and docxtpl beside it.

    uv run --with docxtpl bench/docx_values.py          all of it, as a table of Markdown

Every count is taken in a process of its own, the best of three. docxtpl gets a template with as many placeholders as
there are values, since that is how a report is written with it; its template is made before the clock starts.
"""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import docx

from zhibao.document.nodes import Block, Caption, Cell, Cover, Document, Heading, Number, Paragraph, Table, Text
from zhibao.document.writers.docx import write_docx

VALUES = (1_500, 3_000, 6_000, 12_000)
ROWS = (2_250, 4_500, 9_000)
PLACEHOLDERS = (500, 1_000, 2_000)
COLUMNS = 10
_PER_PARAGRAPH = 10
_RUNS = 3


def number(place: int) -> Number:
    """Return the bound value of a place."""
    return Number(str(1000 + place), Fraction(1000 + place), "人", f"indicator_{place}", "示例市", "2021")


def prose(count: int) -> Document:
    """Return a report with so many bound values in its sentences, ten a paragraph."""
    blocks: list[Block] = [Heading(1, "1", (Text("数据"),), "ch1")]
    for first in range(0, count, _PER_PARAGRAPH):
        said = [
            one
            for place in range(first, first + _PER_PARAGRAPH)
            for one in (Text("，在校生"), number(place), Text("人"))
        ]
        blocks.append(Paragraph(tuple(said)))
    return Document(Cover(("示例",), "", ""), tuple(blocks))


def table(rows: int) -> Document:
    """Return a report with one long table of numbers."""
    head = (tuple(Cell((Text(f"第{column}列"),), "right") for column in range(COLUMNS)),)
    body = tuple(
        tuple(Cell((number(row * COLUMNS + column),), "right") for column in range(COLUMNS)) for row in range(rows)
    )
    made = Table("long", "long", Caption("表", "1-1", "长表"), head, body)
    return Document(Cover(("示例",), "", ""), (Heading(1, "1", (Text("数据"),), "ch1"), made))


def written(document: Document) -> Callable[[], int]:
    """Return what writes a document and says how many bytes it has."""
    return lambda: len(write_docx(document, {}))


def templated(count: int) -> Callable[[], int]:
    """Return what fills a docxtpl template of the same text."""
    from docxtpl import DocxTemplate  # noqa: PLC0415  only here, by uv run --with

    made = docx.Document()
    for first in range(0, count, _PER_PARAGRAPH):
        made.add_paragraph("".join(f"，在校生{{{{ v{place} }}}}人" for place in range(first, first + _PER_PARAGRAPH)))
    source = io.BytesIO()
    made.save(source)
    values = {f"v{place}": str(1000 + place) for place in range(count)}

    def fill() -> int:
        template = DocxTemplate(io.BytesIO(source.getvalue()))
        template.render(values)
        target = io.BytesIO()
        template.save(target)
        return len(target.getvalue())

    return fill


KINDS: dict[str, Callable[[int], Callable[[], int]]] = {
    "values": lambda count: written(prose(count)),
    "rows": lambda count: written(table(count)),
    "docxtpl": templated,
}


def measured(kind: str, count: int) -> float:
    """Return the best time of one count, taken in a process of its own."""
    command = [sys.executable, str(Path(__file__)), kind, str(count)]
    best: float = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return best


def timed(work: Callable[[], int]) -> float:
    """Return the best of a few runs in seconds."""
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print the table, or with a kind and a count one time."""
    if len(sys.argv) == 3:
        print(json.dumps(timed(KINDS[sys.argv[1]](int(sys.argv[2])))))
        return
    print("| what | count | seconds | per thousand |\n|---|--:|--:|--:|")
    for kind, counts in (("values", VALUES), ("rows", ROWS), ("docxtpl", PLACEHOLDERS)):
        for count in counts:
            seconds = measured(kind, count)
            print(f"| {kind} | {count} | {seconds:.2f} | {1000 * seconds / count:.3f} |", flush=True)


if __name__ == "__main__":
    main()
