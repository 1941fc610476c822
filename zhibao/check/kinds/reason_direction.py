"""说明的方向: a reason that tells of a rise stands beside a number that fell, or the other way round.

Parameters: `rises` and `falls`, the words for either, divided by 、. A reason with words of both kinds, or of none,
says nothing about the direction.
"""

from collections.abc import Iterator

from zhibao.catalog.model import Check
from zhibao.check.context import Context, digits, finding
from zhibao.check.reach import Reach
from zhibao.terms.finding import Finding

REACH = Reach.PLACE


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per number that moved against its own reason."""
    rises, falls = (str(check.parameters[name]).split("、") for name in ("rises", "falls"))
    for last, this in context.pairs():
        for cell, now in this.typed.items():
            then, text = last.typed.get(cell), this.reason_for(*cell)
            if then is None or now == then or not text:
                continue
            rose, against = now > then, falls if now > then else rises
            if any(word in text for word in against) and not any(word in text for word in (rises if rose else falls)):
                label = context.catalog.field_label(cell.register, cell.field)
                moved = "增加" if rose else "减少"
                said, before = digits(now), digits(then)
                message = check.message.format(label=label, last=before, this=said, moved=moved, reason=text)
                where = this.where(context.catalog, cell.register, cell.field, cell.key)
                expected = f"说明{moved}的原因"
                yield finding(check, where, message, said=text, expected=expected, reason=this.confirmed(cell))
