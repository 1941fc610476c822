"""Above the city too a value comes from the rows: nothing is added up from the levels below, and gaps are told."""

from fractions import Fraction
from pathlib import Path

from tests.regions import YEAR, Counties, province_tables, region
from tests.registers import CITY, catalog, tables
from zhibao.compute import compute
from zhibao.terms.place import Level, Place, Region
from zhibao.terms.value import Known, Meaning, Missing, ValueKey

FIRMS: dict[str, Counties] = {
    "A": {
        "东区": {"A1": {"practice_bases": [{"enterprise": "甲厂"}, {"enterprise": "乙厂"}]}},
        "西区": {"A2": {"practice_bases": [{"enterprise": "乙厂"}]}},
    },
    "B": {"东区": {"B1": {"practice_bases": [{"enterprise": "甲厂"}, {"enterprise": "丙厂"}]}}},
}


def found(folder: Path, cities: dict[str, Counties], indicator: str, whole: Region | None = None) -> dict[str, object]:
    values = compute(province_tables(folder, cities, whole), catalog(), [indicator])
    return {key.place: one.value for key, one in values.items() if not key.member}


def test_a_firm_of_two_cities_is_counted_once_in_the_province(tmp_path: Path) -> None:
    counts = found(tmp_path, FIRMS, "practice_bases")
    assert counts["A"] == counts["B"] == Known(Fraction(2))
    assert counts["P"] == Known(Fraction(3))


def test_counties_of_one_name_in_two_cities_are_two_counties(tmp_path: Path) -> None:
    counts = found(tmp_path, FIRMS, "practice_bases")
    assert counts["A/东区"] == Known(Fraction(2))
    assert counts["A/西区"] == Known(Fraction(1))
    assert counts["B/东区"] == Known(Fraction(2))
    assert "东区" not in counts


def test_a_province_of_one_city_has_the_citys_values_under_every_code(tmp_path: Path) -> None:
    graduates = {"S1": {"graduates": [{"graduates": 7, "employed": 5}]}, "S2": {"graduates": [{"graduates": 9}]}}
    alone = compute(tables(tmp_path / "city", {YEAR: graduates}), catalog(), ["graduates", "employment_rate"])
    as_part = Region(Place(Level.PROVINCE, "P", "示例省"), (CITY,))
    wide = compute(
        province_tables(tmp_path / "province", {CITY.code: {"甲县": graduates}}, as_part),
        catalog(),
        ["graduates", "employment_rate"],
    )
    for key, one in alone.items():
        place = f"{CITY.code}/{key.place}" if key.place == "甲县" else key.place
        assert wide[ValueKey(key.indicator, place, key.year)].value == one.value
        if key.place == CITY.code:
            assert wide[ValueKey(key.indicator, "P", key.year)].value == one.value


def test_gaps_are_counted_through_the_levels_and_a_silent_city_is_one(tmp_path: Path) -> None:
    cities: dict[str, Counties] = {
        "A": {"东区": {"A1": {"graduates": [{"graduates": 7, "employed": 5}]}, "A2": {}}},
        "B": {"北区": {"B1": {"graduates": [{"graduates": 3, "employed": 3}]}}},
        "C": {},
    }
    counts = found(tmp_path, cities, "graduates")
    assert counts["A"] == Missing(Meaning.NOT_SUBMITTED, 1)
    assert counts["B"] == Known(Fraction(3))
    assert counts["C"] == Missing(Meaning.NOT_SUBMITTED, 1)
    assert counts["P"] == Missing(Meaning.NOT_SUBMITTED, 2)


def test_the_nation_has_a_level_more_and_its_provinces_their_own_values(tmp_path: Path) -> None:
    nation = Region(
        Place(Level.NATION, "N", "示例国"),
        (
            Place(Level.PROVINCE, "P", "示例省", "N"),
            Place(Level.PROVINCE, "Q", "示例二省", "N"),
            Place(Level.CITY, "A", "示例A市", "P"),
            Place(Level.CITY, "B", "示例B市", "Q"),
        ),
    )
    opened = province_tables(tmp_path, FIRMS, nation)
    assert opened.levels == (Level.SCHOOL, Level.COUNTY, Level.CITY, Level.PROVINCE, Level.NATION)
    assert opened.children(Level.NATION, "N", YEAR) == ("P", "Q")
    assert opened.children(Level.PROVINCE, "P", YEAR) == ("A",)
    assert opened.children(Level.CITY, "A", YEAR) == ("A/东区", "A/西区")
    assert opened.children(Level.COUNTY, "A/西区", YEAR) == ("A2",)
    values = compute(opened, catalog(), ["practice_bases"])
    counts = [values[ValueKey("practice_bases", code, YEAR)].value for code in ("P", "Q", "N")]
    assert counts == [Known(Fraction(2)), Known(Fraction(2)), Known(Fraction(3))]


def test_what_cities_fill_in_for_themselves_has_no_value_below_the_city(tmp_path: Path) -> None:
    counts = found(tmp_path, FIRMS, "policy_tasks_done_share")
    assert counts["A1"] == counts["A/东区"] == Missing(Meaning.NOT_APPLICABLE, 2)
    assert counts["P"] == Missing(Meaning.NOT_SUBMITTED, 4)


def test_the_region_of_a_city_is_the_city_itself() -> None:
    alone = Region(CITY)
    assert (alone.cities, alone.at(Level.CITY), alone.county(CITY.code, "甲县")) == ((CITY.code,), (CITY.code,), "甲县")
    assert region("A", "B").above("B", Level.PROVINCE) == "P"
