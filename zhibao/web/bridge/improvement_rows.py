"""问题与措施的表: problems and measures as rows of the registers that reports print, of a school and of the city."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext

from zhibao.snapshot.frozen import submission_of
from zhibao.snapshot.submission import Cell, Row, row_key
from zhibao.terms.value import Known, Meaning, Missing
from zhibao.web.bridge.diagnosing import lines, measured
from zhibao.web.bridge.ground import ground
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement, improvements_of
from zhibao.web.records.improvement_entry import Kind
from zhibao.web.records.measure import Measure

SCHOOL_REGISTER = "school_improvements"
PROBLEMS, MEASURES = "problems", "measures"

_NOTHING = Missing(Meaning.NIL)


class NothingHandedInError(ValueError):
    """The city has no registers of its own in the store yet; nothing was written."""


def school_texts(improvements: Sequence[Improvement]) -> dict[str, dict[str, str]]:
    """Return row of the page → texts by field of the school's register, one row per measure."""
    return {
        f"i{one.pk}m{measure.number}": {
            "problem": one.title,
            "evidence": one.fact,
            "cause": one.cause,
            "measure": measure.text,
            "owner": measure.owner,
            "decided": measure.decided.isoformat(),
            "due": measure.due.isoformat(),
            "state": measure.state,
            "finished": measure.finished.isoformat() if measure.finished else "",
            "result": measure.result,
        }
        for one in improvements
        for measure in one.measures.all()
    }


def city_label(campaign: Campaign, register: str) -> str:
    """Return what a register of the city is called."""
    return ground(campaign.path).catalog.registers[register].label


def put_into_city(campaign: Campaign, improvements: Sequence[Improvement]) -> tuple[str, int]:
    """Put the city's problems and measures into force in its own registers; return the snapshot's id and the rows.

    Rows that were handed in otherwise stay; one with the same key is replaced.
    Raises: NothingHandedInError; SnapshotError, when the disk does not take it.
    """
    base = ground(campaign.path)
    catalog, store = base.catalog, base.store
    before = store.typed_of(campaign.city, base.edition.this)
    if before is None:
        said = gettext("{place}{year}年市本级的表还没有读入，没有地方写。")
        raise NothingHandedInError(said.format(place=campaign.place, year=base.edition.this))
    kept = dict(store.rows(before, catalog.registers))
    ours: dict[str, list[Row]] = {
        PROBLEMS: [_problem(campaign, one) for one in improvements],
        MEASURES: [_measure(campaign, one, each) for one in improvements for each in one.measures.all()],
    }
    for name, rows in ours.items():
        register = catalog.registers[name]
        new = {row_key(register, row): row for row in rows}
        old = {row_key(register, row): row for row in kept.get(name, ())}
        if old | new:
            kept[name] = tuple((old | new).values())
    submission = replace(submission_of(before, kept), registers=kept)
    return store.hand_in(submission, catalog).id, sum(map(len, ours.values()))


def _problem(campaign: Campaign, one: Improvement) -> Mapping[str, Cell]:
    first = _first_year(campaign, one)
    return {
        "problem": one.title,
        "topic": one.topic,
        "evidence": _named(campaign, one),
        "fact": one.fact,
        "schools": Known(Fraction(_schools(campaign, one))),
        "cause": one.cause,
        "raised": str(first),
        "carried": "是" if first < campaign.year else "否",
    }


def _measure(campaign: Campaign, one: Improvement, each: Measure) -> Mapping[str, Cell]:
    return {
        "problem": one.title,
        "measure": each.text,
        "owner": each.owner,
        "decided": each.decided,
        "due": each.due,
        "indicator": _named(campaign, one),
        "target": each.aim or _aim(campaign, one),
        "state": each.state,
        "finished": each.finished or _NOTHING,
        "result": each.result or _NOTHING,
    }


def _named(campaign: Campaign, one: Improvement) -> str:
    """Return what the problem's indicator is called; a problem that no number showed names its topic."""
    known = measured(campaign.path).get(one.indicator)
    return known.label if known else one.topic


def _aim(campaign: Campaign, one: Improvement) -> str:
    known = measured(campaign.path).get(one.indicator)
    wanted = one.target or one.line
    if known is None or not wanted:
        return f"{one.title}的问题解决"
    word = "不高于" if one.direction == "at_most" else "不低于"
    return f"{word}{known.printed(Fraction(wanted))}{known.unit}"


def _schools(campaign: Campaign, one: Improvement) -> int:
    """Return how many schools have the problem: those below a standard for its indicator, or all of them."""
    below = 0
    for school in campaign.schools.all() if one.indicator else ():
        those = [each for each in lines(campaign.path, school.code) if each.indicator == one.indicator]
        below += any(each.is_below for each in those)
    return below or campaign.schools.count()


def _first_year(campaign: Campaign, one: Improvement) -> int:
    same = improvements_of(campaign).filter(place=one.place, title=one.title).order_by("year").first()
    return same.year if same else one.year


def was_taken(one: Improvement) -> bool:
    """Say whether a problem stands in a register as it is now: nothing was written about it since."""
    last = one.entries.order_by("-id").first()
    return last is not None and last.kind == Kind.TAKEN
