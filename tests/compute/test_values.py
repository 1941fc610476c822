"""Values come from the rows at each level; missing is never zero; the twin agrees."""

import tempfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compute import twin
from tests.registers import CITY, Plain, PlainRow, catalog, roster, row, tables
from zhibao.compute import compute
from zhibao.terms.value import Known, Meaning, Missing, Undefined, ValueKey


def value(
    folder: Path, registers: Mapping[str, Mapping[str, Sequence[PlainRow]]], indicator: str, place: str
) -> object:
    found = compute(tables(folder, {2021: registers}), catalog(), [indicator])
    return found[ValueKey(indicator, place, 2021)].value


def test_a_city_share_is_recomputed_from_parts_and_not_averaged(tmp_path: Path) -> None:
    schools = {
        "A": {"graduates": [{"graduates": 100, "employed": 90}]},
        "B": {"graduates": [{"graduates": 300, "employed": 300}]},
    }
    assert value(tmp_path, schools, "employment_rate", "A") == Known(Fraction(90))
    assert value(tmp_path, schools, "employment_rate", CITY.code) == Known(Fraction("97.5"))
    assert value(tmp_path, schools, "employment_rate", "甲县") == Known(Fraction("97.5"))


def test_an_unsubmitted_register_is_missing_not_zero(tmp_path: Path) -> None:
    schools = {"A": {"graduates": [{"graduates": 100}]}, "B": {"students": [{"full_time": 5}]}}
    assert value(tmp_path, schools, "graduates", "B") == Missing(Meaning.NOT_SUBMITTED, 1)
    assert value(tmp_path, schools, "graduates", CITY.code) == Missing(Meaning.NOT_SUBMITTED, 1)


def test_a_school_in_scope_without_any_workbook_leaves_the_city_with_a_gap(tmp_path: Path) -> None:
    found = compute(
        tables(tmp_path, {2021: {"A": {"graduates": [{"graduates": 100}]}}}, {2021: roster(["A", "B"])}),
        catalog(),
        ["graduates"],
    )
    assert found[ValueKey("graduates", CITY.code, 2021)].value == Missing(Meaning.NOT_SUBMITTED, 1)


def test_a_school_out_of_scope_does_not_count(tmp_path: Path) -> None:
    rows = roster(["A", "B"])
    rows[1] = {**rows[1], "in_scope": "否"}
    given = {code: {"graduates": [{"graduates": 100}]} for code in "AB"}
    found = compute(tables(tmp_path, {2021: given}, {2021: rows}), catalog(), ["graduates"])
    assert found[ValueKey("graduates", CITY.code, 2021)].value == Known(Fraction(100))


def test_an_empty_cell_is_a_gap_but_a_cell_that_does_not_apply_is_not(tmp_path: Path) -> None:
    gap: dict[str, dict[str, list[PlainRow]]] = {
        "A": {"students": [{"full_time": 10}]},
        "B": {"students": [{"full_time": None}]},
    }
    assert value(tmp_path / "1", gap, "full_time_students", CITY.code) == Missing(Meaning.NOT_SUBMITTED, 1)
    none: dict[str, dict[str, list[PlainRow]]] = {
        "A": {"students": [{"full_time": 10}]},
        "B": {"students": [{"full_time": Missing(Meaning.NOT_APPLICABLE)}]},
    }
    assert value(tmp_path / "2", none, "full_time_students", CITY.code) == Known(Fraction(10))


def test_a_submitted_register_without_matching_rows_is_zero(tmp_path: Path) -> None:
    schools: dict[str, dict[str, list[dict[str, Plain]]]] = {"A": {"awards": []}}
    assert value(tmp_path, schools, "national_skills_contest_prizes", "A") == Known(Fraction(0))


def test_a_zero_denominator_is_undefined(tmp_path: Path) -> None:
    schools = {"A": {"graduates": [{"graduates": 0, "employed": 0}]}}
    assert isinstance(value(tmp_path, schools, "employment_rate", "A"), Undefined)


def test_different_things_are_counted_once_over_all_schools(tmp_path: Path) -> None:
    schools = {code: {"majors": [{"major": "710201", "category": "71"}, {"major": one, "category": "66"}]}
               for code, one in (("A", "660101"), ("B", "660102"))}  # fmt: skip
    assert value(tmp_path / "1", schools, "majors_offered", CITY.code) == Known(Fraction(3))
    assert value(tmp_path / "2", schools, "major_points", CITY.code) == Known(Fraction(4))
    found = compute(tables(tmp_path / "3", {2021: schools}), catalog(), ["major_points"])
    assert found[ValueKey("major_points", CITY.code, 2021, "66")].value == Known(Fraction(2))
    assert found.members["major_points"] == ("66", "71")


CELLS = st.one_of(
    st.integers(0, 50),
    st.none(),
    st.sampled_from([Missing(Meaning.NOT_APPLICABLE), Missing(Meaning.NIL), Missing(Meaning.SUPPRESSED)]),
)
FIELDS = ("graduates", "employed", "direct", "further_study", "matched")
FORM = st.fixed_dictionaries(dict.fromkeys(FIELDS, CELLS))
AWARD = st.fixed_dictionaries({
    "contest": st.sampled_from(["全国职业院校技能大赛", "全国职业技能大赛", "广东省职业院校学生专业技能大赛"]),
    "prize": st.sampled_from(["一等奖", "二等奖"]),
    "number": CELLS,
})  # fmt: skip
SCHOOL = st.fixed_dictionaries(
    {},
    optional={
        "graduates": FORM.map(lambda one: [one]),
        "awards": st.lists(AWARD, max_size=3),
        "majors": st.lists(st.sampled_from(["710201", "660101", "660102"]), max_size=3).map(
            lambda codes: [{"major": code, "category": code[:2]} for code in codes]
        ),
    },
)
INDICATORS = (
    "graduates", "employment_rate", "match_rate", "further_study_share", "national_vocational_contest_prizes",
    "provincial_student_first", "majors_offered", "major_points",
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(SCHOOL, min_size=1, max_size=3))
def test_the_twin_agrees_on_random_registers(schools: list[dict[str, list[dict[str, Plain]]]]) -> None:
    given = {f"S{n}": registers for n, registers in enumerate(schools)}
    with tempfile.TemporaryDirectory() as folder:
        found = compute(tables(Path(folder), {2021: given}), catalog(), INDICATORS)
    known = catalog()
    places = {
        code: {name: [row(known.registers[name], one) for one in rows] for name, rows in registers.items()}
        for code, registers in given.items()
    }
    for name in INDICATORS:
        indicator = known.indicators[name]
        for code in places:
            expected = twin.value(indicator, known, {code: places[code]})
            assert found[ValueKey(name, code, 2021)].value == expected, (name, code)
        assert found[ValueKey(name, CITY.code, 2021)].value == twin.value(indicator, known, places), name
