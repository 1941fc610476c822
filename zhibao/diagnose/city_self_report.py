"""全市自诊报告: what all schools found, their problems and measures summed up, and the city's own whole, as a tree."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhibao.diagnose.cells import NOTHING, whole, word
from zhibao.diagnose.chapters.standing import schools_below
from zhibao.diagnose.chapters.treatment import aims, origins, treatment, unopened
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.self_report import against, documents, laid_out
from zhibao.diagnose.setter import Setter
from zhibao.diagnose.treated import Told, Treated
from zhibao.diagnose.verdict import Outcome
from zhibao.document.nodes import Block, Document, Row
from zhibao.terms.place import Level

_SCHOOLS = (
    "学校",
    "低于标准（项）",
    "立项（个）",
    "改进中（个）",
    "已销号（个）",
    "逾期（个）",
    "没有立项的发现（条）",
)
_SCHOOL_WIDTHS = (0.34, 0.11, 0.11, 0.11, 0.11, 0.11, 0.11)
_PROBLEMS = ("问题", "原因", "牵头", "时限", "措施（完成／全部）", "环节")
_PROBLEM_WIDTHS = (0.25, 0.23, 0.13, 0.18, 0.12, 0.09)


def city_self_report(found: Diagnosis, told: Told, schools: Sequence[Told]) -> Document:
    """Return the summary of a city: `schools` are those that its reader may look at, and no other is named."""
    ground = found.ground
    codes = {one.place for one in schools}
    seen = replace(found, verdicts=tuple(one for one in found.verdicts if one.place in codes | {told.place}))
    return laid_out(
        found,
        told,
        (told.name, f"{ground.edition.this}年度中等职业学校教学诊断与改进汇总报告"),
        (
            ("各校概况", lambda setter: _overview(seen, schools, setter)),
            ("低于标准的学校", lambda setter: schools_below(seen, setter)),
            ("各校的问题", lambda setter: _of_schools(schools, setter)),
            ("全市对照标准", lambda setter: against(seen, told.place, setter, "全市")),
            ("全市的目标", lambda setter: aims(told, ground, setter)),
            ("全市的问题与改进", lambda setter: treatment(told, ground, setter)),
            ("全市没有立项的发现", lambda setter: unopened(told, setter)),
            ("数据与依据", lambda setter: origins(told, documents(seen.verdicts), setter)),
        ),
    )


def _overview(found: Diagnosis, schools: Sequence[Told], setter: Setter) -> Iterator[Block]:
    problems = [one for school in schools for one in school.problems]
    closed = sum(one.is_closed for one in problems)
    late = sum(one.is_late for one in problems)
    below = {
        one.place: {
            each.standard.name
            for each in found.of(one.place)
            if each.level is Level.SCHOOL and each.outcome is Outcome.BELOW and not each.standard.advisory
        }
        for one in schools
    }
    yield setter.text(
        f"共{len(schools)}所学校，有未达标项目的学校{sum(map(bool, below.values()))}所；"
        f"立项的问题{len(problems)}个，已销号{closed}个，改进中{len(problems) - closed}个，逾期{late}个。"
    )
    rows = (_school(one, len(below[one.place])) for one in schools)
    yield setter.table("各校的差距与改进", _SCHOOLS, rows, _SCHOOL_WIDTHS)


def _school(one: Told, below: int) -> Row:
    closed, late = sum(each.is_closed for each in one.problems), sum(each.is_late for each in one.problems)
    counts = (below, len(one.problems), len(one.problems) - closed, closed, late, len(one.unopened))
    return (word(one.name), *map(whole, counts))


def _of_schools(schools: Sequence[Told], setter: Setter) -> Iterator[Block]:
    """Yield the problems of every school that has any."""
    if not any(one.problems for one in schools):
        yield setter.text("各校都没有立项的问题。")
    for school in schools:
        if school.problems:
            yield setter.section(school.name)
            yield setter.table(f"{school.name}的问题与改进", _PROBLEMS, map(_problem, school.problems), _PROBLEM_WIDTHS)


def _problem(one: Treated) -> Row:
    due = f"{one.due.isoformat()}{'（逾期）' if one.is_late else ''}" if one.due else NOTHING
    cells = (one.title, one.cause or NOTHING, one.lead or NOTHING, due, f"{one.ended}／{len(one.steps)}", one.stage)
    return tuple(map(word, cells))
