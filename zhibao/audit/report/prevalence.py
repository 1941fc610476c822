"""各类问题有多普遍: of how many reports each rule found something wrong in, and how often."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibao.audit.report.tally import Tally
from zhibao.terms.rounding import Rounding, round_exact


@dataclass(frozen=True, slots=True)
class Prevalent:
    """一类问题: in how many reports it stands, their share of those that were read, how often, and where most."""

    rule: str
    reports: int
    share: str
    count: int
    most: int
    most_file: str


def prevalence(tallies: Sequence[Tally]) -> list[Prevalent]:
    """Return every rule that found something, the one that concerns most reports first."""
    read = [one for one in tallies if not one.error]
    counts: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    most: dict[str, tuple[int, str]] = {}
    for one in read:
        for rule, count in one.rules.items():
            counts[rule] += count
            reports[rule] += 1
            if count > most.get(rule, (0, ""))[0]:
                most[rule] = (count, one.file)
    found = [
        Prevalent(rule, reports[rule], _share(reports[rule], len(read)), count, *most[rule])
        for rule, count in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.reports, -one.count, one.rule))


def _share(part: int, whole: int) -> str:
    return f"{round_exact(Fraction(100 * part, whole), 1, Rounding.HALF_UP)}%"
