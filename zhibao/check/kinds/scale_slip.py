"""量级: this year's number is last year's times or divided by 10, 100, 1000 or 10 000, about.

Parameters: `percent`, how far from the power of ten the ratio may lie; `silent_below`, for counts that are small in
both years. Only a 说明 that says the number was checked (核实) closes the finding: a cause explains no power of ten.
"""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, digits, finding
from zhibao.check.reach import Reach
from zhibao.check.slips import POWERS, factor_name
from zhibao.terms.finding import Finding
from zhibao.terms.unit import UNITS, Dimension

REACH = Reach.PLACE


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per number that slipped by a power of ten since last year."""
    percent, silent_below = check.number("percent"), check.number("silent_below")
    for last, this in context.pairs():
        before = context.typed[last.place.code, last.year]
        for cell, now in context.typed[this.place.code, this.year].items():
            then = before.get(cell, Fraction(0))
            if then <= 0 or now <= 0 or not (factor := slipped(now / then, percent)):
                continue
            field = context.catalog.registers[cell.register].fields[cell.field]
            if _is_counted(field.unit) and max(then, now) < silent_below:
                continue
            said, last_said, name = digits(now), digits(then), factor_name(factor, field.unit)
            yield finding(
                check,
                this.where(context.catalog, cell.register, cell.field, cell.key),
                check.message.format(label=field.label, last=last_said, this=said, factor=name),
                said=said,
                expected=f"约{digits(now / factor)}",
                computation=f"{said} ÷ {last_said} ≈ {digits(factor)}",
                reason=this.confirmed(cell),
            )


def touched(check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
    """Yield place and cell of every number of this year that follows a positive one of last year."""
    for last, this in context.pairs():
        before = context.typed[last.place.code, last.year]
        for cell in context.typed[this.place.code, this.year]:
            if before.get(cell, 0) > 0:
                yield this.place.code, cell


def slipped(ratio: Fraction, percent: Fraction) -> Fraction | None:
    """Return the power of ten that a ratio is close to, 1/10 and less included; None when there is none."""
    width = 1 + percent / 100
    if width < ratio * POWERS[0] and ratio * width < POWERS[0]:
        return None
    for power in POWERS:
        for factor in (Fraction(power), Fraction(1, power)):
            if factor / width <= ratio <= factor * width:
                return factor
    return None


def _is_counted(unit: str) -> bool:
    return UNITS[unit].dimension is Dimension.COUNT
