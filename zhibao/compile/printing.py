"""印数: the one place where a computed value becomes a printed Number, and where two printed ones are subtracted."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhibao.catalog.model import Indicator
from zhibao.compile.material import Material
from zhibao.document.nodes import Number
from zhibao.terms.change import change_between
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.rounding import round_exact
from zhibao.terms.unit import UNITS, Unit, convert
from zhibao.terms.value import Computed, Known, Missing, Undefined

ESTIMATE = "约"
INCOMPARABLE = "—"
UP, DOWN, LEVEL = "↑", "↓", "持平"

ChangeStyle = Literal["signed", "arrow", "arrow_gap", "arrow_only"]
"""+1.45, ↑6, ↑ 0.69, or ↑ alone; no difference is 0, with the arrow alone 持平."""


@dataclass(frozen=True, slots=True)
class Printed:
    """印出的数: the inline, and the decimal that its digits stand for (None where a sign stands)."""

    number: Number
    digits: Decimal | None
    unit: Unit
    estimated: bool = False


def print_value(
    material: Material, indicator: str, year: int, form: Form, *, unit: str = "", member: str = "", at: str = ""
) -> Printed:
    """Return the value of the report's place as printed, or that of place `at`.

    Unit: `unit`, when the indicator's own converts into it, else the indicator's own.
    Missing: the sign of its meaning; an undefined value prints ÷.
    """
    definition = material.indicator(indicator)
    computed = material.computed(indicator, year, member, at)
    stated = _stated(definition, unit)
    exact, digits, text, estimated = None, None, "", False
    match computed.value:
        case Known(number, estimated):
            exact = number if stated == definition.term else convert(number, definition.term, stated)
            digits = round_exact(exact, form.decimals, form.rounding)
            text = (ESTIMATE if estimated else "") + print_number(exact, form)
        case Missing() | Undefined() as nothing:
            text = nothing.sign
    period = material.period(indicator, year)
    number_ = _number(text, exact, stated, (indicator, member, at or material.place.code), period, computed)
    return Printed(number_, digits, stated, estimated)


def print_change(
    last: Printed, this: Printed, form: Form, style: ChangeStyle = "signed", *, comparable: bool = True
) -> Printed:
    """Return the difference of two printed values, never of the exact ones; — where they are not comparable.

    Unit: percentage points for rates, else the unit of both.
    Missing: a side without digits gives —.
    """
    unit = UNITS["百分点"] if this.unit.is_rate else this.unit
    estimated = last.estimated or this.estimated
    between = change_between(last.digits, this.digits) if comparable else None
    if between is None:
        return _changed(last, this, INCOMPARABLE, None, None, unit, estimated)
    exact = Fraction(between.difference)
    digits = round_exact(exact, form.decimals, form.rounding)
    size = print_number(abs(exact), form.but(sign=False, affix=""))
    arrow = UP if digits > 0 else DOWN
    match style:
        case "arrow_only":
            text = arrow if exact and digits else LEVEL
        case _ if digits == 0:
            text = "0"
        case "arrow":
            text = arrow + size
        case "arrow_gap":
            text = f"{arrow} {size}"
        case _:
            text = ("+" if digits > 0 else "-") + size
    if estimated and style != "arrow_only":
        text = ESTIMATE + text
    return _changed(last, this, text, exact, digits, unit, estimated)


def print_size(change: Printed, form: Form) -> Number:
    """Return a change without its sign, as sentences print it."""
    number = change.number
    size = abs(number.exact) if number.exact is not None else None
    text = INCOMPARABLE if size is None else print_number(size, form.but(sign=False, affix=""))
    mark = ESTIMATE if change.estimated else ""
    return _copy(number, mark + text, number.exact, number.unit)


def print_growth(last: Printed, this: Printed, form: Form) -> Number | None:
    """Return the growth in % without its sign, from the printed values; None over zero or a missing side."""
    between = change_between(last.digits, this.digits)
    if between is None or between.growth is None:
        return None
    mark = ESTIMATE if last.estimated or this.estimated else ""
    change = _changed(last, this, "", between.growth, None, this.unit, estimated=False)
    return _copy(change.number, mark + print_number(abs(between.growth), form), between.growth, "%")


def _stated(indicator: Indicator, unit: str) -> Unit:
    wanted = UNITS.get(unit)
    return wanted if wanted is not None and indicator.term.converts_to(wanted) else indicator.term


def _number(
    text: str,
    exact: Fraction | None,
    unit: Unit,
    what: tuple[str, str, str],
    period: str,
    computed: Computed,
) -> Number:
    indicator, member, place = what
    return Number(text, exact, unit.label, indicator, place, period, member, computed.snapshots)


def _changed(
    last: Printed,
    this: Printed,
    text: str,
    exact: Fraction | None,
    digits: Decimal | None,
    unit: Unit,
    estimated: bool,
) -> Printed:
    """Return a number that speaks of two periods and rests on the snapshots of both."""
    one, two = last.number, this.number
    snapshots = tuple(dict.fromkeys((*one.snapshots, *two.snapshots)))
    period = f"{two.period}比{one.period}"
    number = Number(text, exact, unit.label, two.indicator, two.place, period, two.member, snapshots)
    return Printed(number, digits, unit, estimated)


def _copy(number: Number, text: str, exact: Fraction | None, unit: str) -> Number:
    return Number(text, exact, unit, number.indicator, number.place, number.period, number.member, number.snapshots)
