"""问题的原话: a problem of the site, with measures, evidence and re-checks, in the plain words of a self-report."""

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from zhibao.diagnose.treated import Evidence, Recheck, Step, Treated
from zhibao.web.bridge.diagnosing import Measured
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry, Kind
from zhibao.web.records.improvement_stage import Side
from zhibao.web.records.measure import Measure
from zhibao.web.records.target import Direction


def treated(one: Improvement, about: Measured | None, today: date) -> Treated:
    """Return a problem as a self-report tells it; `about` is its indicator, None for one that no number shows."""
    entries, measures = list(one.entries.all()), list(one.measures.all())
    late = any(each.is_late(today) for each in measures) if one.standing.is_at_work else False
    word = str(Direction(one.direction).label) if one.direction else ""
    return Treated(
        number=one.number,
        place=one.place,
        title=one.title,
        fact=one.fact,
        cause="：".join(filter(None, ("、".join(one.cause_labels), one.cause))),
        stage=str(one.standing.label),
        is_closed=one.closed_at is not None,
        is_late=one.is_late(today) or late,
        lead=one.lead,
        due=one.due,
        opened_by=one.opened_by.name,
        opened_on=_day(one.opened_at),
        indicator=one.indicator if about else "",
        year=one.year,
        opened=Fraction(one.opened_value) if one.opened_value else None,
        line=_asked(word, one.line, about),
        target=_asked(word, one.target, about),
        steps=tuple(_step(each, today) for each in measures),
        evidence=tuple(_evidence(entries, measures)),
        rechecks=tuple(
            Recheck(_day(each.at), each.by.name, each.label, each.text) for each in entries if each.side == Side.RECHECK
        ),
    )


def _step(one: Measure, today: date) -> Step:
    return Step(f"{one.number}. {one.text}", one.owner, one.due, one.aim, one.state, one.is_late(today), one.result)


def _evidence(entries: list[ImprovementEntry], measures: list[Measure]) -> Iterator[Evidence]:
    texts = {str(each.number): f"{each.number}. {each.text}" for each in measures}
    for one in entries:
        if one.kind == Kind.EVIDENCE:
            measure = texts.get(str(one.after.get("措施", "")), "")
            yield Evidence(_day(one.at), one.text, measure, one.file_name or one.link, one.file_digest)


def _asked(word: str, number: str, about: Measured | None) -> str:
    if not number:
        return ""
    return f"{word}{about.printed(Fraction(number))}{about.unit}" if about else f"{word}{number}"


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
