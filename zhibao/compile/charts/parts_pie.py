"""饼图: two or three parts of one year."""

from zhibao.catalog.exhibit import PartsPie
from zhibao.catalog.inline import fill_words
from zhibao.compile.charts.panel import Drawn, label_of, printed, rows_behind, year_series
from zhibao.compile.material import Material
from zhibao.document.specs import parts_pie


def pie_panel(panel: PartsPie, material: Material, years: tuple[int, ...]) -> Drawn:
    """Return the panel with the parts of one year; shares are printed with their %."""
    year = material.year(panel.year)
    if year is None or year not in years:
        year = years[-1]
    names = [label_of(one, material) for one in panel.parts]
    rates = [material.indicator(one.indicator).term.is_rate for one in panel.parts]
    values = {
        year: [printed(one, material, year, "%" if rate else "") for one, rate in zip(panel.parts, rates, strict=True)]
    }
    (whole,) = year_series(values, material.indicator(panel.parts[0].indicator).lag)
    return Drawn(parts_pie(names, whole, title=fill_words(panel.title, material.words)), rows_behind(names, values))
