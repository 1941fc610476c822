"""诊断的公开形式: every part of a diagnosis as plain data, numbers exact, for --format json and diagnosis.json."""

import json
from fractions import Fraction

from zhibao.catalog.spoken_standard import limit_text
from zhibao.diagnose.cells import count_text, gap_text, value_number
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.grid import ElementState
from zhibao.diagnose.notices import Notice
from zhibao.diagnose.places import METHOD, Forecast
from zhibao.diagnose.problems import Follow
from zhibao.diagnose.verdict import Verdict
from zhibao.terms.value import Known

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


def as_json(found: Diagnosis) -> bytes:
    """Return the diagnosis as JSON; equal input gives equal bytes."""
    return (json.dumps(record(found), ensure_ascii=False, indent=1) + "\n").encode()


def record(found: Diagnosis) -> dict[str, Plain]:
    """Return the diagnosis as plain data; exact numbers as fractions in lowest terms."""
    edition = found.ground.edition
    return {
        "place": edition.code,
        "year": edition.this,
        "standards_of": found.ground.in_force,
        "verdicts": [_verdict(one, found) for one in found.verdicts],
        "schools_below": {
            name: [found.ground.names[one.place] for one in those] for name, those in found.schools_below().items()
        },
        "notices": [_notice(one, found) for one in found.notices],
        "places": _places(found.forecast, found),
        "problems": _problems(found.follow),
        "grid": [_element(one) for one in found.grid],
        "findings": [
            {"rule": one.rule, "where": str(one.where), "message": one.message, "fix": one.fix}
            for one in found.findings
        ],
    }


def _verdict(one: Verdict, found: Diagnosis) -> dict[str, Plain]:
    judgment, lack = one.judgment, one.shortage
    return {
        "standard": one.standard.name,
        "label": one.standard.label,
        "advisory": one.standard.advisory,
        "place": one.place,
        "name": found.ground.names.get(one.place, one.place),
        "level": one.level.value,
        "indicator": one.standard.indicator,
        "unit": one.unit,
        "printed": value_number(one, found.ground).text,
        "exact": _exact(one.number),
        "requires": limit_text(one.standard, one.unit),
        "outcome": one.outcome.value,
        "gap": _exact(judgment.gap),
        "gap_printed": gap_text(one, found.ground),
        "lacks": {"label": lack.label, "exact": str(lack.number), "unit": lack.unit} if lack else None,
        "points": _exact(judgment.points),
        "points_of": _exact(judgment.of),
        "note": judgment.note,
        "trend": one.trend.value,
    }


def _notice(one: Notice, found: Diagnosis) -> dict[str, Plain]:
    return {
        "place": one.place,
        "name": one.name,
        "items": [
            {
                "indicator": item.indicator,
                "label": item.label,
                "outcome": item.outcome.value,
                "gap_printed": gap_text(item.worst, found.ground),
                "number": item.asked.number if item.asked else "",
                "issued": item.asked.issued if item.asked else "",
                "deadline": str(item.asked.deadline or "") if item.asked else "",
                "state": item.asked.state if item.asked else "",
                "closed": item.asked.closed if item.asked else "",
                "result": item.asked.result if item.asked else "",
            }
            for item in one.items
        ],
    }


def _places(one: Forecast, found: Diagnosis) -> dict[str, Plain]:
    return {
        "method": METHOD,
        "why_not": one.why_not,
        "entrants": {str(year): str(number) for year, number in one.known},
        "capacity": one.capacity,
        "capacity_is_at_most": one.is_at_most,
        "expected": [
            {
                "year": each.year,
                "students": [str(each.low), str(each.middle), str(each.high)],
                "lacking": [_lacking(one, number) for number in (each.low, each.middle, each.high)],
            }
            for each in one.expected
        ],
        "rooms": [
            {"place": each.place, "name": found.ground.names[each.place], "students": count_text(each.students),
             "by": each.by, "unknown": list(each.unknown)}
            for each in one.rooms
        ],
        "stated": [
            {"area": each.area, "year": each.year, "expected": count_text(each.expected),
             "available": count_text(each.available), "planned": count_text(each.planned),
             "lacking": count_text(each.lacking), "basis": each.basis}
            for each in one.stated
        ],
    }  # fmt: skip


def _lacking(one: Forecast, students: Fraction) -> Plain:
    value = one.lacking(students)
    return str(value.number) if isinstance(value, Known) else None


def _problems(one: Follow) -> dict[str, Plain]:
    measures = [*(each for problem in one.problems for each in problem.measures), *one.loose]
    return {
        "problems": [
            {"problem": each.problem, "fact": each.fact, "cause": each.cause, "raised": each.raised,
             "carried": each.carried, "measures": len(each.measures)}
            for each in one.problems
        ],
        "measures": [
            {"problem": each.problem, "measure": each.measure, "owner": each.owner, "due": str(each.due or ""),
             "target": each.target, "state": each.state, "result": each.result, "overdue": each.overdue}
            for each in measures
        ],
        "last_year": [
            {"problem": each.problem, "measure": each.measure, "then": each.then, "now": each.now,
             "result": each.result, "answered": each.answered, "still_a_problem": each.still_a_problem}
            for each in one.earlier
        ],
    }  # fmt: skip


def _element(one: ElementState) -> dict[str, Plain]:
    return {
        "grid": one.grid.grid,
        "item": one.grid.label,
        "number": one.number,
        "label": one.label,
        "points": [
            {"number": each.point.number, "label": each.point.label, "state": each.state, "schools": each.schools}
            for each in one.points
        ],
    }


def _exact(number: Fraction | None) -> str:
    return "" if number is None else str(number)
