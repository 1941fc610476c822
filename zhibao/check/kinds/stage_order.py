"""阶段次序: from last year to this year a row's stage stays, or moves along the order that its register gives."""

from collections.abc import Iterator, Mapping

from zhibao.catalog.model import Check
from zhibao.catalog.register import Register, Stage
from zhibao.check.context import Context, finding
from zhibao.check.reach import Reach
from zhibao.snapshot.submission import row_key
from zhibao.terms.finding import Finding

REACH = Reach.PLACE


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every row whose stage cannot follow from last year's; a new row may stand anywhere."""
    for last, this in context.pairs():
        for name in check.of:
            register = context.catalog.registers[name]
            before = {row_key(register, row): str(row.get(register.stage, "")) for row in last.rows.get(name, ())}
            for row in this.rows.get(name, ()):
                key, now = row_key(register, row), str(row.get(register.stage, ""))
                then = before.get(key, "")
                if then in register.stages and now in register.stages and now not in _reached(register, then):
                    where = this.where(context.catalog, name, register.stage, key)
                    message = check.message.format(last=then, this=now)
                    expected = "、".join(one for one in register.stages if one in _reached(register, then))
                    yield finding(check, where, message, said=now, expected=expected)


def _reached(register: Register, stage: str) -> frozenset[str]:
    """Return the stages that a row can be in a year later: its own and all that follow from it."""
    return _following(register.stages, frozenset({stage}))


def _following(stages: Mapping[str, Stage], reached: frozenset[str]) -> frozenset[str]:
    more = reached | {name for name, one in stages.items() if reached & {*one.after}}
    return reached if more == reached else _following(stages, more)
