"""表中平均: an average row or column against the values it is the mean of."""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.audit.arithmetic import quotient, shown, total
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.judge import judge
from zhibao.audit.model import Reading, Relation
from zhibao.audit.tables.formulas import rough, slack
from zhibao.audit.tables.head import TOTALS, Head, Sense
from zhibao.audit.tables.table import View
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval

_KINDS = frozenset({Sense.VALUE, Sense.RATE, Sense.PER_HEAD, Sense.SHARE})


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield averages whose line holds as the plain mean of its values at some place.

    A mean may be weighted by right; so only a line that is a plain mean at one place at least is held to it elsewhere.
    """
    for table in facts.tables:
        if table.is_split:
            continue
        for view in table.views():
            for line in view.lines:
                if line.sense is Sense.AVERAGE:
                    yield from _of_line(view, line, rule)


def _of_line(view: View, line: Head, rule: AuditRule) -> Iterator[Relation]:
    parts = [one for one in view.lines if one.sense in _KINDS and one.group == line.group and one.sense not in TOTALS]
    groups = [found for place in view.places if (found := _group(view, line, parts, place)) is not None]
    held = sum(_is_mean(values, mean) for values, mean in groups)
    if len(parts) < 2 or not groups:
        return
    if held < max(1, 0.5 * len(groups)) and not (len(groups) == 1 and len(parts) <= 6):
        return
    reading = Reading.FORCED if held >= max(1, 0.5 * len(groups)) else Reading.ONE_OF
    for values, mean in groups:
        added = total(one.numeral.interval for one in values if one.numeral.interval is not None)
        count = Fraction(len(values))
        exact = sum((one.numeral.value or Fraction(0) for one in values), Fraction(0)) / count
        words = " + ".join(one.numeral.printed for one in values) if len(values) <= 12 else f"{len(values)} 项之和"
        relation = judge(
            rule.name,
            values,
            mean,
            quotient(added, Interval(count, count)),
            reading=reading,
            computation=f"({words}) ÷ {len(values)} = {shown(exact)}",
            needs=_needs(values, mean),
        )
        if relation is not None:
            yield relation


def _needs(values: list[Claim], mean: Claim) -> list[tuple[Claim, Fraction | None]]:
    wanted = (mean.numeral.value or Fraction(0)) * len(values)
    gap = wanted - sum((one.numeral.value or Fraction(0) for one in values), Fraction(0))
    return [(one, (one.numeral.value or Fraction(0)) + gap) for one in values]


def _group(view: View, line: Head, parts: list[Head], place: Head) -> tuple[list[Claim], Claim] | None:
    if place.sense in (Sense.CHANGE, Sense.RANK):
        return None
    mean = view.at(line, place)
    values = [claim for one in parts if (claim := view.at(one, place)) is not None]
    if mean is None or len(values) < 2 or any(one.numeral.unit != mean.numeral.unit for one in values):
        return None
    return values, mean


def _is_mean(values: list[Claim], mean: Claim) -> bool:
    room = sum(map(slack, values)) / len(values) + float(mean.numeral.step) * 1.0001
    return abs(sum(map(rough, values)) / len(values) - rough(mean)) <= room
