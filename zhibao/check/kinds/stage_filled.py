"""阶段应填: a row that has come to a stage has filled the fields which that stage requires."""

from collections.abc import Iterator

from zhibao.catalog.model import Check
from zhibao.catalog.register import Register
from zhibao.check.context import Context, Handed, finding
from zhibao.check.reach import Reach
from zhibao.snapshot.submission import Row, row_key
from zhibao.terms.finding import Finding
from zhibao.terms.value import Meaning, Missing

REACH = Reach.PLACE
_BLANK = (Meaning.NOT_SUBMITTED, Meaning.NOT_COLLECTED)


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every required field of a row's stage in which nothing stands."""
    for handed in context.spoken_of:
        for name in check.of:
            for row in handed.rows.get(name, ()):
                yield from _unfilled(check, context, handed, context.catalog.registers[name], row)


def _unfilled(check: Check, context: Context, handed: Handed, register: Register, row: Row) -> Iterator[Finding]:
    stage = str(row.get(register.stage, ""))
    for name in register.stages[stage].requires if stage in register.stages else ():
        content = row.get(name)
        if not handed.asks(register.name, name):
            continue
        if content in (None, "") or (isinstance(content, Missing) and content.meaning in _BLANK):
            label = register.fields[name].label
            where = handed.where(context.catalog, register.name, name, row_key(register, row))
            message = check.message.format(stage=stage, label=label)
            yield finding(check, where, message, said="空", expected=f"“{stage}”阶段应有的{label}")
