"""年度变化: the difference of two printed values, never of the exact ones behind them."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibao.terms.quantity import Form
from zhibao.terms.rounding import round_exact
from zhibao.terms.value import Known, ValueKey, Values


@dataclass(frozen=True, slots=True)
class Change:
    """变化: in the unit of both values, percentage points for rates; `growth` 增幅 in %, None over zero."""

    difference: Decimal
    growth: Fraction | None


def change_between(last: Decimal | None, this: Decimal | None) -> Change | None:
    """Return the change between two printed values; None when a side has no digits."""
    if last is None or this is None:
        return None
    growth = Fraction(this - last) / Fraction(last) * 100 if last else None
    return Change(this - last, growth)


def change_since_last_year(values: Values, key: ValueKey, form: Form) -> Change | None:
    """Return the change of a value since the year before, both printed in the given form; None without both."""
    return change_between(_digits(values, ValueKey(key.indicator, key.place, key.year - 1, key.member), form),
                          _digits(values, key, form))  # fmt: skip


def _digits(values: Values, key: ValueKey, form: Form) -> Decimal | None:
    computed = values.get(key)
    if computed is None or not isinstance(computed.value, Known):
        return None
    return round_exact(computed.value.number, form.decimals, form.rounding)
