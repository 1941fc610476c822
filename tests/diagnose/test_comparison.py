"""Cities side by side: ranks with ties, nobody without a number is ranked, distances and standards are exact."""

from fractions import Fraction
from pathlib import Path

from tests.regions import freeze_city, region
from tests.registers import catalog
from zhibao.catalog.edition import Edition
from zhibao.compute import compute
from zhibao.diagnose import ground_of
from zhibao.diagnose.comparison import Comparison, compare
from zhibao.diagnose.comparison_records import comparison_picture, comparison_records, judged_text
from zhibao.document.specs import drawing_of
from zhibao.snapshot.store import Store
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level
from zhibao.terms.rounding import Rounding
from zhibao.terms.value import Known, Meaning, Missing

LAST, THIS = 2021, 2022
RATIO = "student_teacher_ratio"
# Students and teachers of each city's one school, last year and this; D has not handed in, E has no teacher.
GIVEN = {
    "A": ((100, 10), (120, 10)),
    "B": ((90, 10), (240, 20)),
    "C": ((300, 10), (90, 10)),
    "D": None,
    "E": ((5, 1), (5, 0)),
}


def compared(folder: Path, indicator: str) -> Comparison:
    store = Store(folder)
    for city, years in GIVEN.items():
        for year, (students, teachers) in zip((LAST, THIS), years or (), strict=False):
            rows = {"students": [{"full_time": students}], "staff": [{"full_time_teachers": teachers}]}
            freeze_city(store, city, {"甲县": {f"{city}1": rows}}, year)
    whole = region(*GIVEN)
    edition = Edition.model_validate({
        "place": whole.place.name, "code": whole.place.code, "level": "province", "outline": "province_ten_chapters",
        "cities": [{"code": one.code, "name": one.name} for one in whole.parts], "round": "示例轮次",
        "label_year": THIS, "data_years": (LAST, THIS), "issuer": "示例省教育厅", "issued": "2022-12",
    })  # fmt: skip
    tables = Tables(store.current(), catalog().registers, edition.region)
    ground = ground_of(catalog(), edition, tables)
    object.__setattr__(ground, "values", compute(tables, catalog(), [indicator]))
    return compare(ground, indicator, Level.CITY, THIS)


def test_fewer_students_to_a_teacher_come_first_and_equal_ones_share_a_rank(tmp_path: Path) -> None:
    found = compared(tmp_path, RATIO)
    assert [(one.place, one.rank, one.tied) for one in found.standings] == [
        ("C", 1, 1),
        ("A", 2, 2),
        ("B", 2, 2),
        ("D", None, 0),
        ("E", None, 0),
    ]
    by_place = {one.place: one for one in found.standings}
    assert by_place["D"].computed.value == Missing(Meaning.NOT_SUBMITTED, 2)
    assert (by_place["C"].last_rank, by_place["C"].moved) == (4, 3)
    assert (by_place["A"].last_rank, by_place["A"].moved) == (3, 1)
    assert (by_place["E"].last_rank, by_place["E"].moved) == (1, None)
    assert found.ranked == 3
    assert dict(found.quantiles)[Fraction(1, 2)] == Fraction(12)
    assert [number for _, number in found.quantiles] == [9, 9, 12, 12, 12]


def test_a_province_with_a_silent_city_has_no_value_to_be_distant_from(tmp_path: Path) -> None:
    found = compared(tmp_path, RATIO)
    assert isinstance(found.whole[2].value, Missing)
    assert all(one.to_whole is None for one in found.standings)


def test_every_city_is_held_against_the_standard_in_force(tmp_path: Path) -> None:
    found = compared(tmp_path, RATIO)
    told = {one.place: judged_text(one, found.indicator.unit) for one in found.standings}
    assert "达标" in told["A"]
    assert "不能判断" in told["D"]


def test_a_count_is_not_distant_from_the_wholes_and_the_larger_comes_first(tmp_path: Path) -> None:
    found = compared(tmp_path, "full_time_students")
    assert [one.place for one in found.standings] == ["B", "A", "C", "E", "D"]
    assert {one.to_whole for one in found.standings} == {None}


def test_records_and_picture_name_those_without_a_number(tmp_path: Path) -> None:
    found = compared(tmp_path, RATIO)
    records = {str(one["place"]): one for one in comparison_records([found], Rounding.HALF_UP)}
    assert (records["A"]["rank"], records["A"]["exact"], records["A"]["numerator"]) == (2, "12", "120")
    assert (records["D"]["rank"], records["D"]["state"], records["D"]["printed"]) == ("", "not_submitted", "未报送")
    assert (records["E"]["state"], records["E"]["printed"]) == ("undefined", "分母为零")
    drawn = drawing_of(comparison_picture(found, Rounding.HALF_UP))
    assert drawn is not None
    assert drawn.categories[:3] == ("2. 示例A市", "2. 示例B市", "1. 示例C市")
    assert dict(zip(drawn.categories, drawn.series[0].texts, strict=True))["示例D市"] == "缺"
    assert Known(Fraction(12)) in [one.computed.value for one in found.standings]
