"""A report beside last year's, and beside its edited copy: the time against the length of both.

    uv run --group dev python bench/last_report.py          as a table of Markdown

Every length is taken in a process of its own, the best of three. No paragraph is like another; last year's report
shares all of them with this year's, the worst that can be. In the edited copy every third paragraph was changed.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from zhibao.audit.run import audit
from zhibao.catalog.rulebook import load_rulebook
from zhibao.compile.alignment import aligned
from zhibao.document.readers.read import read_text

PARAGRAPHS = (200, 400, 800, 1_600, 3_200)
_RUNS = 3
_PROSE = (
    "第{}项，学校把心理健康课排进每周课表，由专职教师为{}名学生授课，并为每名新生建立成长档案，班主任每月与家长联系，"
    "发现困难及时会商。此处写第{}件事的经过与结果，各系都有记录。"
)


def paragraphs(count: int) -> list[str]:
    """Return so many paragraphs, none like another."""
    return [_PROSE.format(place, 100 + place, place * 7) for place in range(count)]


def best(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of three runs."""
    took = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def measured(count: int) -> Sequence[float]:
    """Return the seconds of an audit alone, of one beside last year's report, and of laying an edited copy beside."""
    book, lines = load_rulebook(), paragraphs(count)
    reading = read_text("\n\n".join(lines))
    audit(read_text(lines[0]), book)
    edited = [line if place % 3 else line.replace("记录", "档案") for place, line in enumerate(lines)]
    return (
        best(lambda: audit(reading, book)),
        best(lambda: audit(reading, book, previous=reading)),
        best(lambda: list(aligned(lines, edited))),
    )


def main() -> None:
    """Print the table."""
    print("| paragraphs | audit | audit beside last year's report | lay an edited copy beside |")
    print("| ---: | ---: | ---: | ---: |")
    for count in PARAGRAPHS:
        said = subprocess.run([sys.executable, __file__, str(count)], check=True, capture_output=True, text=True).stdout
        alone, beside, laid = json.loads(said)
        print(f"| {count} | {alone:.2f} s | {beside:.2f} s | {laid:.3f} s |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
    else:
        main()
