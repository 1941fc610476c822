"""全部达标: the share of schools that meet every monitored standard of the group."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from zhibao.catalog.standard import Standard
from zhibao.diagnose.kinds import threshold
from zhibao.diagnose.verdict import Judgment, Outcome, Verdict
from zhibao.terms.place import Level
from zhibao.terms.value import Computed, Known, Undefined


def judge(standard: Standard, number: Fraction, peers: Sequence[Fraction]) -> Judgment:
    """Return whether the share is high enough."""
    return threshold.judge(standard, number, peers)


def value_over(standard: Standard, verdicts: Iterable[Verdict]) -> tuple[Computed, str]:
    """Return the share in %, its parts, and how many schools could not be judged.

    Missing: a school that falls below a line is counted although another value is missing; one that is below none and
    misses a value is left out of both parts. Without any school left the share is Undefined.
    """
    outcomes: dict[str, set[Outcome]] = defaultdict(set)
    for one in verdicts:
        if one.level is Level.SCHOOL and one.standard.monitored and one.standard.group == standard.group:
            outcomes[one.place].add(one.outcome)
    below = sum(Outcome.BELOW in found for found in outcomes.values())
    met = sum(found == {Outcome.MET} for found in outcomes.values())
    judged, left_out = below + met, len(outcomes) - below - met
    note = f"{left_out}所学校数据不全，未计入" if left_out else ""
    parts = Known(Fraction(met)), Known(Fraction(judged))
    value = Known(Fraction(100 * met, judged)) if judged else Undefined("没有可判断的学校")
    return Computed(value, *parts), note
