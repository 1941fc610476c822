"""Two releases beside each other: every number that differs says why, down to the cell, and nothing stays unsaid."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from tests.lineage.releases import AnyRow, Rows, Told, release
from tests.registers import catalog
from zhibao.catalog.row_filter import Content, passes
from zhibao.cli.app import app
from zhibao.lineage import changes
from zhibao.lineage.model import Change, Kind, difference
from zhibao.lineage.opened import VALUES, Opened, open_release
from zhibao.terms.rounding import Rounding
from zhibao.terms.value import Known, Meaning, Missing, Origin, OriginKind

PROVINCIAL = "广东省职业院校学生专业技能大赛"


def awards(first: int, second: int) -> list[AnyRow]:
    return [
        {"contest": PROVINCIAL, "prize": "一等奖", "number": first},
        {"contest": PROVINCIAL, "prize": "二等奖", "number": second},
    ]


def school(graduates: int, employed: int, majors: tuple[str, ...] = ("660101", "710201")) -> dict[str, list[AnyRow]]:
    return {
        "graduates": [{"graduates": graduates, "employed": employed}],
        "awards": awards(1, 5),
        "majors": [{"major": one, "category": one[:2]} for one in majors],
        "staff": [{"full_time_teachers": 10}],
        "teacher_practices": [
            {"staff_number": f"T{number}", "name": "某某", "enterprise": "示例企业", "days": number}
            for number in (3, 4)
        ],
    }


FIRST = Told({"A": school(100, 90), "B": school(200, 150, ("660102",)), "C": school(50, 50)})


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return release(FIRST, tmp_path_factory.mktemp("first") / "release")


def compared(first: Opened, told: Told, tmp_path: Path) -> Mapping[tuple[str, str, str], Change]:
    """Return the changes between the first release and another, by indicator, place and member."""
    found = changes(first, release(told, tmp_path / "then"))
    for one in found:
        assert one.kinds, one
        assert Kind.UNEXPLAINED not in one.kinds, one
        assert adds_up(one), one
    return {(one.key.indicator, one.key.place, one.key.member): one for one in found}


def adds_up(change: Change) -> bool:
    """Say whether the steps lead from the one value to the other, and the shares of places make each step."""
    moves = [step for step in change.steps if step.before is not None and step.after is not None]
    moves = [step for step in moves if Kind.PRINTING not in step.kinds]
    for step, following in pairwise(moves):
        if step.after != following.before:
            return False
    for step in moves:
        if step.shares is not None and step.before and step.after:
            moved = difference(step.before.numerator, step.after.numerator)
            if sum((one.numerator for one in step.shares), Fraction(0)) != moved:
                return False
            below = [one.denominator for one in step.shares if one.denominator is not None]
            if step.before.denominator and sum(below, Fraction(0)) != difference(
                step.before.denominator, step.after.denominator
            ):
                return False
    return True


def test_equal_releases_have_nothing_to_say(first: Opened, tmp_path: Path) -> None:
    assert compared(first, FIRST, tmp_path) == {}


def test_one_cell_explains_the_values_that_read_it_and_no_other(first: Opened, tmp_path: Path) -> None:
    told = FIRST.but("A", "graduates", {"graduates": 100, "employed": 95})
    found = compared(first, told, tmp_path)
    assert {key[:2] for key in found} == {("employment_rate", place) for place in ("A", "甲县", "city")}
    change = found["employment_rate", "city", ""]
    assert change.kinds == (Kind.RESUBMISSION,)
    (step,) = change.steps
    assert step.shares is not None
    assert [(one.place, one.numerator, one.denominator) for one in step.shares] == [("A", Fraction(5), Fraction(0))]
    (cell,) = step.cells
    assert (cell.place, cell.register, cell.key, cell.old, cell.new) == ("A", "毕业与就业", "", "90", "95")


def test_of_a_register_of_rows_the_row_is_named_that_counts(first: Opened, tmp_path: Path) -> None:
    found = compared(first, FIRST.but("B", "awards", *awards(3, 7)), tmp_path)
    (step,) = found["provincial_student_first", "city", ""].steps
    (cell,) = step.cells
    assert cell.key == f"{PROVINCIAL}｜一等奖"
    assert (cell.old, cell.new) == ("1", "3")


def test_a_school_that_comes_goes_or_moves_is_told_with_its_share(first: Opened, tmp_path: Path) -> None:
    rows = {**FIRST.rows, "D": school(10, 10)}
    told = replace(FIRST, rows=rows, counties={"A": "甲县", "B": "乙县", "D": "乙县", "C": "乙县"}, out_of_scope=("C",))
    found = compared(first, told, tmp_path)
    (step,) = found["employment_rate", "city", ""].steps
    assert step.kinds == (Kind.ROSTER,)
    assert step.lines == ("示例C校（C）：由统计改为不统计", "示例D校（D）：新列入名单")
    assert step.shares is not None
    assert {(one.place, one.numerator, one.denominator) for one in step.shares} == {
        ("C", Fraction(-50), Fraction(-50)),
        ("D", Fraction(10), Fraction(10)),
    }
    (step,) = found["graduates", "乙县", ""].steps
    assert "示例B校（B）：由甲县改属乙县" in step.lines
    assert found["graduates", "D", ""].before is None
    assert found["graduates", "C", ""].after is None


def test_another_formula_is_told_as_the_two_formulas(first: Opened, tmp_path: Path) -> None:
    other = {"employment_rate": ("numerator: SUM(graduates.employed)", "numerator: SUM(graduates.graduates)")}
    found = compared(first, replace(FIRST, definitions=other), tmp_path)
    assert {key[0] for key in found} == {"employment_rate"}
    (step,) = found["employment_rate", "city", ""].steps
    assert step.kinds == (Kind.DEFINITION,)
    assert step.lines == ("分子：SUM(graduates.employed) → SUM(graduates.graduates)",)
    assert step.after is not None
    assert step.after.value == Known(Fraction(100))


def test_a_label_decimals_or_the_rounding_change_what_is_printed_alone(first: Opened, tmp_path: Path) -> None:
    other = {"employment_rate": ("decimals: 2", "decimals: 1"), "graduates": ("label: 毕业生总数", "label: 毕业人数")}
    found = compared(first, replace(FIRST, definitions=other, rounding=Rounding.TRUNCATE), tmp_path)
    assert {one.kinds for one in found.values()} == {(Kind.PRINTING,)}
    assert found["graduates", "city", ""].steps[0].lines == ("名称：毕业生总数 → 毕业人数", "舍入：half_up → truncate")
    assert "小数位数：2 → 1" in found["employment_rate", "city", ""].steps[0].lines


def test_a_number_that_came_from_another_system_is_an_import(first: Opened, tmp_path: Path) -> None:
    imported = Known(Fraction(99), origin=Origin(OriginKind.IMPORTED, "示例系统"))
    given = {**catalog_row("graduates"), "graduates": Known(Fraction(100)), "employed": imported}
    told = FIRST.but("A", "graduates", given).but("A", "imported")
    found = compared(first, told, tmp_path)
    change = found["employment_rate", "city", ""]
    assert change.kinds == (Kind.IMPORT,)
    assert change.steps[0].cells[0].new == "99"
    elsewhere = found["employment_rate", "C", ""]
    assert elsewhere.steps[0].lines == ("数据来源：填报 → 示例系统",)


def catalog_row(name: str) -> AnyRow:
    return {field: Missing(Meaning.NOT_COLLECTED) for field in catalog().registers[name].fields}


def test_a_register_that_is_withdrawn_and_a_definition_that_is_gone_say_so(first: Opened, tmp_path: Path) -> None:
    rows = {**FIRST.rows, "A": {name: one for name, one in FIRST.rows["A"].items() if name != "awards"}}
    told = replace(FIRST, rows=rows, indicators=FIRST.indicators[1:])
    found = compared(first, told, tmp_path)
    change = found["provincial_student_first", "city", ""]
    assert (change.before and change.before.text, change.after and change.after.state) == ("3", "not_submitted")
    assert change.steps[0].lines == ("示例A校（A）：“技能竞赛获奖”2 行 → 未报送",)
    assert change.steps[0].shares is None
    assert found["graduates", "city", ""].kinds == (Kind.DEFINITION,)


def test_of_persons_nothing_is_told_but_how_many_rows_there_are(first: Opened, tmp_path: Path) -> None:
    told = FIRST.but("A", "teacher_practices", {"staff_number": "T9", "name": "某某", "enterprise": "乙厂", "days": 99})
    found = compared(first, told, tmp_path)
    change = found["enterprise_practice_days_per_teacher", "city", ""]
    assert change.kinds == (Kind.RESUBMISSION,)
    assert change.steps[0].cells == ()
    assert change.steps[0].lines == ("示例A校（A）：“教师企业实践”2 行 → 1 行（人员台账，逐行内容不公开）",)
    assert all(word not in repr(found) for word in ("T9", "某某", "乙厂"))


def test_a_value_that_its_own_data_do_not_give_is_said_to_be_unexplained(first: Opened, tmp_path: Path) -> None:
    then = release(FIRST, tmp_path / "then")
    file = then.path / VALUES
    text = file.read_text(encoding="utf-8").replace('"exact": "350"', '"exact": "351"')
    file.write_text(text, encoding="utf-8")
    (change,) = changes(first, open_release(then.path))
    assert change.kinds == (Kind.UNEXPLAINED,)
    assert "zhibao verify" in change.steps[0].lines[0]


def test_several_reasons_at_once_are_all_told_one_after_another(first: Opened, tmp_path: Path) -> None:
    rows = {**FIRST.rows, "A": school(100, 95), "D": school(10, 10)}
    other = {"employment_rate": ("denominator: SUM(graduates.graduates)",
                                 "denominator: SUM(graduates.graduates) - SUM(graduates.further_study)")}  # fmt: skip
    told = replace(
        FIRST,
        rows={**rows, "A": {**rows["A"], "graduates": [{"graduates": 100, "employed": 95, "further_study": 7}]}},
        counties={**FIRST.counties, "D": "乙县"},
        definitions=other,
        rounding=Rounding.TRUNCATE,
    )
    base = replace(FIRST, rows={code: with_further(one) for code, one in FIRST.rows.items()})
    before = release(base, tmp_path / "before")
    told = replace(told, rows={code: with_further(one) for code, one in told.rows.items()})
    found = compared(before, told, tmp_path)
    change = found["employment_rate", "city", ""]
    assert change.kinds == (Kind.DEFINITION, Kind.ROSTER, Kind.RESUBMISSION, Kind.PRINTING)
    numbers = [step.before.value for step in change.steps if step.before] + [
        step.after.value for step in change.steps[:3] if step.after
    ]
    assert all(isinstance(one, Known) for one in numbers)
    assert change.steps[1].shares is not None
    assert [one.place for one in change.steps[1].shares] == ["D"]
    assert change.steps[2].shares is not None
    assert [one.place for one in change.steps[2].shares] == ["A"]
    assert {cell.field for cell in change.steps[2].cells} == {"就业（含升学）人数", "升入高一级学校人数"}


def with_further(rows: Rows) -> Rows:
    """Return what a school hands in with the number of those who study on."""
    return {**rows, "graduates": [{"further_study": 2, **one} for one in rows["graduates"]]}


@pytest.mark.parametrize("seed", [1])
def test_whatever_changes_nothing_stays_unexplained(seed: int, first: Opened, tmp_path: Path) -> None:
    chance = random.Random(seed)
    told = FIRST
    for _ in range(4):
        code = chance.choice("ABC")
        one = school(
            chance.randrange(100, 300), chance.randrange(100), chance.choice((("660101",), ("990101", "660102")))
        )
        name = chance.choice(sorted(one))
        told = told.but(code, name, *one[name])
    gone = chance.choice("ABC")
    told = replace(
        told,
        rows={**told.rows, "D": school(chance.randrange(1, 50), 1)},
        counties={**{code: chance.choice("甲乙") + "县" for code in "ABCD"}},
        out_of_scope=(gone,),
        definitions={"majors_offered": ("COUNT(DISTINCT majors.major)", "COUNT(DISTINCT majors.category)")},
    )
    assert compared(first, told, tmp_path)


def test_the_command_tells_it_in_chinese_and_as_json(first: Opened, tmp_path: Path) -> None:
    then = release(FIRST.but("A", "graduates", {"graduates": 100, "employed": 95}), tmp_path / "then")
    both = ["why", str(first.path), str(then.path)]
    said = CliRunner().invoke(app, [*both, "--indicator", "就业率"])
    assert said.exit_code == 0, said.output
    assert "就业率（示例市，2021年）：82.86 → 84.29 %  重新报送" in said.output
    assert "示例A校：分子 +5" in said.output
    assert "示例A校 “毕业与就业” 就业（含升学）人数：90 → 95" in said.output
    told = json.loads(CliRunner().invoke(app, [*both, "--format", "json"]).output)
    assert [(one["place"], one["reasons"]) for one in told] == [
        ("A", ["resubmission"]), ("city", ["resubmission"]), ("甲县", ["resubmission"]),
    ]  # fmt: skip
    assert told[0]["steps"][0]["cells"][0]["new"] == "95"
    assert CliRunner().invoke(app, [*both, "--indicator", "没有的"]).exit_code == 2


def test_a_filter_lets_the_rows_pass_that_the_engine_counts() -> None:
    chance, known, engine = random.Random(1), catalog(), duckdb.connect(":memory:")
    texts = [text for one in known.indicators.values() for text in (one.value, one.numerator, one.denominator) if text]
    filters = {(one.register, one.where) for text in texts for one in known.formula(text).aggregates if one.where}
    assert len(filters) > 30
    filters |= {("awards", where) for where in (
        "number >= 3", "NOT (contest = '甲' OR number < 2)", "contest IN ('甲', '乙') AND NOT prize IN ('甲')",
        "prize <> '甲'", "number > 1 OR prize = '乙'", "number = 2 AND (prize = '甲' OR contest <> '乙')",
    )}  # fmt: skip
    for register, where in sorted(filters):
        fields = known.registers[register].fields
        words = [None, "其他", *(part for part in where.split("'")[1::2])]
        for _ in range(6):
            row: dict[str, Content] = {
                name: (Fraction(chance.randrange(5)) if one.type.is_number else chance.choice(words))
                for name, one in fields.items()
                if chance.random() < 0.9
            }
            cells = ", ".join(
                f'CAST({_literal(row.get(name))} AS {"BIGINT" if one.type.is_number else "VARCHAR"}) AS "{name}"'
                for name, one in fields.items()
            )
            (counted,) = engine.execute(f"SELECT count(*) FROM (SELECT {cells}) WHERE {where}").fetchone() or (0,)
            assert passes(where, row) == bool(counted), (where, row)


def _literal(content: Content) -> str:
    return "NULL" if content is None else f"'{content}'"
