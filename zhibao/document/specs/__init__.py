"""图的规格: a small typed description of a chart becomes a Vega-Lite specification; one file per kind."""

import json
from dataclasses import dataclass
from fractions import Fraction

from zhibao.document.specs.composition import composition
from zhibao.document.specs.frame import FULL, GAP, MEMO, Series
from zhibao.document.specs.parts_pie import parts_pie
from zhibao.document.specs.ranked_bars import ranked_bars
from zhibao.document.specs.year_bars import standing_bar, year_bars
from zhibao.document.specs.year_lines import line_domain, year_lines

__all__ = [
    "FULL",
    "GAP",
    "Drawing",
    "Series",
    "composition",
    "drawing_of",
    "line_domain",
    "panel_widths",
    "parts_pie",
    "ranked_bars",
    "resized",
    "standing_bar",
    "year_bars",
    "year_lines",
]


def panel_widths(count: int, total: int = FULL) -> int:
    """Return the width of one of `count` panels that stand in pairs in a figure of `total` pixels."""
    return total if count == 1 else (total - GAP) // 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """图的内容: what a specification draws, as it was asked for: its kind, categories, series and title."""

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    title: str


def drawing_of(spec: str) -> Drawing | None:
    """Return what a specification of this package draws; None for one of other origin."""
    memo = json.loads(spec).get("usermeta", {}).get(MEMO)
    if memo is None:
        return None
    series = tuple(
        Series(one["label"], tuple(None if v is None else Fraction(v) for v in one["values"]), tuple(one["texts"]))
        for one in memo["series"]
    )
    return Drawing(memo["kind"], tuple(memo["categories"]), series, memo["title"])


def resized(spec: str, width: int) -> str:
    """Return the same chart laid out anew for another width; a specification of other origin stays as it is."""
    drawing = drawing_of(spec)
    if drawing is None:
        return spec
    categories, series, title = drawing.categories, drawing.series, drawing.title
    match drawing.kind:
        case "year_bars":
            return year_bars(categories, series, title=title, width=width)
        case "composition":
            return composition(categories, series, title=title, width=width)
        case "ranked_bars":
            return ranked_bars(categories, series[0], title=title, width=width)
        case "year_lines":
            return year_lines(categories, series, title=title, width=width)
        case "parts_pie":
            return parts_pie(categories, series[0], title=title, width=width)
        case kind:
            raise ValueError(f"no chart kind {kind!r}")
