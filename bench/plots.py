"""Charts of measurements as SVG: lines over a scale, with bands where there is an interval."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import vl_convert

Point = tuple[float, float] | tuple[float, float, float, float]
"""x and y, and the interval of y where there is one."""
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "bench"


def lines(
    name: str, title: str, axes: tuple[str, str], series: Mapping[str, Sequence[Point]], *, log: bool = False
) -> str:
    """Write docs/pictures/bench/NAME and return the Markdown that shows it."""
    rows = [
        {"series": label, "x": x, "y": y, "low": more[0] if more else y, "high": more[1] if more else y}
        for label, points in series.items()
        for x, y, *more in points
    ]
    scale = {"type": "log"} if log else {"zero": False}
    x = {"field": "x", "type": "quantitative", "title": axes[0], "scale": scale}
    y = {"field": "y", "type": "quantitative", "title": axes[1], "scale": {"type": "log"} if log else {}}
    colour = {"field": "series", "type": "nominal", "title": None, "sort": list(series)}
    band = {
        "mark": {"type": "errorband", "opacity": 0.25},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
    }
    line = {"mark": {"type": "line", "point": {"size": 18}}, "encoding": {"x": x, "y": y, "color": colour}}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 560, "height": 280, "title": title,
        "background": "white", "padding": 12, "data": {"values": rows}, "layer": [band, line],
        "config": {"legend": {"orient": "bottom", "columns": 3, "labelLimit": 300}},
    }  # fmt: skip
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(vl_convert.vegalite_to_svg(json.dumps(spec)), encoding="utf-8")
    return f"![{title}](pictures/bench/{name})"
