"""照抄上年: every number of a form or list is last year's, and together they are too exact for chance.

A number counts with its significant digits but one; parameter `digits` is how many they must make together.
"""

from collections.abc import Iterator

from zhibao.catalog.model import Check
from zhibao.check.context import Context, finding
from zhibao.check.reach import Reach
from zhibao.check.slips import evidence
from zhibao.terms.finding import Finding

REACH = Reach.PLACE


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per register whose numbers all repeat last year's."""
    for last, this in context.pairs():
        before = context.typed[last.place.code, last.year]
        now = context.typed[this.place.code, this.year]
        for name in dict.fromkeys(cell.register for cell in now):
            cells = [cell for cell in now if cell.register == name]
            if any(before.get(cell) != now[cell] for cell in cells):
                continue
            if sum(evidence(now[cell]) for cell in cells) < check.number("digits"):
                continue
            register = context.catalog.registers[name]
            first = cells[0] if len(cells) == 1 else cells[0]._replace(field="", key="")
            count = sum(evidence(now[cell]) > 0 for cell in cells)
            yield finding(
                check,
                this.where(context.catalog, name, first.field, first.key),
                check.message.format(label=register.label, count=count),
                said="与上年完全相同",
                expected="本年的数",
                reason=next(filter(None, map(this.confirmed, cells)), ""),
                related=tuple(this.where(context.catalog, name, cell.field, cell.key) for cell in cells),
            )
