"""Every definition's own examples hold; they are its tests and its manual page."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.registers import CITY, Plain, PlainRow, catalog, tables
from zhibao.catalog.lint import lint
from zhibao.catalog.model import Indicator, IndicatorExample
from zhibao.check.run import all_checks, example_findings
from zhibao.compute import compute
from zhibao.terms.place import Level
from zhibao.terms.value import Known, Missing, Undefined, Value, ValueKey

YEAR = 2021
WHOLE = "全市"
EXAMPLES = [
    pytest.param(name, number, id=f"{name}-{number}")
    for name, indicator in catalog().indicators.items()
    for number in range(len(indicator.examples))
]


def said(value: Value) -> str | Fraction:
    """Return a value as examples state it."""
    match value:
        case Known(number):
            return number
        case Missing():
            return "missing"
        case Undefined():
            return "undefined"


def places(example: IndicatorExample) -> dict[str, dict[str, list[PlainRow]]]:
    """Return place → register → rows; rows without a school are the city's own."""
    codes = {str(row["school"]) for rows in example.given.values() for row in rows if "school" in row}
    codes |= {key.partition("/")[0] for key in example.expect} - {WHOLE}
    found: dict[str, dict[str, list[PlainRow]]] = {code: {} for code in sorted(codes)}
    for register, rows in example.given.items():
        for one in rows:
            code = str(one["school"]) if "school" in one else CITY.code
            plain: dict[str, Plain] = {name: cell for name, cell in one.items() if name != "school"}
            found.setdefault(code, {}).setdefault(register, []).append(plain)
    return found


def expected(indicator: Indicator, example: IndicatorExample) -> dict[ValueKey, str | Fraction]:
    """Return the keys that the example speaks of, with what it expects."""
    result: dict[ValueKey, str | Fraction] = {}
    for key, text in example.expect.items():
        place, _, member = key.partition("/")
        code = CITY.code if place == WHOLE else place
        result[ValueKey(indicator.name, code, YEAR, member)] = (
            text if text in ("missing", "undefined") else Fraction(text)
        )
    return result


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_the_indicator_gives_what_its_example_says(name: str, number: int, tmp_path: Path) -> None:
    indicator = catalog().indicators[name]
    example = indicator.examples[number]
    given = places(example)
    roster = given.get(CITY.code, {}).pop("schools", None)
    opened = tables(tmp_path, {YEAR: given}, {YEAR: roster} if roster else None)
    values = compute(opened, catalog(), [name])
    assert {key: said(values[key].value) for key in expected(indicator, example)} == expected(indicator, example)


@pytest.mark.parametrize("name", all_checks(catalog()))
def test_the_check_speaks_on_its_sick_examples_and_is_silent_on_its_healthy_ones(name: str) -> None:
    rule = all_checks(catalog())[name]
    assert [example_findings(rule, one, catalog()) for one in rule.examples] == [one.finds for one in rule.examples]
    assert {one.finds for one in rule.examples} == {0, 1}


@pytest.mark.parametrize("name", catalog().registers)
def test_the_register_takes_its_own_examples(name: str) -> None:
    register = catalog().registers[name]
    for example in register.examples:
        assert set(example) <= set(register.fields)
        for field, content in example.items():
            kind = register.fields[field].type
            if kind.is_number:
                assert isinstance(content, int | float)
            elif kind.value == "code":
                codes = catalog().lists[register.fields[field].list]
                assert content in (*codes.items, *codes.labels())
            elif kind.value == "date":
                date.fromisoformat(str(content))


def test_the_catalog_has_no_fault() -> None:
    assert [str(one) for one in lint(catalog())] == []


def test_no_register_of_schools_asks_for_a_rate() -> None:
    for register in catalog().registers.values():
        assert register.level in (Level.SCHOOL, Level.CITY)
        assert not [name for name, field in register.fields.items() if field.unit in ("%", "x:1", "a:b")]


def test_money_is_collected_in_yuan() -> None:
    amounts = [
        field
        for register in catalog().registers.values()
        for field in register.fields.values()
        if field.type.value == "amount"
    ]
    assert amounts
    assert {field.unit for field in amounts} == {"元"}
