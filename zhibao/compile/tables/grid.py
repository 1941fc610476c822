"""表格: the rows of a table before it gets its caption and notes, and how its cells are made."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.catalog.exhibit import Printing, Slot
from zhibao.catalog.files import CatalogError
from zhibao.compile.breaks import is_comparable
from zhibao.compile.material import Material
from zhibao.compile.printing import ChangeStyle, Printed, print_change, print_value
from zhibao.document.nodes import Align, Cell, Inline, Row, Text
from zhibao.terms.quantity import Form


@dataclass(frozen=True, slots=True)
class Grid:
    """表格: head rows, body rows, and whether the last one is a total."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    total: bool = False


def text_cell(text: str, align: Align = "left") -> Cell:
    """Return a cell with text; an empty one has no content."""
    return Cell((Text(text),) if text else (), align)


def inline_cell(inline: Inline, align: Align = "right") -> Cell:
    """Return a cell with one inline."""
    return Cell((inline,), align)


def head_row(texts: Sequence[str], aligns: Sequence[Align]) -> Row:
    """Return a head row that stands over its columns as their cells do."""
    return tuple(text_cell(text, align) for text, align in zip(texts, aligns, strict=True))


class Line:
    """一个指标的各格: last year, this year and their change, printed as one printing says."""

    def __init__(self, printing: Printing, material: Material) -> None:
        """Take the printing; nothing is printed yet."""
        self._printing = printing
        self._material = material

    def value(self, slot: Slot) -> Printed:
        """Return the value of a year as printed.

        Raises: CatalogError, for a year that this edition does not have.
        """
        year = self._material.year(slot)
        if year is None:
            raise CatalogError(f"指标“{self._printing.indicator}”：本轮没有更早一年的数据，请在 history_years 里写明。")
        printing = self._printing
        return print_value(
            self._material, printing.indicator, year, self._form(slot), unit=printing.unit, member=printing.member
        )

    def of_city(self) -> Printed:
        """Return the city's value of this year, as the row prints the place's own."""
        material, one, form = self._material, self._printing, self._form("this")
        year, city = material.edition.this, material.values.city
        return print_value(material, one.indicator, year, form, unit=one.unit, member=one.member, at=city)

    def change(self, style: ChangeStyle) -> Printed:
        """Return the difference of the two printed values; its decimals are the larger of theirs unless told.

        Missing: —, across a break in the series that forbids the comparison too.
        """
        default = max(self._decimals("last"), self._decimals("this"))
        decimals = self._printing.decimals_of("change", default)
        form = self._material.form(self._printing.indicator, decimals).but(trim=self._printing.trims("change"))
        comparable = is_comparable(self._material, self._printing.indicator)
        return print_change(self.value("last"), self.value("this"), form, style, comparable=comparable)

    def _form(self, slot: Slot) -> Form:
        form = self._material.form(self._printing.indicator, self._decimals(slot))
        return form.but(trim=self._printing.trims(slot), affix=self._printing.affix)

    def _decimals(self, slot: Slot) -> int:
        return self._printing.decimals_of(slot, self._material.indicator(self._printing.indicator).decimals)
