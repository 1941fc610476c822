"""诊断的执行: every standard in force against every place that falls under it, and what follows."""

from collections.abc import Iterator
from dataclasses import replace

from zhibao.catalog.breaks import breaks_of_indicator
from zhibao.catalog.diagnosed import ENTRANTS
from zhibao.catalog.standard import Standard
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.grid import grid_states
from zhibao.diagnose.ground import Ground
from zhibao.diagnose.judge import OverOthers, judge, kind_of
from zhibao.diagnose.notices import notice_findings, notices
from zhibao.diagnose.places import forecast
from zhibao.diagnose.problems import evidence_indicators, follow, problem_findings
from zhibao.diagnose.shortage import shortage_of
from zhibao.diagnose.verdict import Judgment, Trend, Verdict
from zhibao.terms.change import change_since_last_year
from zhibao.terms.place import Level
from zhibao.terms.quantity import Form
from zhibao.terms.value import Computed, Known, Meaning, Missing, ValueKey, Values

LEVELS = (Level.SCHOOL, Level.COUNTY, Level.CITY)
_PERCENT = ("%", 2)


def needed_indicators(ground: Ground) -> tuple[str, ...]:
    """Return the indicators that a diagnosis is made from; `ground` needs no values for this."""
    catalog = ground.catalog
    found = [one.indicator for one in ground.standards if one.indicator]
    found += [name for grid in catalog.grids.values() for point in grid.points() for name in point.indicators]
    return tuple(dict.fromkeys((*found, *evidence_indicators(ground), ENTRANTS)))


def diagnose(ground: Ground, values: Values) -> Diagnosis:
    """Return how the schools, counties and the city stand, and what follows from it.

    Missing: a value that is missing or undefined is not judged; it is neither met nor below.
    """
    ground, edition = replace(ground, values=values), ground.edition
    verdicts, before = (tuple(_verdicts(ground, year)) for year in (edition.this, edition.last))
    given = notices(ground, verdicts)
    followed = follow(ground)
    return Diagnosis(
        ground=ground,
        verdicts=verdicts,
        before=before,
        notices=given,
        forecast=forecast(ground, verdicts),
        follow=followed,
        grid=grid_states(ground),
        findings=(*notice_findings(ground, given), *problem_findings(ground, followed)),
    )


def _verdicts(ground: Ground, year: int) -> Iterator[Verdict]:
    found: list[Verdict] = []
    for standard in ground.standards:
        if not isinstance(kind_of(standard), OverOthers):
            for level in LEVELS:
                found += _of_level(ground, standard, level, year)
    over = [one for standard in ground.standards for one in _over_others(ground, standard, found, year)]
    order = {one.name: place for place, one in enumerate(ground.standards)}
    yield from sorted((*found, *over), key=lambda one: order[one.standard.name])


def _of_level(ground: Ground, standard: Standard, level: Level, year: int) -> Iterator[Verdict]:
    applies, types = standard.applies_to, ground.school_types
    places = [
        code
        for code in ground.places(level, year)
        if applies.takes(level, ground.edition.province, code, types.get(code, ""))
    ]
    indicator = ground.catalog.indicators[standard.indicator]
    nothing = Missing(Meaning.NOT_COLLECTED)
    computed = {code: ground.computed(standard.indicator, code, year) or Computed(nothing, nothing) for code in places}
    for code, one in computed.items():
        peers = [other.value.number for at, other in computed.items() if at != code and isinstance(other.value, Known)]
        judgment = judge(standard, one.value, peers)
        yield Verdict(
            standard, code, level, year, one, judgment, indicator.unit, indicator.decimals,
            _trend(ground, standard, judgment, ValueKey(standard.indicator, code, year)),
            shortage_of(standard, one, judgment, ground.catalog),
        )  # fmt: skip


def _over_others(ground: Ground, standard: Standard, found: list[Verdict], year: int) -> Iterator[Verdict]:
    kind = kind_of(standard)
    city = ground.edition.code
    if isinstance(kind, OverOthers) and standard.applies_to.takes(Level.CITY, ground.edition.province, city, ""):
        computed, note = kind.value_over(standard, found)
        said = judge(standard, computed.value)
        judgment = Judgment(said.outcome, said.gap, note="；".join(filter(None, (said.note, note))))
        yield Verdict(standard, city, Level.CITY, year, computed, judgment, *_PERCENT)


def _trend(ground: Ground, standard: Standard, judgment: Judgment, key: ValueKey) -> Trend:
    """Return the direction since last year; a band's is not told, nor one across a break that forbids it."""
    indicator = ground.catalog.indicators[key.indicator]
    upward = standard.low is not None or bool(standard.steps) or "top" in standard.parameters
    if upward == (standard.high is not None):
        return Trend.UNKNOWN
    spoken = key.year - indicator.lag
    if not all(one.comparable for one in breaks_of_indicator(ground.catalog, key.indicator, (spoken - 1, spoken))):
        return Trend.UNKNOWN
    change = change_since_last_year(ground.values, key, Form(indicator.decimals, ground.edition.rounding))
    if change is None:
        return Trend.UNKNOWN
    if not change.difference:
        return Trend.LEVEL
    return Trend.BETTER if (change.difference > 0) == upward else Trend.WORSE
