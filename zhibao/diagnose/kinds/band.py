"""区间: between two numbers, both included."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.catalog.standard import Standard
from zhibao.diagnose.verdict import Judgment, Outcome


def judge(standard: Standard, number: Fraction, peers: Sequence[Fraction]) -> Judgment:
    """Return whether the number lies in the band."""
    low, high = standard.low, standard.high
    if low is None or high is None:
        raise KeyError("at_least、at_most")
    nearest = min(max(number, low), high)
    return Judgment(Outcome.MET) if nearest == number else Judgment(Outcome.BELOW, nearest - number)
