"""分地区表: a row per place of a level, a column per indicator, and the whole region's own values below."""

from zhibao.catalog.exhibit import PlaceTable, Printing
from zhibao.catalog.inline import fill_words
from zhibao.compile.material import Material
from zhibao.compile.printing import print_value
from zhibao.compile.tables.grid import Grid, head_row, inline_cell, text_cell
from zhibao.document.nodes import Align, Cell, Row
from zhibao.terms.place import Level
from zhibao.terms.quantity import unit_text


def place_table(spec: PlaceTable, material: Material) -> Grid:
    """Return the table; places stand in the order of the rosters, and the last row is no sum of the others.

    Missing: a place that did not hand in prints the sign of what is missing; so does the whole then.
    """
    year, level = material.year(spec.year), Level(spec.places)
    aligns: list[Align] = ["left"]
    aligns += ["right"] * len(spec.columns)
    first = fill_words(spec.first, material.words) or level.label
    head = head_row([first, *(_label(one, material) for one in spec.columns)], aligns)
    if year is None:
        return Grid((head,), ())
    body = [_row(spec, material, year, code) for code in material.places(level, year)]
    if spec.total:
        cells = (_cell(one, material, year, "") for one in spec.columns)
        body.append((text_cell(fill_words(spec.total, material.words)), *cells))
    return Grid((head,), tuple(body), bool(spec.total))


def _row(spec: PlaceTable, material: Material, year: int, code: str) -> Row:
    name = text_cell(material.place_name(code, year))
    return (name, *(_cell(one, material, year, code) for one in spec.columns))


def _cell(printing: Printing, material: Material, year: int, code: str) -> Cell:
    own = material.indicator(printing.indicator).decimals
    form = material.form(printing.indicator, printing.decimals_of("this", own))
    form = form.but(trim=printing.trims("this"), affix=printing.affix)
    return inline_cell(print_value(material, printing.indicator, year, form, unit=printing.unit, at=code).number)


def _label(printing: Printing, material: Material) -> str:
    """Return what heads a column: the outline's words, else the indicator with its unit."""
    if printing.label:
        return fill_words(printing.label, material.words)
    indicator = material.indicator(printing.indicator)
    unit = printing.unit or unit_text(indicator.term)
    return f"{indicator.label}（{unit}）" if unit and unit not in indicator.label else indicator.label
