"""年度折线图: a line per indicator, a point per year."""

from zhibao.catalog.exhibit import YearLines
from zhibao.catalog.inline import fill_words
from zhibao.compile.charts.panel import Drawn, label_of, printed, rows_behind
from zhibao.compile.material import Material
from zhibao.document.specs import Series, year_lines


def line_panel(panel: YearLines, material: Material, years: tuple[int, ...]) -> Drawn:
    """Return the panel with one line per indicator."""
    names = [label_of(one, material) for one in panel.series]
    values = {year: [printed(one, material, year) for one in panel.series] for year in years}
    lag = material.indicator(panel.series[0].indicator).lag
    lines = [
        Series(
            name,
            tuple(values[year][place].number.exact for year in years),
            tuple(values[year][place].number.text for year in years),
        )
        for place, name in enumerate(names)
    ]
    spec = year_lines([f"{year - lag}年" for year in years], lines, title=fill_words(panel.title, material.words))
    return Drawn(spec, rows_behind(names, values))
