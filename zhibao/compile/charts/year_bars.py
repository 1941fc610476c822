"""年度对比条形图: a group per indicator, a bar per year."""

from zhibao.catalog.exhibit import YearBars
from zhibao.catalog.inline import fill_words
from zhibao.compile.charts.panel import Drawn, label_of, printed, rows_behind, year_series
from zhibao.compile.material import Material
from zhibao.document.specs import year_bars


def year_panel(panel: YearBars, material: Material, years: tuple[int, ...]) -> Drawn:
    """Return the panel with one group of bars per indicator."""
    names = [label_of(one, material) for one in panel.series]
    values = {year: [printed(one, material, year) for one in panel.series] for year in years}
    series = year_series(values, material.indicator(panel.series[0].indicator).lag)
    return Drawn(year_bars(names, series, title=fill_words(panel.title, material.words)), rows_behind(names, values))
