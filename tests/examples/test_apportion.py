"""Cutting a total: exact, within bounds, always the same."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibao.examples.apportion import InfeasibleError, apportion, split

BOUNDS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.fractions(Fraction(1, 1000), 50)), min_size=1, max_size=9
)


@given(BOUNDS, st.data())
def test_the_parts_add_up_and_stay_within_their_bounds(
    rows: list[tuple[int, int, Fraction]], data: st.DataObject
) -> None:
    low = [min(a, b) for a, b, _ in rows]
    high = [max(a, b) for a, b, _ in rows]
    total = data.draw(st.integers(sum(low), sum(high)))
    parts = apportion(total, [weight for *_, weight in rows], low, high)
    assert sum(parts) == total
    assert all(a <= part <= b for a, part, b in zip(low, parts, high, strict=True))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9), st.data())
def test_parts_fill_every_room_exactly(room: list[int], data: st.DataObject) -> None:
    left, parts = sum(room), {}
    for name in "abc":
        parts[name] = data.draw(st.integers(0, left))
        left -= parts[name]
    parts["d"] = left
    weight = {name: [Fraction(1)] * len(room) for name in parts}
    rows = split(parts, room, weight)
    assert [sum(column) for column in zip(*rows.values(), strict=True)] == room
    assert {name: sum(row) for name, row in rows.items()} == parts
    assert all(number >= 0 for row in rows.values() for number in row)


def test_shares_follow_the_weights_when_nothing_bounds_them() -> None:
    assert apportion(10, [Fraction(1), Fraction(2), Fraction(2)], [0] * 3, [10] * 3) == [2, 4, 4]


def test_equal_remainders_go_to_the_first() -> None:
    assert apportion(1, [Fraction(1)] * 3, [0] * 3, [1] * 3) == [1, 0, 0]


@pytest.mark.parametrize("total", [-1, 7])
def test_a_total_outside_the_bounds_is_refused(total: int) -> None:
    with pytest.raises(InfeasibleError, match="between 0 and 6"):
        apportion(total, [Fraction(1)] * 2, [0, 0], [3, 3])


def test_parts_that_do_not_fill_the_rooms_are_refused() -> None:
    with pytest.raises(InfeasibleError, match="add up to 3"):
        split({"a": 3}, [2], {"a": [Fraction(1)]})
