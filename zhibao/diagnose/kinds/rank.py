"""排名: the place among all of a level, and points in proportion to the best; a higher value is better."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.catalog.standard import Standard
from zhibao.diagnose.verdict import Judgment, Outcome


def judge(standard: Standard, number: Fraction, peers: Sequence[Fraction]) -> Judgment:
    """Return whether the number is among the first `top`; equal numbers share a place."""
    order = sorted((number, *peers), reverse=True)
    top = int(standard.number("top"))
    place = order.index(number) + 1
    full = standard.number("points") if "points" in standard.parameters else None
    points = full * number / order[0] if full is not None and order[0] else None
    note = f"第{place}名，共{len(order)}个"
    if place <= top:
        return Judgment(Outcome.MET, points=points, of=full, note=note)
    return Judgment(Outcome.BELOW, order[top - 1] - number, points, full, note)
