"""Draw the charts of the benchmarks with zhibao's own charts: what to draw comes as JSON, the files go to a folder."""

import json
import sys
from fractions import Fraction
from pathlib import Path

from zhibao.document.charts import chart_png
from zhibao.document.specs import Series, year_bars
from zhibao.document.specs.frame import PAPER

MARGIN = 16


def main() -> None:
    """Write one PNG per chart that is described on the standard input."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in json.load(sys.stdin).items():
        series = [
            Series(label, tuple(Fraction(value) for value, _ in pairs), tuple(text for _, text in pairs))
            for label, pairs in chart["series"].items()
        ]
        spec = year_bars(chart["categories"], series, title=chart["title"])
        (folder / name).write_bytes(chart_png(on_paper(spec)))


def on_paper(spec: str) -> str:
    """Return the chart on white with a margin: a page may be read on a dark ground."""
    drawn = json.loads(spec)
    padding = {side: pixels + MARGIN for side, pixels in drawn["padding"].items()}
    return json.dumps(drawn | {"background": PAPER, "padding": padding}, ensure_ascii=False)


if __name__ == "__main__":
    main()
