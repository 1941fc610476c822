"""图: one file per kind of panel; each draws printed values and hands back the rows behind the drawing."""

from typing import assert_never

from zhibao.catalog.exhibit import ChartSpec, Composition, Panel, PartsPie, PlaceBars, RankedBars, YearBars, YearLines
from zhibao.catalog.exhibit import indicators_in as _indicators_in
from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import fill_words
from zhibao.compile.charts.composition import composition_panel
from zhibao.compile.charts.panel import Drawn
from zhibao.compile.charts.parts_pie import pie_panel
from zhibao.compile.charts.place_bars import place_panel
from zhibao.compile.charts.ranked_bars import ranked_panel
from zhibao.compile.charts.year_bars import year_panel
from zhibao.compile.charts.year_lines import line_panel
from zhibao.compile.material import Material
from zhibao.document.nodes import Cell, Chart, Row, Text

__all__ = ["build_chart", "chart_kind"]


def build_chart(spec: ChartSpec, material: Material, where: str) -> Chart:
    """Return the panels of a chart and the table behind them.

    Shape: a column per year that the edition has, a row per drawn value; rows name their panel when there are several.
    Raises: CatalogError with file:line, when the edition has none of the years or the periods of the values differ.
    """
    lags = {material.indicator(name).lag for name in _indicators_in(spec)}
    if len(lags) > 1:
        raise CatalogError(f"{where}：图里的指标年份不同（有的滞后一年），请分成两幅图。")
    years = tuple(year for year in map(material.year, spec.years) if year is not None)
    if not years:
        raise CatalogError(f"{where}：本轮没有这幅图要的年份。")
    drawn = [_draw(panel, material, years) for panel in spec.panels]
    titles = [fill_words(panel.title, material.words) for panel in spec.panels]
    named = len(drawn) > 1 and all(titles)
    lag = max(lags)
    head = (Cell((Text("项目"),)), *(Cell((Text(f"{year - lag}年"),), "right") for year in years))
    rows = [
        _row(f"{title}：{name}" if named else name, cells, years)
        for title, panel in zip(titles, drawn, strict=True)
        for name, cells in panel.rows
    ]
    return Chart(tuple(panel.spec for panel in drawn), head, tuple(rows))


def chart_kind(spec: ChartSpec) -> str:
    """Return what a chart is, for readers who cannot see it."""
    words = {
        "year_bars": "条形图",
        "composition": "构成图",
        "ranked_bars": "排序条形图",
        "place_bars": "分地区条形图",
        "year_lines": "折线图",
        "parts_pie": "饼图",
    }
    return "与".join(dict.fromkeys(words[panel.kind] for panel in spec.panels))


def _draw(panel: Panel, material: Material, years: tuple[int, ...]) -> Drawn:
    match panel:
        case YearBars():
            return year_panel(panel, material, years)
        case Composition():
            return composition_panel(panel, material, years)
        case RankedBars():
            return ranked_panel(panel, material, years)
        case PlaceBars():
            return place_panel(panel, material, years)
        case YearLines():
            return line_panel(panel, material, years)
        case PartsPie():
            return pie_panel(panel, material, years)
        case _:
            assert_never(panel)


def _row(name: str, cells: dict[int, Cell], years: tuple[int, ...]) -> Row:
    return (Cell((Text(name),)), *(cells.get(year, Cell((), "right")) for year in years))
