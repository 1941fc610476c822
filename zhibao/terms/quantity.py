"""数量: an exact number with its unit, and the one function that prints it."""

from dataclasses import dataclass, replace
from fractions import Fraction

from zhibao.terms.rounding import Rounding, round_exact
from zhibao.terms.unit import Dimension, Unit, convert


@dataclass(frozen=True, slots=True)
class Quantity:
    """数量: exact and unrounded; a share of 5 % is Fraction(5) in the unit %."""

    number: Fraction
    unit: Unit

    def to(self, unit: Unit) -> "Quantity":
        """Return the quantity in another unit of the same dimension."""
        return Quantity(convert(self.number, self.unit, unit), unit)


@dataclass(frozen=True, slots=True)
class Form:
    """印法: how a number is printed; the outline's cell decides, the indicator's own is the default.

    `trim` drops trailing zeros; `sign` puts + before a rise; `affix` is put behind the digits (%, /1, :1).
    """

    decimals: int = 0
    rounding: Rounding = Rounding.HALF_UP
    trim: bool = False
    sign: bool = False
    affix: str = ""

    def but(self, **changes: object) -> "Form":
        """Return the form with some parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]


def print_number(number: Fraction, form: Form) -> str:
    """Return the digits as printed: no thousands mark, hyphen-minus, zero without a sign."""
    rounded = round_exact(number, form.decimals, form.rounding)
    text = f"{rounded:f}"
    if form.trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    if form.sign and rounded > 0:
        text = f"+{text}"
    return text + form.affix


def unit_text(unit: Unit) -> str:
    """Return what is written behind the digits in running text."""
    return {Dimension.RATIO: ":1", Dimension.SPLIT: ""}.get(
        unit.dimension, "个百分点" if unit.label == "百分点" else unit.label
    )
