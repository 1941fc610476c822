"""有条件的必填: a field must say something where another field of the row says a certain word."""

from collections.abc import Iterator

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.check.context import Context, finding
from zhibao.check.reach import Reach
from zhibao.snapshot.submission import row_key
from zhibao.terms.finding import Finding
from zhibao.terms.value import Missing

REACH = Reach.PLACE


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per row in which the field of `of` is empty although the field `when` says the word `says`."""
    for name in check.of:
        table, field = qualified("", name)
        register = context.catalog.registers[table]
        when, says = str(check.parameters["when"]), str(check.parameters["says"])
        for handed in context.spoken_of:
            if not (handed.asks(table, field) and handed.asks(table, when)):
                continue
            for row in handed.rows.get(table, ()):
                if str(row.get(when)) == says and isinstance(row.get(field), Missing):
                    key = row_key(register, row)
                    label = register.fields[field].label
                    message = check.message.format(label=label, condition=f"{register.fields[when].label}为“{says}”")
                    where = handed.where(context.catalog, table, field, key)
                    yield finding(check, where, message, said="空", expected=label)
