"""A small city with three schools for the tests of the diagnosis: A meets the lines, B falls below, C is silent."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.registers import CITY, Plain, PlainRow, catalog, tables
from zhibao.catalog.edition import Edition
from zhibao.compute import compute
from zhibao.diagnose import Diagnosis, diagnose, ground_of, needed_indicators
from zhibao.diagnose.verdict import Verdict

LAST, THIS = 2021, 2022
Registers = Mapping[str, Sequence[PlainRow]]


def school(students: int, teachers: int, land: int, building: int, **more: Plain) -> dict[str, list[PlainRow]]:
    """Return the forms of a school with round numbers."""
    facilities: PlainRow = {
        "land_area": land,
        "building_area": building,
        "equipment_value": 9_000_000,
        "printed_books": 60_000,
        "computers": 500,
    }
    staff: PlainRow = {
        "full_time_teachers": teachers,
        "professional": teachers,
        "dual_qualified": teachers,
        "part_time": 10,
        "senior": more.get("senior", teachers),
    }
    return {
        "students": [{"full_time": students, "entrants": more.get("entrants", 500)}],
        "facilities": [facilities],
        "staff": [staff],
    }


GOOD = school(1500, 100, 60_000, 40_000)
SHORT = school(1400, 65, 46_000, 24_500, senior=9)


def edition(**more: object) -> Edition:
    """Return the edition of the small city."""
    given: dict[str, object] = {
        "place": CITY.name, "code": CITY.code, "province": "广东省", "outline": "city_nine_chapters", "round": "2022年",
        "label_year": THIS, "data_years": (LAST, THIS), "issuer": "示例市教育局", "issued": "2022-12",
    }  # fmt: skip
    return Edition.model_validate({**given, **more})


def diagnosed(
    folder: Path,
    this: Registers | None = None,
    last: Registers | None = None,
    schools: Mapping[str, Registers] | None = None,
    in_force: int = 0,
    before: Mapping[str, Registers] | None = None,
) -> Diagnosis:
    """Return the diagnosis of the small city; `this` and `last` are the city's own registers of each year.

    `before` is what schools handed in last year, where it was something else.
    """
    members: dict[str, Registers] = dict(schools or {"A": GOOD, "B": SHORT, "C": {}})
    opened = tables(
        folder,
        {LAST: {**members, **(before or {}), CITY.code: last or {}}, THIS: {**members, CITY.code: this or {}}},
    )
    ground = ground_of(catalog(), edition(), opened, in_force)
    return diagnose(ground, compute(opened, catalog(), needed_indicators(ground)))


def verdict(found: Diagnosis, place: str, standard: str) -> Verdict:
    """Return the verdict on a place by a standard."""
    return next(one for one in found.verdicts if (one.place, one.standard.name) == (place, standard))


NOTICE: PlainRow = {
    "school_name": "示例B校", "indicator": "生均校舍建筑面积", "required": "20平方米", "actual": "16.9平方米",
    "number": "示教整〔2021〕1号", "issued": date(2021, 5, 10), "deadline": date(2022, 8, 31), "state": "整改中",
}  # fmt: skip
GAP: PlainRow = {
    "item": "生均校舍建筑面积", "gap": "现值17.5平方米，标准20平方米", "measure": "扩建实训楼", "owner": "基建处",
    "found_on": date(2021, 4, 10), "due": date(2022, 12, 31), "planned": 9_000_000, "invested": 2_500_000,
    "state": "补足中",
}  # fmt: skip
PROBLEM: PlainRow = {
    "problem": "部分学校校园面积不足", "topic": "学校布局与办学条件", "evidence": "生均校园占地面积",
    "fact": "1所学校低于标准", "schools": 1, "cause": "城区用地紧张", "raised": "2020", "carried": "是",
}  # fmt: skip
MEASURE: PlainRow = {
    "problem": "部分学校校园面积不足", "measure": "推进示例B校迁建", "owner": "示例市教育局",
    "decided": date(2021, 3, 1), "due": date(2022, 8, 31),
    "indicator": "生均校园占地面积", "target": "不低于33平方米", "state": "推进中",
}  # fmt: skip
