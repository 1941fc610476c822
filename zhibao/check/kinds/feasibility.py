"""可得的百分数: a typed percentage is one that some whole head-count over its base gives.

`of` names the percentage and its base. Parameters: `decimals`, as printed; `power`, the least share of the percentages
that the test must be able to catch: over a large base every one is possible, and the check keeps silent.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.check.context import Context, digits, finding
from zhibao.check.reach import Reach
from zhibao.snapshot.submission import row_key
from zhibao.terms.finding import Finding
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.rounding import Rounding, round_exact
from zhibao.terms.value import Known

REACH = Reach.PLACE
_POLICIES = (Rounding.HALF_UP, Rounding.HALF_EVEN)


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per percentage that no whole number over its base rounds to; its message tells the power."""
    (register, percentage), (_, base) = (qualified("", name) for name in check.of)
    definition, decimals = context.catalog.registers[register], int(check.number("decimals"))
    for handed in context.spoken_of:
        for row in handed.rows.get(register, ()):
            said, whole = row.get(percentage), row.get(base)
            if not isinstance(said, Known) or not isinstance(whole, Known) or whole.number < 1:
                continue
            strength = power(whole.number, decimals)
            if strength < check.number("power") or is_possible(said.number, whole.number, decimals):
                continue
            key = row_key(definition, row)
            near = " 或 ".join(f"{one}%（{count}人）" for count, one in _nearest(said.number, whole.number, decimals))
            caught = print_number(strength * 100, Form(0)) + "%"
            message = check.message.format(
                label=definition.fields[percentage].label,
                said=digits(said.number),
                base=digits(whole.number),
                near=near,
                power=caught,
            )
            where = handed.where(context.catalog, register, percentage, key)
            reason = handed.reason_for(register, key, percentage)
            yield finding(check, where, message, said=f"{digits(said.number)}%", expected=near, reason=reason)


def is_possible(percentage: Fraction, base: Fraction, decimals: int) -> bool:
    """Say whether some whole number over the base is printed as this percentage, by either way of rounding."""
    wanted = percentage * base / 100
    near = range(max(floor(wanted) - 1, 0), ceil(wanted) + 2)
    return any(
        Fraction(round_exact(Fraction(100 * number) / base, decimals, policy)) == percentage
        for number in near
        for policy in _POLICIES
    )


def power(base: Fraction, decimals: int) -> Fraction:
    """Return the share of the percentages from 0 to 100 that no whole number over the base gives."""
    steps = 100 * 10**decimals
    possible = min(int(base), steps) + 1
    return 1 - Fraction(possible, steps + 1)


def _nearest(percentage: Fraction, base: Fraction, decimals: int) -> Iterator[tuple[int, str]]:
    wanted = percentage * base / 100
    for number in sorted({max(floor(wanted), 0), ceil(wanted)}):
        yield number, print_number(Fraction(100 * number) / base, Form(decimals))
