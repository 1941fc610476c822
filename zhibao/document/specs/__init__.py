"""图的规格: a small typed description of a chart becomes a Vega-Lite specification; one file per kind."""

import json
from collections.abc import Sequence
from fractions import Fraction

from zhibao.document.specs.composition import composition
from zhibao.document.specs.frame import FULL, GAP, MEMO, Series
from zhibao.document.specs.ranked_bars import ranked_bars
from zhibao.document.specs.year_bars import year_bars

__all__ = ["FULL", "GAP", "Series", "composition", "panel_widths", "ranked_bars", "resized", "year_bars"]


def panel_widths(count: int, total: int = FULL) -> int:
    """Return the width of one of `count` panels that stand in pairs in a figure of `total` pixels."""
    return total if count == 1 else (total - GAP) // 2


def resized(spec: str, width: int) -> str:
    """Return the same chart laid out anew for another width; a specification of other origin stays as it is."""
    memo = json.loads(spec).get("usermeta", {}).get(MEMO)
    if memo is None:
        return spec
    series: Sequence[Series] = [
        Series(one["label"], tuple(None if v is None else Fraction(v) for v in one["values"]), tuple(one["texts"]))
        for one in memo["series"]
    ]
    match memo["kind"]:
        case "year_bars":
            return year_bars(memo["categories"], series, title=memo["title"], width=width)
        case "composition":
            return composition(memo["categories"], series, title=memo["title"], width=width)
        case "ranked_bars":
            return ranked_bars(memo["categories"], series[0], title=memo["title"], width=width)
        case kind:
            raise ValueError(f"no chart kind {kind!r}")
