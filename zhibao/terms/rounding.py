"""修约: the one place where an exact number becomes a printed one."""

from decimal import Decimal
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


def round_exact(value: Fraction | Decimal | int, decimals: int, policy: Rounding) -> Decimal:
    """Return the value at the given number of decimals, exactly rounded once.

    A fraction is never turned into a finite decimal first, so no tie is made or lost on the way.
    Source: GB/T 8170 for half_even; both source reports print half_up.
    """
    exact = value if isinstance(value, Fraction) else Fraction(value)
    whole, rest = divmod(abs(exact.numerator) * 10**decimals, exact.denominator)
    if _goes_up(whole, 2 * rest - exact.denominator, policy):
        whole += 1
    # Made from text, a decimal is exact in whatever context; zero has no sign.
    return Decimal(f"{'-' if exact.numerator < 0 and whole else ''}{whole}E-{decimals}")


def _goes_up(whole: int, beyond_half: int, policy: Rounding) -> bool:
    """Say whether the last digit goes up; `beyond_half` is 0 for a tie."""
    match policy:
        case Rounding.HALF_UP:
            return beyond_half >= 0
        case Rounding.HALF_EVEN:
            return beyond_half > 0 or (beyond_half == 0 and whole % 2 == 1)
        case Rounding.TRUNCATE:
            return False
