"""来源一致: a number that was typed, and that a named system or a register of rows gives too, is the same in both."""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.catalog.model import Check
from zhibao.check.context import Context, Handed, digits, finding
from zhibao.check.reach import Reach
from zhibao.snapshot.submission import Other, row_key
from zhibao.terms.finding import Finding
from zhibao.terms.value import Known, parse_origin

REACH = Reach.PLACE


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every typed number that another source contradicts; both are named, neither is changed."""
    for handed in context.spoken_of:
        for other in handed.others:
            if found := _finding(check, context, handed, other):
                yield found


def _finding(check: Check, context: Context, handed: Handed, other: Other) -> Finding | None:
    register = context.catalog.registers.get(other.register)
    if register is None or other.field not in register.fields:
        return None
    rows = handed.rows.get(other.register, ())
    row = next((one for one in rows if row_key(register, one) == other.key), {})
    typed = row.get(other.field)
    if not isinstance(typed, Known):
        return None
    said, given = digits(typed), digits(Fraction(other.value))
    source = parse_origin(other.origin).label
    message = check.message.format(label=register.fields[other.field].label, said=said, given=given, source=source)
    where = handed.where(context.catalog, other.register, other.field, other.key)
    reason = next(
        (
            one.text
            for one in handed.reasons
            if (one.register, one.key) == (other.register, other.key) and one.field in (other.field, "")
        ),
        "",
    )
    return finding(
        check, where, message, said=said, expected=given, reason=reason, computation=f"{said} ≠ {given}（{source}）"
    )
