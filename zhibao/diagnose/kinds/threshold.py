"""达标线: not below one number, not above another, or both."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.catalog.standard import Standard
from zhibao.diagnose.verdict import Judgment, Outcome


def judge(standard: Standard, number: Fraction, peers: Sequence[Fraction]) -> Judgment:
    """Return whether the number keeps the limits; `strict` limits are not kept by what is equal to them."""
    low, high = standard.low, standard.high
    if low is None and high is None:
        raise KeyError("at_least")
    for limit, is_lower in ((low, True), (high, False)):
        if limit is None:
            continue
        beyond = number < limit if is_lower else number > limit
        if beyond or (standard.strict and number == limit):
            return Judgment(Outcome.BELOW, limit - number)
    return Judgment(Outcome.MET)
