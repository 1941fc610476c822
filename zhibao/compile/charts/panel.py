"""分图: what every kind of panel is made of: printed values by year, and the rows behind the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.catalog.exhibit import Printing, Slot
from zhibao.catalog.inline import fill_words
from zhibao.compile.material import Material
from zhibao.compile.printing import Printed, print_value
from zhibao.document.nodes import Cell
from zhibao.document.specs import Series


@dataclass(frozen=True, slots=True)
class Drawn:
    """画好的分图: the specification, and a name with its cells by year for every category."""

    spec: str
    rows: tuple[tuple[str, dict[int, Cell]], ...]


def label_of(printing: Printing, material: Material) -> str:
    """Return the name under a bar: the outline's, or else the indicator's."""
    return fill_words(printing.label, material.words) or material.indicator(printing.indicator).label


def printed(printing: Printing, material: Material, year: int, affix: str = "") -> Printed:
    """Return a value as the chart prints it; an earlier year by the outline's `earlier`."""
    named: dict[int, Slot] = {material.edition.last: "last", material.edition.this: "this"}
    slot = named.get(year, "earlier")
    own = material.indicator(printing.indicator).decimals
    form = material.form(printing.indicator, printing.decimals_of(slot, own))
    form = form.but(trim=printing.trims(slot), affix=printing.affix or affix)
    return print_value(material, printing.indicator, year, form, unit=printing.unit, member=printing.member)


def year_series(values: dict[int, list[Printed]], lag: int) -> list[Series]:
    """Return a series per year from the values of its categories."""
    return [
        Series(f"{year - lag}年", tuple(one.number.exact for one in row), tuple(one.number.text for one in row))
        for year, row in values.items()
    ]


def rows_behind(names: Sequence[str], values: dict[int, list[Printed]]) -> tuple[tuple[str, dict[int, Cell]], ...]:
    """Return the names of the categories with a cell per year."""
    return tuple(
        (name, {year: Cell((row[place].number,), "right") for year, row in values.items()})
        for place, name in enumerate(names)
    )
