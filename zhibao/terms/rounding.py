"""修约: the one place where an exact number becomes a printed one."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction


class Rounding(StrEnum):
    """修约规则: a named policy; a report states one and keeps to it."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    TRUNCATE = "truncate"

    @property
    def label(self) -> str:
        """Return the policy's Chinese name."""
        return {
            Rounding.HALF_UP: "四舍五入",
            Rounding.HALF_EVEN: "四舍六入五成双（GB/T 8170）",
            Rounding.TRUNCATE: "截尾",
        }[self]


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.TRUNCATE: ROUND_DOWN,
}


def round_exact(value: Fraction | Decimal | int, decimals: int, policy: Rounding) -> Decimal:
    """Return the value at the given number of decimals, exactly rounded once.

    A fraction is never turned into a finite decimal first, so no tie is made or lost on the way.
    Source: GB/T 8170 for half_even; both source reports print half_up.
    """
    exact = Fraction(value)
    scaled = exact * 10**decimals
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    tie = _compare_to_half(rest, scaled.denominator)
    # A tie survives as exactly .5, anything else as a stand-in on the right side of it.
    stand_in = Decimal(whole) + (Decimal("0.5") if tie == 0 else Decimal("0.25") if tie < 0 else Decimal("0.75"))
    if rest == 0:
        stand_in = Decimal(whole)
    with localcontext() as context:
        context.prec = max(28, len(str(whole)) + 4)
        rounded = stand_in.quantize(Decimal(1), rounding=_MODES[policy])
        signed = -rounded if scaled < 0 and rounded else rounded
        return signed.scaleb(-decimals)


def _compare_to_half(rest: int, denominator: int) -> int:
    return (2 * rest > denominator) - (2 * rest < denominator)
