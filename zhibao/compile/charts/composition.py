"""构成图: one bar of 100 % per year."""

from zhibao.catalog.exhibit import Composition
from zhibao.catalog.inline import fill_words
from zhibao.compile.charts.panel import Drawn, label_of, printed, rows_behind, year_series
from zhibao.compile.material import Material
from zhibao.document.specs import composition


def composition_panel(panel: Composition, material: Material, years: tuple[int, ...]) -> Drawn:
    """Return the panel with a bar per year; shares are printed with their %."""
    names = [label_of(one, material) for one in panel.parts]
    values = {
        year: [
            printed(one, material, year, "%" if material.indicator(one.indicator).term.is_rate else "")
            for one in panel.parts
        ]
        for year in years
    }
    series = year_series(values, material.indicator(panel.parts[0].indicator).lag)
    return Drawn(composition(names, series, title=fill_words(panel.title, material.words)), rows_behind(names, values))
