"""排序条形图: the largest members of a breakdown in one year."""

from zhibao.catalog.exhibit import Printing, RankedBars
from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import fill_words
from zhibao.compile.charts.panel import Drawn, printed, rows_behind, year_series
from zhibao.compile.material import Material
from zhibao.document.specs import ranked_bars


def ranked_panel(panel: RankedBars, material: Material, years: tuple[int, ...]) -> Drawn:
    """Return the panel with a bar per member, the largest first, at most `top` of them.

    Missing: without any member the city's whole value stands alone, with its sign.
    Raises: CatalogError, when the year is none of the chart's.
    """
    year = material.year(panel.year)
    if year is None or year not in years:
        raise CatalogError(f"排序图的年份“{panel.year}”不在 years 里。")
    members = material.members(panel.indicator, year)[: panel.top] or ("",)
    affix = panel.affix or ("%" if material.indicator(panel.indicator).term.is_rate else "")
    whole = material.indicator(panel.indicator).label
    names = [material.member_label(panel.indicator, member) if member else whole for member in members]
    values = {
        year: [
            printed(
                Printing(
                    indicator=panel.indicator,
                    member=member,
                    unit=panel.unit,
                    decimals=panel.decimals,
                    trim=panel.trim,
                    affix=affix,
                ),
                material,
                year,
            )
            for member in members
        ]
    }
    series = year_series(values, material.indicator(panel.indicator).lag)[0]
    spec = ranked_bars(names, series, title=fill_words(panel.title, material.words))
    return Drawn(spec, rows_behind(names, values))
