"""日期: a date lies inside the period of its register, or between two other dates of the same row.

`of` names date fields. Parameters: `not_before` and `not_after` name date fields of the same register; `period` names
the period type instead (`own`: the register's); `days` widens the period at both ends.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.catalog.register import Register
from zhibao.check.context import Context, Handed, finding, shown
from zhibao.check.reach import Reach
from zhibao.snapshot.submission import Row, row_key
from zhibao.terms.finding import Finding
from zhibao.terms.period import PeriodType

REACH = Reach.PLACE
Bound = tuple[str, date]
"""What a bound is called, and its day."""


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every date outside its bounds; a date or bound that is not there breaks nothing."""
    for handed in context.spoken_of:
        for name in check.of:
            register, field = qualified("", name)
            if handed.asks(register, field):
                for row in handed.rows.get(register, ()):
                    yield from _out_of_bounds(check, context, handed, context.catalog.registers[register], field, row)


def _out_of_bounds(
    check: Check, context: Context, handed: Handed, register: Register, field: str, row: Row
) -> Iterator[Finding]:
    day = row.get(field)
    if not isinstance(day, date):
        return
    low, high = _bounds(check, register, row, handed.year)
    for bound, is_out, word in ((low, low and day < low[1], "不早于"), (high, high and day > high[1], "不晚于")):
        if bound and is_out:
            definition = register.fields[field]
            said = shown(definition, day)
            hidden = definition.personal
            key = row_key(register, row)
            limit = "" if hidden else str(bound[1])
            yield finding(
                check,
                handed.where(context.catalog, register.name, field, key),
                check.message.format(label=definition.label, said=said, bound=bound[0], limit=limit),
                said=said,
                expected=f"{word}{bound[0]}{limit}",
                reason=handed.reason_for(register.name, key, field),
            )


def _bounds(check: Check, register: Register, row: Row, year: int) -> tuple[Bound | None, Bound | None]:
    if kind := check.parameters.get("period"):
        period = register.period if kind == "own" else PeriodType(str(kind))
        first, last = _window(period, year)
        slack = timedelta(days=int(check.parameters.get("days", 0)))
        return (f"{year}{period.label}", first - slack), (f"{year}{period.label}", last + slack)
    return (_named(check, "not_before", register, row), _named(check, "not_after", register, row))


def _named(check: Check, parameter: str, register: Register, row: Row) -> Bound | None:
    name = str(check.parameters.get(parameter, ""))
    day = row.get(name)
    return (register.fields[name].label, day) if isinstance(day, date) else None


def _window(period: PeriodType, year: int) -> tuple[date, date]:
    """Return the first and last day of a period; a school year ends in the year it is named by."""
    if period is PeriodType.ACADEMIC_YEAR:
        return date(year - 1, 9, 1), date(year, 8, 31)
    return date(year, 1, 1), date(year, 12, 31)
