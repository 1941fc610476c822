"""Diagnosis tables of a report: verdicts, schools below lines, last year's measures, as the outline asks for them."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.diagnose.ground import GOOD, MEASURE, PROBLEM, SHORT, Registers, diagnosed
from tests.registers import catalog
from zhibao.catalog.asked import asked_for
from zhibao.catalog.chapter import parse_chapter
from zhibao.catalog.diagnosed import printed_indicators
from zhibao.catalog.files import CatalogError
from zhibao.catalog.outline import Outline
from zhibao.diagnose import Diagnosis
from zhibao.diagnose.exhibits import indicators_of_report, report_tables
from zhibao.document.nodes import Number, Strong, Table, plain
from zhibao.terms.place import Level, Place

BLOCK = """```table {name}
caption: 诊断
kind: diagnosis
shows: {name}
standards: [{standards}]
```"""
CITY = ("counts", "values", "below", "city", "problems", "measures", "earlier", "places")


def outline(*shows: str, standards: str = "设置标准", name: str = "city_nine_chapters") -> Outline:
    blocks = "\n\n".join(BLOCK.format(name=one, standards=standards) for one in shows)
    chapter = parse_chapter(f"# 诊断\n\n{blocks}\n", Path("01_x.md"))
    return replace(catalog().outlines[name], chapters=(chapter,))


def tables(found: Diagnosis, asked: Outline, about: Place | None = None) -> dict[str, Table]:
    return report_tables(found.ground, found.ground.values, asked, about)


def rows(table: Table) -> list[list[str]]:
    return [[plain(cell.content) for cell in row] for row in table.body]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Diagnosis:
    this: Registers = {"problems": [PROBLEM], "measures": [{**MEASURE, "state": "已完成", "result": "已迁入新校区"}]}
    return diagnosed(tmp_path_factory.mktemp("ground"), this, {"problems": [PROBLEM], "measures": [MEASURE]})


@pytest.fixture(scope="module")
def made(found: Diagnosis) -> dict[str, Table]:
    return tables(found, outline(*CITY))


def test_a_school_without_data_is_neither_met_nor_below(made: dict[str, Table]) -> None:
    (row,) = [row for row in rows(made["counts"]) if row[0] == "生均校舍建筑面积（设置标准）"]
    assert row[2:] == ["1", "1", "1", "1"]


def test_values_stand_school_by_school_and_those_below_are_strong(made: dict[str, Table]) -> None:
    head = [plain(cell.content) for cell in made["values"].head[0]]
    column = next(at for at, one in enumerate(head) if one.startswith("生均校舍建筑面积"))
    by_school = {plain(row[0].content): row[column] for row in made["values"].body}
    (number,) = by_school["示例A校"].content
    (strong,) = by_school["示例B校"].content
    assert isinstance(number, Number)
    assert (number.indicator, number.place) == ("building_area_per_student", "A")
    assert isinstance(strong, Strong)
    assert plain(strong.content) == "17.50"
    assert plain(made["values"].head[1][column].content) == "不低于20平方米"
    assert list(by_school)[-1] == "全市"


def test_schools_below_a_line_stand_with_what_they_lack(made: dict[str, Table]) -> None:
    (row,) = [row for row in rows(made["below"]) if row[0] == "生均校舍建筑面积（设置标准）"]
    assert row[3:6] == ["示例B校", "17.50", "差2.50平方米"]
    assert "示例C校" not in str(rows(made["below"]))


def test_measures_of_last_year_are_answered(made: dict[str, Table]) -> None:
    assert rows(made["earlier"]) == [
        ["部分学校校园面积不足", "推进示例B校迁建", "示例市教育局", "推进中", "已完成", "已迁入新校区", "是"]
    ]


def test_the_indicator_that_a_problem_names_is_a_bound_number_of_both_years(made: dict[str, Table]) -> None:
    (row,) = made["problems"].body
    numbers = [one for cell in row for one in cell.content if isinstance(one, Number)]
    assert [one.indicator for one in numbers] == ["land_area_per_student"] * 2
    assert len({one.period for one in numbers}) == 2
    assert [one.text for one in numbers] == [plain(cell.content) for cell in made["measures"].body[0][6:8]]


def test_the_forecast_has_a_head_of_two_levels(made: dict[str, Table], tmp_path: Path) -> None:
    assert rows(made["places"])[0][0] == "不能测算"
    table = tables(diagnosed(tmp_path, schools={"A": GOOD, "B": SHORT}), outline("places"))["places"]
    assert sum(cell.columns for cell in table.head[0]) == len(table.body[0]) == 8
    assert [row[0] for row in rows(table)] == ["2023", "2024", "2025"]


def test_a_table_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    (row,) = rows(tables(diagnosed(tmp_path), outline("earlier"))["earlier"])
    assert set(row) == {"没有", "—"}


def test_a_school_s_report_holds_its_own_values_and_names_what_cannot_be_judged(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, schools={"A": GOOD, "B": {**SHORT, "staff": []}, "C": {}})
    asked = outline("school", name="school_seven_parts")
    b, c = (Place(Level.SCHOOL, code, f"示例{code}校") for code in "BC")
    table = tables(found, asked, b)["school"]
    assert {one.place for row in table.body for cell in row for one in cell.content if isinstance(one, Number)} == {"B"}
    assert "不能判断的" in plain(table.notes[0])
    assert tables(found, asked, c) == {}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (outline("counts", standards="没有这组"), "01_x.md:3：没有标准或标准组“没有这组”"),
        (outline("school"), "shows: school 不能用在这一级"),
        (outline("counts", name="school_seven_parts"), "学校年报只能用 school"),
    ],
)
def test_what_a_table_cannot_show_is_told_with_its_line(found: Diagnosis, asked: Outline, said: str) -> None:
    with pytest.raises(CatalogError, match=said):
        tables(found, asked)


def test_what_a_table_judges_is_computed_and_asked_for(found: Diagnosis) -> None:
    asked = outline("counts", "problems")
    assert {"building_area_per_student", "student_teacher_ratio"} <= set(printed_indicators(asked, catalog()))
    assert "land_area_per_student" in indicators_of_report(asked, found.ground)
    registers = {one.register.name for one in asked_for(catalog(), "city_seven_parts", Level.CITY)}
    assert {"problems", "measures", "place_forecast"} <= registers
    fields = {one.register.name: one.fields for one in asked_for(catalog(), "city_seven_parts", Level.SCHOOL)}
    assert "land_area" in fields["facilities"]
