"""变化: a value that moved by more than so many per cent since last year asks for a reason.

Looks at every number a school typed, and at every city value that the report prints. Small counts are left alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhibao.catalog.asked import REASONS
from zhibao.catalog.expression import FieldName
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.check.context import Context, Handed, cell, digits, finding
from zhibao.snapshot.store import row_key
from zhibao.snapshot.submission import Row
from zhibao.terms.finding import Finding
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.source import CellPlace
from zhibao.terms.unit import UNITS, Dimension
from zhibao.terms.value import Known, Value, ValueKey


@dataclass(frozen=True, slots=True)
class Moved:
    """变动: last year's and this year's number."""

    last: Fraction
    this: Fraction


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per value that changed too much; it carries the reason that was given, if any."""
    for last, this in context.pairs():
        for asked in this.asked:
            for before, now in _same_rows(last, this, asked.register.name, context.catalog):
                for name, field in context.numbers(asked.register.name, asked):
                    if not field.explain_change:
                        continue
                    pair = cell(before, name), cell(now, name)
                    if moved := _moved(check, *pair, field.unit):
                        key = row_key(asked.register, now)
                        where = this.where(context.catalog, asked.register.name, name, key)
                        yield _finding(check, where, field.label, moved, _reason(this, asked.register.name, key, name))
    yield from _city(check, context)


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
            where = CellPlace(f"{context.city.name}{context.years[1]}年", "变化说明（市）", "", indicator.label)
            reason = given.get(indicator.label, "") or given.get(name, "")
            yield _finding(check, where, f"全市{indicator.label}", moved, reason)


def _finding(check: Check, where: CellPlace, label: str, moved: Moved, reason: str) -> Finding:
    last, this = digits(moved.last), digits(moved.this)
    percent, computation = "由0起，增幅无从计算", ""
    if moved.last:
        percent = print_number((moved.this - moved.last) / moved.last * 100, Form(2, sign=True)) + "%"
        computation = f"({this} − {last}) ÷ {last} = {percent}"
    message = check.message.format(label=label, last=last, this=this, percent=percent)
    return finding(check, where, message, said=this, expected="一句说明", reason=reason, computation=computation)


def _same_rows(last: Handed, this: Handed, register: str, catalog: Catalog) -> Iterator[tuple[Row, Row]]:
    definition = catalog.registers[register]
    before = {row_key(definition, row): row for row in last.rows.get(register, ())}
    for row in this.rows.get(register, ()):
        if (key := row_key(definition, row)) in before:
            yield before[key], row


def _moved(check: Check, last: Value | None, this: Value | None, unit: str) -> Moved | None:
    """Return both numbers when the change is too large to pass without a reason."""
    if not isinstance(last, Known) or not isinstance(this, Known):
        return None
    counted = UNITS[unit].dimension is Dimension.COUNT
    if counted and max(last.number, this.number) < check.number("silent_below"):
        return None
    if abs(this.number - last.number) * 100 > check.number("percent") * abs(last.number):
        return Moved(last.number, this.number)
    return None


def _reason(handed: Handed, register: str, key: str, field: str) -> str:
    for one in handed.reasons:
        if one.register == register and one.key == key and one.field in (field, ""):
            return one.text
    return ""
