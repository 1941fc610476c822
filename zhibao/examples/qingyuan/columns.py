"""示例清远各校的数: every total is cut from the top down, a part never beyond its whole in any school."""

from collections import Counter
from fractions import Fraction
from operator import add, sub

from zhibao.examples.qingyuan.listings import listings_of, majors_of
from zhibao.examples.shares import Column, Shares

STUDENTS_PER_TEACHER = 40
BANDS = ("pay_to_2000", "pay_2001_3000", "pay_over_3000")
# 元 per month at the ends of each band; the outer ends are our own.
LOWEST_PAY, HIGHEST_PAY = (1000, 2001, 3001), (2000, 3000, 6000)
SPLITS = (
    BANDS,
    ("primary_industry", "secondary_industry", "tertiary_industry"),
    ("local", "elsewhere", "abroad"),
    ("satisfied", "dissatisfied", "unrated"),
)


def cut(shares: Shares) -> None:
    """Cut every field of a year."""
    if shares.is_first:
        shares.put("students.full_time", [school.students for school in shares.example.roster.schools])
    else:
        shares.cut("students.full_time", [])
    students = shares["students.full_time"]
    shares.cut("students.entrants", students, high=students)
    for field in shares.example.figures.forms["facilities"]:
        shares.cut(f"facilities.{field}", students)
    for subject, passed in (("basic_examined", "basic"), ("skill_examined", "skill"), ("fitness_tested", "fitness")):
        shares.cut_gap(f"learning.{passed}_passed", shares.cut(f"learning.{subject}", students, high=students))
    _cut_staff(shares, students)
    _cut_graduates(shares, students)
    _cut_contests(shares)


def _cut_staff(shares: Shares, students: Column) -> None:
    least = [-(-number // STUDENTS_PER_TEACHER) for number in students]
    teachers = shares.cut("staff.full_time_teachers", students, low=least)
    missing = shares.total("staff.total") - sum(teachers)
    staff = shares.put("staff.total", map(add, teachers, shares.cut("staff.others", teachers, total=missing)))
    shares.cut("staff.moral_education", staff, high=staff)
    shares.cut("staff.part_time", teachers)
    shares.cut("staff.senior", teachers, high=teachers)
    shares.cut("staff.master", teachers, high=shares.cut_gap("staff.bachelor", teachers))
    professional = shares.cut("staff.professional", teachers, high=teachers)
    shares.cut("staff.dual_qualified", professional, high=professional)
    room = list(map(sub, teachers, professional))
    for field in ("staff.ideology", "staff.arts", "staff.sports"):
        room = list(map(sub, room, shares.cut(field, teachers, high=room)))
    for field in shares.example.figures.forms["training"]:
        shares.cut(f"training.{field}", teachers)


def _cut_graduates(shares: Shares, students: Column) -> None:
    final_year = shares.cut("graduates.final_year", students, high=students)
    graduates = shares.cut_gap("graduates.graduates", final_year)
    shares.cut("graduates.certified", graduates, high=graduates)
    employed = shares.cut_gap("graduates.employed", graduates)
    further = shares.cut("graduates.further_study", employed, high=employed)
    direct = shares.put("graduates.direct", map(sub, employed, further))
    shares.cut_gap("graduates.matched", direct)
    shares.cut_gap("graduates.insured", direct)
    shares.cut("graduates.urban", direct, high=direct)
    for fields in SPLITS:
        names = [f"employment_quality.{field}" for field in fields]
        shares.cut_parts({name: shares.total(name) for name in names}, direct)
    bands = list(zip(*(shares[f"employment_quality.{band}"] for band in BANDS), strict=True))
    low = [sum(map(int.__mul__, LOWEST_PAY, band)) for band in bands]
    high = [sum(map(int.__mul__, HIGHEST_PAY, band)) for band in bands]
    shares.cut("employment_quality.total_pay", direct, low=low, high=high)
    categories = [f"direct_by_category.{name}" for name in shares.example.figures.rows["direct_by_category"]]
    shares.cut_parts({name: shares.total(name) for name in categories}, direct, _leanings(shares))


def _leanings(shares: Shares) -> dict[str, list[Fraction]]:
    """Return how much of a school's employment each category tends to take: as it has majors of that kind."""
    listings = listings_of(shares.example)
    points = [Counter(major[:2] for major in majors) for majors in majors_of(shares.example, shares.year)]
    return {
        f"direct_by_category.{category}": [Fraction(counted[code], max(counted.total(), 1)) for counted in points]
        for code, category in listings.graduate_categories.items()
    }


def _cut_contests(shares: Shares) -> None:
    teachers = shares["staff.full_time_teachers"]
    submitted = shares.cut("teaching_contest.submitted", teachers)
    shares.cut("teaching_contest.national_shortlisted", submitted, high=submitted)
    room = submitted
    for name in shares.example.figures.rows["awards"]:
        if "教学能力" in name:
            room = list(map(sub, room, shares.cut(f"awards.{name}", submitted, high=room)))
        else:
            shares.cut(f"awards.{name}", shares["students.full_time"])
