"""Every identity of the registers, and every condition of the source reports, holds in every school and year."""

import operator
from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.examples.handed import CITIES, generated, number, schools
from tests.registers import catalog
from zhibao.catalog.identities import generated_checks
from zhibao.examples.model import load_example
from zhibao.examples.reasons import moved
from zhibao.snapshot.submission import Rows, row_key
from zhibao.terms.value import Known

COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {" <= ": operator.le, " = ": operator.eq}
CHECKS = generated_checks(catalog().registers)


def verdict(rows: Rows, must: str) -> bool | None:
    """Compare the sums of a condition; a part that is not asked for is left out of a bound."""
    sign = next(sign for sign in COMPARISONS if sign in must)
    left, right = must.split(sign)
    parts = [number(rows, *name.split(".")) for name in left.split(" + ")]
    whole = number(rows, *right.split("."))
    if whole is None or all(part is None for part in parts):
        return None
    return COMPARISONS[sign](sum((part for part in parts if part is not None), Fraction(0)), whole)


@pytest.mark.parametrize("name", CITIES)
def test_every_identity_holds_in_every_school(name: str) -> None:
    spoken = 0
    for year, code, rows in schools(name):
        for check in CHECKS.values():
            holds = verdict(rows, check.must)
            assert holds is not False, (year, code, check.must)
            spoken += holds is True
    assert spoken > 200


def test_employment_and_further_study_fit_in_every_school_of_jiangmen() -> None:
    for year, code, rows in schools("jiangmen"):
        one = {
            field: number(rows, "graduates", field) or 0
            for field in ("employed", "large_enterprises", "small_enterprises")
        }
        study = {
            field: number(rows, "further_study", field) or 0 for field in catalog().registers["further_study"].fields
        }
        to_other = study["to_other"]
        destinations = study["to_bachelor"] + study["to_college"]
        pathways = sum(study.values()) - destinations - to_other
        assert one["large_enterprises"] + one["small_enterprises"] + pathways + to_other <= one["employed"], (
            year,
            code,
        )
        assert destinations <= pathways <= destinations + to_other, (year, code)


def test_the_bachelors_track_fails_in_exactly_one_school_and_is_explained() -> None:
    failing = []
    for year, code, rows in schools("jiangmen"):
        arrived, left = (number(rows, "further_study", field) or 0 for field in ("to_bachelor", "bachelor_track"))
        if arrived < left:
            failing.append((year, code, arrived, left))
    assert failing == [(2020, "jm01", 3, 20)]
    (reason,) = generated("jiangmen")[2020]["jm01"].reasons
    assert (reason.register, reason.field) == ("further_study", "to_bachelor")
    assert "17人" in reason.text


@pytest.mark.parametrize(("name", "least", "most"), [("jiangmen", 8, 35), ("qingyuan", 4, 40)])
def test_the_student_teacher_ratio_is_one_that_occurs(name: str, least: int, most: int) -> None:
    for _, code, rows in schools(name):
        students, teachers = number(rows, "students", "full_time"), number(rows, "staff", "full_time_teachers")
        assert students is not None
        assert teachers is not None
        assert least <= students / teachers <= most, code


def test_every_school_of_jiangmen_gets_the_least_appropriation() -> None:
    for _, code, rows in schools("jiangmen"):
        given, students = number(rows, "funding", "fiscal_appropriation"), number(rows, "students", "full_time")
        assert given is not None
        assert students is not None
        assert given >= 5000 * students, code


def test_pay_lies_inside_its_bands() -> None:
    for _, code, rows in schools("qingyuan"):
        low, middle, high, pay = (
            number(rows, "employment_quality", field) or 0
            for field in ("pay_to_2000", "pay_2001_3000", "pay_over_3000", "total_pay")
        )
        assert 1000 * low + 2001 * middle + 3001 * high <= pay <= 2000 * low + 3000 * middle + 6000 * high, code


def test_subject_teachers_are_not_professional_teachers() -> None:
    for _, code, rows in schools("qingyuan"):
        staff = {field: number(rows, "staff", field) or 0 for field in catalog().registers["staff"].fields}
        rest = staff["full_time_teachers"] - staff["professional"]
        assert staff["ideology"] + staff["sports"] + staff["arts"] <= rest, code


@pytest.mark.parametrize("name", CITIES)
def test_every_large_change_of_a_school_has_a_reason(name: str) -> None:
    example = load_example(name)
    last, this = (generated(name)[year] for year in example.edition.data_years)
    for code in example.codes:
        given = {(one.register, one.key, one.field) for one in this[code].reasons}
        for register_name, rows in this[code].rows.items():
            register = catalog().registers[register_name]
            before = {row_key(register, row): row for row in last[code].rows.get(register_name, ())}
            for row in rows:
                key = row_key(register, row)
                for field, cell in row.items():
                    old = before.get(key, {}).get(field)
                    if isinstance(cell, Known) and isinstance(old, Known):
                        asks = moved(old.number, cell.number, register.fields[field])
                        assert asks == ((register_name, key, field) in given), (code, register_name, key, field)
