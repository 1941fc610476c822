"""问题与措施: each problem with its measures, what is overdue, and what became of last year's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhibao.diagnose.found import finding
from zhibao.diagnose.ground import Ground, text
from zhibao.snapshot.submission import Row
from zhibao.terms.finding import Finding
from zhibao.terms.value import Value

PROBLEMS, MEASURES = "problems", "measures"
EVIDENCE = ((PROBLEMS, "evidence"), (MEASURES, "indicator"))
_ENDED = ("已完成", "取消")


@dataclass(frozen=True, slots=True)
class Shown:
    """检验指标: an indicator that a row names, with the city's values of last year and this."""

    indicator: str
    last: Value | None
    this: Value | None


@dataclass(frozen=True, slots=True)
class Measure:
    """措施: with owner, date and evidence; `overdue` on the first day of the month of the report."""

    problem: str
    measure: str
    owner: str
    due: date | None
    target: str
    state: str
    result: str
    overdue: bool
    shown: Shown | None

    @property
    def key(self) -> str:
        """Return what names the row to people."""
        return f"{self.problem}；{self.measure}"


@dataclass(frozen=True, slots=True)
class Problem:
    """问题: with its facts and measures."""

    problem: str
    fact: str
    schools: str
    cause: str
    raised: str
    carried: str
    measures: tuple[Measure, ...]
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """上年的措施: how it stood then and stands now; `now` is empty where this year says nothing of it."""

    problem: str
    measure: str
    owner: str
    then: str
    now: str
    result: str
    still_a_problem: bool

    @property
    def key(self) -> str:
        """Return what names the row to people."""
        return f"{self.problem}；{self.measure}"

    @property
    def answered(self) -> bool:
        """Say whether it had ended by last year, or this year tells its state."""
        return bool(self.now) or self.then in _ENDED


@dataclass(frozen=True, slots=True)
class Follow:
    """问题与措施的去向: `loose` are measures whose problem is not on the list."""

    problems: tuple[Problem, ...]
    loose: tuple[Measure, ...]
    earlier: tuple[Earlier, ...]


def follow(ground: Ground) -> Follow:
    """Return this year's problems and measures, and last year's with what became of them."""
    edition = ground.edition
    rows = ground.city_rows(MEASURES, edition.this)
    measures = [_measure(ground, row) for row in rows]
    listed = [_problem(ground, row, measures) for row in ground.city_rows(PROBLEMS, edition.this)]
    titles = {one.problem for one in listed}
    loose = tuple(one for one in measures if one.problem not in titles)
    now = {(one.problem, one.measure): one for one in measures}
    before = [_measure(ground, row) for row in ground.city_rows(MEASURES, edition.last)]
    return Follow(tuple(listed), loose, tuple(_earlier(one, now, titles) for one in before))


def evidence_indicators(ground: Ground) -> tuple[str, ...]:
    """Return the indicators that the city's problems and measures of both years name."""
    cells = (
        str(row.get(field, ""))
        for register, field in EVIDENCE
        for year in ground.edition.data_years
        for row in ground.city_rows(register, year)
    )
    return tuple(dict.fromkeys(ground.indicator_named[one] for one in cells if one in ground.indicator_named))


def problem_findings(ground: Ground, found: Follow) -> Iterator[Finding]:
    """Yield problems without a measure, overdue measures, measures without a problem, and silence on last year's."""
    for one in found.problems:
        if not one.measures:
            yield finding(ground, "problem_has_measure", PROBLEMS, one.problem)
    for measure in found.loose:
        yield finding(ground, "measure_has_problem", MEASURES, measure.key)
    for measure in (*(each for one in found.problems for each in one.measures), *found.loose):
        if measure.overdue:
            yield finding(ground, "measure_in_time", MEASURES, measure.key, due=measure.due, state=measure.state)
    for earlier in found.earlier:
        if not earlier.answered:
            yield finding(ground, "last_year_is_answered", MEASURES, earlier.key, state=earlier.then)


def _problem(ground: Ground, row: Row, measures: list[Measure]) -> Problem:
    title = text(row.get("problem"))
    return Problem(
        title,
        text(row.get("fact")),
        text(row.get("schools")),
        text(row.get("cause")),
        text(row.get("raised")),
        text(row.get("carried")),
        tuple(one for one in measures if one.problem == title),
        _shown(ground, text(row.get("evidence"))),
    )


def _measure(ground: Ground, row: Row) -> Measure:
    due, state = row.get("due"), text(row.get("state"))
    year, month = map(int, ground.edition.issued.split("-"))
    late = isinstance(due, date) and due < date(year, month, 1) and state not in _ENDED
    return Measure(
        text(row.get("problem")),
        text(row.get("measure")),
        text(row.get("owner")),
        due if isinstance(due, date) else None,
        text(row.get("target")),
        state,
        text(row.get("result")),
        late,
        _shown(ground, text(row.get("indicator"))),
    )


def _shown(ground: Ground, said: str) -> Shown | None:
    name = ground.indicator_named.get(said)
    if name is None:
        return None
    edition = ground.edition
    last, this = (ground.computed(name, edition.code, year) for year in edition.data_years)
    return Shown(name, last.value if last else None, this.value if this else None)


def _earlier(one: Measure, now: dict[tuple[str, str], Measure], titles: set[str]) -> Earlier:
    today = now.get((one.problem, one.measure))
    result = today.result if today else one.result
    return Earlier(
        one.problem, one.measure, one.owner, one.state, today.state if today else "", result, one.problem in titles
    )
