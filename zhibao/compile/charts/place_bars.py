"""分地区条形图: the places of a level by one indicator in one year."""

from zhibao.catalog.exhibit import PlaceBars
from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import fill_words
from zhibao.compile.charts.panel import Drawn, rows_behind, year_series
from zhibao.compile.material import Material
from zhibao.compile.printing import print_value
from zhibao.document.specs import ranked_bars


def place_panel(panel: PlaceBars, material: Material, years: tuple[int, ...]) -> Drawn:
    """Return the panel with a bar per place, the largest first; equal ones stand in the order of the rosters.

    Missing: a place without a value comes last, with its sign.
    Raises: CatalogError, when the year is none of the chart's, or no place is in scope.
    """
    year = material.year(panel.year)
    if year is None or year not in years:
        raise CatalogError(f"分地区图的年份“{panel.year}”不在 years 里。")
    indicator = material.indicator(panel.indicator)
    affix = panel.affix or ("%" if indicator.term.is_rate else "")
    form = material.form(panel.indicator, panel.decimals).but(trim=panel.trim, affix=affix)
    level = material.level_of(panel.places)
    places = material.places(level, year)
    drawn = [
        (material.place_name(code, year), print_value(material, panel.indicator, year, form, unit=panel.unit, at=code))
        for code in places
    ]
    drawn.sort(key=lambda one: (one[1].number.exact is None, -(one[1].number.exact or 0)))
    if not drawn:
        raise CatalogError(f"分地区图没有这一级（{level.label}）的地方。")
    names, values = [name for name, _ in drawn], {year: [value for _, value in drawn]}
    series = year_series(values, indicator.lag)[0]
    spec = ranked_bars(names, series, title=fill_words(panel.title, material.words))
    return Drawn(spec, rows_behind(names, values))
