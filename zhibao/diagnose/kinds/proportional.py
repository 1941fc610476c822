"""比例给分: full points from the qualified value on, none under a lower one, in between in proportion to the value."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.catalog.standard import Standard
from zhibao.diagnose.verdict import Judgment, Outcome


def judge(standard: Standard, number: Fraction, peers: Sequence[Fraction]) -> Judgment:
    """Return whether the number qualifies, and its points of `points`."""
    qualified, full = standard.low, standard.number("points")
    if qualified is None:
        raise KeyError("at_least")
    if number >= qualified:
        return Judgment(Outcome.MET, points=full, of=full)
    points = Fraction(0) if number < standard.number("zero_below") else full * number / qualified
    return Judgment(Outcome.BELOW, qualified - number, points, full)
