"""变化: a value that moved by more than so many per cent since last year asks for a reason.

Looks at every number a school typed, and at every city value that the report prints. Small counts are left alone, and
across a break in a series a change is told but asks for nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhibao.catalog.asked import REASONS
from zhibao.catalog.expression import FieldName
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check, Indicator
from zhibao.check.broken_series import as_note, field_breaks, indicator_breaks
from zhibao.check.context import CellName, Context, digits, finding
from zhibao.check.reach import Reach
from zhibao.terms.finding import Finding
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.source import CellPlace
from zhibao.terms.unit import UNITS, Dimension
from zhibao.terms.value import Known, Value, ValueKey

VAGUE = True
REACH = Reach.PLACE


@dataclass(frozen=True, slots=True)
class Moved:
    """变动: last year's and this year's number."""

    last: Fraction
    this: Fraction


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per value that changed too much; it carries the reason that was given, if any."""
    limits = _limits(check)
    for last, this in context.pairs():
        for name, now in this.typed.items():
            if context.register not in ("", name.register):
                continue
            then, field = last.typed.get(name), context.catalog.registers[name.register].fields[name.field]
            if then is not None and field.explain_change and _has_moved(limits, then, now, field.unit):
                where = this.where(context.catalog, name.register, name.field, name.key)
                found = _finding(check, where, field.label, Moved(then, now), this.reason_for(*name))
                yield as_note(found, field_breaks(context, name.register, name.field))
    if context.only is None or context.only[0] == context.city.code:
        yield from _city(check, context)


def touched(check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
    """Yield place and cell of every number of this year that has a number of last year to be compared with."""
    for last, this in context.pairs():
        for name in this.typed:
            if name in last.typed and context.catalog.registers[name.register].fields[name.field].explain_change:
                yield this.place.code, name


def speaks(check: Check, row: Mapping[FieldName, Value], catalog: Catalog) -> bool:
    """Say whether the check speaks on one example with `last` and `this`, in 人."""
    values = {name.field: value for name, value in row.items()}
    return _moved(check, values["last"], values["this"], "人") is not None


def _city(check: Check, context: Context) -> Iterator[Finding]:
    given = {
        str(row["indicator"]): str(row["reason"])
        for one in context.handed
        if (one.place.code, one.year) == (context.city.code, context.years[1])
        for row in one.rows.get(REASONS, ())
    }
    for name in context.printed:
        indicator = context.catalog.indicators[name]
        form = Form(indicator.decimals)
        keys = [ValueKey(name, context.city.code, year) for year in context.years]
        values = [context.values[key].value if key in context.values else None for key in keys]
        printed = [
            Known(Fraction(print_number(value.number, form))) if isinstance(value, Known) else None for value in values
        ]
        if moved := _moved(check, printed[0], printed[1], indicator.unit):
            where = _city_reason(context, indicator)
            reason = given.get(indicator.label, "") or given.get(name, "")
            found = _finding(check, where, f"{context.city.level.whole}{indicator.label}", moved, reason)
            yield as_note(found, indicator_breaks(context, name))


def _city_reason(context: Context, indicator: Indicator) -> CellPlace:
    """Return the place of the row of the city's reasons that is to speak of an indicator."""
    year, label = context.years[1], indicator.label
    named = f"{context.city.name}{year}年"
    return CellPlace(named, "变化说明（市）", "", label, context.city.code, year, REASONS, label, "reason")


def _finding(check: Check, where: CellPlace, label: str, moved: Moved, reason: str) -> Finding:
    last, this = digits(moved.last), digits(moved.this)
    percent, computation = "由0起，增幅无从计算", ""
    if moved.last:
        percent = print_number((moved.this - moved.last) / moved.last * 100, Form(2, sign=True)) + "%"
        computation = f"({this} − {last}) ÷ {last} = {percent}"
    message = check.message.format(label=label, last=last, this=this, percent=percent)
    return finding(check, where, message, said=this, expected="一句说明", reason=reason, computation=computation)


def _moved(check: Check, last: Value | None, this: Value | None, unit: str) -> Moved | None:
    """Return both numbers when the change is too large to pass without a reason."""
    if not isinstance(last, Known) or not isinstance(this, Known):
        return None
    moved = Moved(last.number, this.number)
    return moved if _has_moved(_limits(check), moved.last, moved.this, unit) else None


def _limits(check: Check) -> tuple[Fraction, Fraction]:
    return check.number("percent"), check.number("silent_below")


def _has_moved(limits: tuple[Fraction, Fraction], last: Fraction, this: Fraction, unit: str) -> bool:
    percent, least = limits
    if last == this or (UNITS[unit].dimension is Dimension.COUNT and max(last, this) < least):
        return False
    return abs(this - last) * 100 > percent * abs(last)
