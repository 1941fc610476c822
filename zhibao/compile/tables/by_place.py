"""分地区表: a row per place of a level, a column per indicator, and the whole region's own values below."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.catalog.exhibit import PlaceTable, Printing
from zhibao.catalog.inline import fill_words
from zhibao.compile.material import Material
from zhibao.compile.printing import print_value
from zhibao.compile.tables.grid import Grid, head_row, inline_cell, text_cell
from zhibao.document.nodes import Align, Cell
from zhibao.terms.quantity import unit_text
from zhibao.terms.ranking import ranks
from zhibao.terms.value import Known

RANK = "名次"


def place_table(spec: PlaceTable, material: Material) -> Grid:
    """Return the table; places stand in the order of the rosters, and the last row is no sum of the others.

    Missing: a place that did not hand in prints the sign of what is missing, and has no rank; so does the whole then.
    """
    year, level = material.year(spec.year), material.level_of(spec.places)
    first = fill_words(spec.first, material.words) or level.label
    heads = [text for one in spec.columns for text in (_label(one, material), *((RANK,) if spec.ranks else ()))]
    aligns: list[Align] = ["left"]
    aligns += ["right"] * len(heads)
    head = head_row([first, *heads], aligns)
    if year is None:
        return Grid((head,), ())
    places = material.places(level, year)
    columns = [column for one in spec.columns for column in _columns(spec, one, material, year, places)]
    names = [text_cell(material.place_name(code, year)) for code in places]
    if spec.total:
        names.append(text_cell(fill_words(spec.total, material.words)))
    return Grid((head,), tuple(zip(names, *columns, strict=True)), bool(spec.total))


def _columns(
    spec: PlaceTable, printing: Printing, material: Material, year: int, places: Sequence[str]
) -> tuple[list[Cell], ...]:
    """Return the column of an indicator, and that of its ranks where they are wanted; the whole has none."""
    whole = ("",) if spec.total else ()
    values = [place_cell(printing, material, year, code) for code in (*places, *whole)]
    if not spec.ranks:
        return (values,)
    numbers = [number_at(printing.indicator, material, year, code) for code in places]
    order = ranks(numbers, largest_first=material.indicator(printing.indicator).better != "lower")
    said = ["" if one is None else str(one) for one in order]
    return values, [text_cell(one, "right") for one in (*said, *whole)]


def place_cell(printing: Printing, material: Material, year: int, code: str) -> Cell:
    """Return an indicator's value at a place as a printing says it; '' stands for the region itself."""
    own = material.indicator(printing.indicator).decimals
    form = material.form(printing.indicator, printing.decimals_of("this", own))
    form = form.but(trim=printing.trims("this"), affix=printing.affix)
    return inline_cell(print_value(material, printing.indicator, year, form, unit=printing.unit, at=code).number)


def number_at(indicator: str, material: Material, year: int, code: str) -> Fraction | None:
    """Return the exact number of an indicator at a place; None where there is none."""
    value = material.computed(indicator, year, at=code).value
    return value.number if isinstance(value, Known) else None


def _label(printing: Printing, material: Material) -> str:
    """Return what heads a column: the outline's words, else the indicator with its unit."""
    if printing.label:
        return fill_words(printing.label, material.words)
    indicator = material.indicator(printing.indicator)
    unit = printing.unit or unit_text(indicator.term)
    return f"{indicator.label}（{unit}）" if unit and unit not in indicator.label else indicator.label
