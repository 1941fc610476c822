"""分档: the first step that the value reaches, from above; with `mean`, steps are distances to it."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.catalog.standard import Standard, exactly
from zhibao.diagnose.verdict import Judgment, Outcome


def judge(standard: Standard, number: Fraction, peers: Sequence[Fraction]) -> Judgment:
    """Return the step as a note with its points; met from `at_least` on, or else from the first step on."""
    mean = standard.number("mean") if "mean" in standard.parameters else Fraction(0)
    limits = [exactly(one.at_least) for one in standard.steps]
    found = next(place for place, limit in enumerate(limits) if limit is None or number - mean >= limit)
    reached = standard.steps[found]
    full = exactly(standard.steps[0].points)
    line = standard.low if standard.low is not None else mean + (limits[0] or 0)
    if number >= line:
        return Judgment(Outcome.MET, points=exactly(reached.points), of=full, note=reached.label)
    return Judgment(Outcome.BELOW, line - number, exactly(reached.points), full, reached.label)
