"""Comparing whole columns finds the very rows that comparing row by row does."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registers import catalog
from zhibao.catalog.expression import Condition, FieldName, parse_condition
from zhibao.check.columns import Columns
from zhibao.snapshot.submission import Cell, Row
from zhibao.terms.value import Known, Meaning, Missing, Value

CONDITIONS = (
    "entrants <= full_time",
    "entrants + 2 * full_time = 7",
    "3 * (entrants - 1) > full_time",
    "entrants <> full_time - entrants",
    "2 * 3 < 5",
    "entrants * full_time >= 4",
)
CELLS = st.one_of(
    st.integers(0, 5).map(lambda number: Known(Fraction(number))),
    st.integers(0, 50000).map(lambda number: Known(Fraction(number, 10000))),
    st.integers(1, 9).map(lambda number: Known(Fraction(number, 3))),
    st.sampled_from(Meaning).map(Missing),
)
ROWS = st.lists(st.fixed_dictionaries({"entrants": CELLS}, optional={"full_time": CELLS}), max_size=12)


def breaks(condition: Condition, row: Row) -> bool:
    values: dict[FieldName, Value] = {}
    for name in condition.fields:
        cell = row.get(name.field, Missing(Meaning.NOT_COLLECTED))
        assert isinstance(cell, Value)
        values[name] = cell
    return condition.evaluate(values).holds is False


@pytest.mark.parametrize("text", CONDITIONS)
@settings(deadline=None)
@given(rows=ROWS)
def test_no_row_that_breaks_a_condition_is_passed_over(text: str, rows: list[dict[str, Cell]]) -> None:
    condition = parse_condition(text, catalog().registers, "students")
    doubtful = Columns(rows).doubtful(condition)
    assert {number for number, row in enumerate(rows) if breaks(condition, row)} <= set(doubtful)


def test_only_rows_that_break_it_are_looked_at() -> None:
    rows: list[Row] = [{"entrants": Known(Fraction(number)), "full_time": Known(Fraction(2))} for number in range(5)]
    rows.append({"entrants": Known(Fraction(9)), "full_time": Missing(Meaning.NIL)})
    condition = parse_condition("entrants <= full_time", catalog().registers, "students")
    assert list(Columns(rows).doubtful(condition)) == [3, 4]
