"""示例江门各校的数: every total is cut from the top down, a part never beyond its whole in any school."""

from operator import add, sub

from zhibao.examples.shares import Column, Shares

LEAST_APPROPRIATION = 5000
PATHWAYS = (
    "further_study.college_entrance",
    "further_study.counterpart",
    "further_study.bachelor_track",
    "further_study.college_track",
    "further_study.exempt",
)
NEITHER = "employed elsewhere"


def cut(shares: Shares) -> None:
    """Cut every field of a year."""
    if shares.is_first:
        shares.put("students.full_time", [school.students for school in shares.example.roster.schools])
    else:
        shares.cut("students.full_time", [])
    students = shares["students.full_time"]
    _cut_staff(shares, students)
    _cut_employment(shares, students)
    _cut_learning(shares, students)
    for field in ("land_area", "building_area", "equipment_value", "printed_books", "e_books"):
        shares.cut(f"facilities.{field}", students)
    least = [LEAST_APPROPRIATION * number for number in students]
    shares.cut("funding.fiscal_appropriation", students, low=least)
    shares.cut("enterprise_support.equipment_value", students)
    for field in shares.example.figures.forms["moral_platforms"]:
        shares.cut(f"moral_platforms.{field}", students)


def _cut_staff(shares: Shares, students: Column) -> None:
    teachers = shares.cut("staff.full_time_teachers", students)
    missing = shares.total("staff.total") - sum(teachers)
    others = shares.cut("staff.others", teachers, total=missing)
    staff = shares.put("staff.total", map(add, teachers, others))
    shares.cut("staff.posts", staff)
    shares.cut("staff.moral_education", staff, high=staff)
    shares.cut("staff.master", teachers, high=teachers)
    shares.cut("staff.senior", teachers, high=teachers)
    # No teacher is counted for two subjects, and the dual qualified ones teach a trade.
    room = list(map(sub, teachers, shares.cut("staff.dual_qualified", teachers, high=teachers)))
    for field in ("staff.arts", "staff.ideology", "staff.sports"):
        room = list(map(sub, room, shares.cut(field, teachers, high=room)))


def _cut_employment(shares: Shares, students: Column) -> None:
    graduates = shares.cut("graduates.graduates", students, high=students)
    employed = shares.cut_gap("graduates.employed", graduates)
    parts = {
        name: shares.total(name)
        for name in ("graduates.large_enterprises", "graduates.small_enterprises", *PATHWAYS, "further_study.to_other")
    }
    shares.cut_parts(parts | {NEITHER: sum(employed) - sum(parts.values())}, employed)
    pathways = [sum(column) for column in zip(*(shares[name] for name in PATHWAYS), strict=True)]
    to_bachelor = _cut_bachelor(shares, pathways)
    to_other = shares["further_study.to_other"]
    high = list(map(sub, pathways, to_bachelor))
    low = [max(0, number - other) for number, other in zip(high, to_other, strict=True)]
    to_college = shares.cut("further_study.to_college", high, low=low, high=high)
    further = shares.put("graduates.further_study", map(sum, zip(to_bachelor, to_college, to_other, strict=True)))
    direct = shares.put("graduates.direct", map(sub, employed, further))
    shares.cut("graduates.matched", direct, high=direct)
    answers = shares.cut("employer_survey.answers", direct)
    shares.cut_gap("employer_survey.ethics_satisfied", answers)
    shares.cut_gap("employer_survey.skills_satisfied", answers)
    interns = shares.cut("internship.interns", graduates, high=students)
    shares.cut_gap("internship.at_partners", interns)
    shares.cut("internship.subsidy", interns)
    shares.cut("internship.fiscal_subsidy", interns)


def _cut_bachelor(shares: Shares, pathways: Column) -> Column:
    """Cut those who went on to a bachelor's course.

    2020 年升入本科 3 人，少于通过中本贯通升学的 20 人，怎样分都有学校对不上；全部放在一所学校，只出一条提示。
    """
    name, track = "further_study.to_bachelor", shares["further_study.bachelor_track"]
    if sum(track) <= shares.total(name):
        return shares.cut(name, pathways, low=track, high=pathways)
    return shares.cut(name, pathways, high=pathways, only=shares.example.codes[0])


def _cut_learning(shares: Shares, students: Column) -> None:
    for examined, passed in (("basic_examined", "basic_passed"), ("fitness_tested", "fitness_passed")):
        shares.cut_gap(f"learning.{passed}", shares.cut(f"learning.{examined}", students, high=students))
    shares.cut("learning.certificate_holders", students, high=students)
