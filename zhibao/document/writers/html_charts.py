"""网页里的图: charts drawn in both widths; every mark says what it stands for, so that a pointer can ask it."""

import re
from html import escape, unescape

from zhibao.document.charts import chart_svg
from zhibao.document.nodes import Chart
from zhibao.document.specs import resized
from zhibao.document.specs.frame import TOLD
from zhibao.document.writers.measures import chart_text

_WIDE, _NARROW = 720, 340
_MARK = re.compile(rf' aria-label="([^"]*{TOLD}[^"]*)"')
_ROLES = re.compile(r' (?:role|aria-roledescription)="[^"]*"')


def chart_drawings(chart: Chart, alt: str) -> str:
    """Return the drawings: a single panel at both widths, several side by side."""
    label = escape(f"{alt}。{chart_text(chart)}".lstrip("。"))
    if len(chart.panels) > 1:
        panels = "".join(_drawing(resized(spec, _NARROW), "panel", label) for spec in chart.panels)
        return f'<div class="chart pair">{panels}</div>\n'
    spec = chart.panels[0]
    wide = _drawing(resized(spec, _WIDE), "wide", label)
    narrow = _drawing(resized(spec, _NARROW), "narrow", label)
    return f'<div class="chart">{wide}{narrow}</div>\n'


def _drawing(spec: str, kind: str, label: str) -> str:
    """Return a chart as an element of the page, named for those who cannot see it."""
    svg = _MARK.sub(_said, _ROLES.sub("", chart_svg(spec)))
    root, rest = svg.split(">", 1)
    size = " ".join(re.findall(r'(?:width|height|viewBox)="[^"]*"', root))
    return f'<svg class="{kind}" {size} role="img" aria-label="{label}">{rest}'


def _said(found: re.Match[str]) -> str:
    """Return what a mark stands for as its data: series, category, value as printed."""
    category, series, text = unescape(found.group(1)).split(TOLD)
    return f' data-c="{escape(category)}" data-s="{escape(series)}" data-v="{escape(text)}"'
