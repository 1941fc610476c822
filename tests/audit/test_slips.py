"""Numbers that should rise by one, and pages that should not fall."""

from hypothesis import given
from hypothesis import strategies as st

from zhibao.audit.slips import Slip, outliers, slips


def test_numbers_that_count_on_have_no_slip() -> None:
    assert slips([1, 2, 3, 4]) == []


def test_a_number_used_twice_is_reported_once_though_counting_goes_on_from_it() -> None:
    assert slips([1, 2, 2, 3]) == [Slip(2, "duplicate", 3, 1)]


def test_a_number_whose_successor_is_right_is_itself_the_slip() -> None:
    assert slips([1, 2, 5, 4]) == [Slip(2, "gap", 3, None)]


def test_a_number_taken_too_early_is_named_with_its_twin_behind_it() -> None:
    assert slips([1, 3, 3]) == [Slip(1, "duplicate", 2, 2)]


def test_counting_may_start_again_only_where_that_is_legal() -> None:
    assert slips([1, 2, 1, 2]) == []
    assert [one.fault for one in slips([1, 1], restarts=False)] == ["duplicate"]


def test_equal_pages_are_no_outliers() -> None:
    assert outliers([4, 4, 5, 6, 6]) == []


def test_a_page_with_a_digit_too_many_is_the_outlier_and_not_those_behind_it() -> None:
    assert outliers([12, 114, 15, 16]) == [1]


def test_of_two_pages_that_could_be_wrong_the_later_is_named() -> None:
    assert outliers([31, 34, 36, 34, 37]) == [3]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_what_is_left_without_the_outliers_never_falls(pages: list[int]) -> None:
    wrong = set(outliers(pages))
    left = [page for index, page in enumerate(pages) if index not in wrong]
    assert left == sorted(left)
    assert left


@given(st.integers(3, 12), st.data())
def test_one_changed_number_gives_one_slip(size: int, data: st.DataObject) -> None:
    numbers = list(range(1, size + 1))
    place = data.draw(st.integers(1, size - 1))
    numbers[place] = data.draw(st.integers(2, size + 3).filter(lambda value: value != place + 1))
    found = slips(numbers, restarts=False)
    assert [one.index for one in found] == [place]
    assert found[0].expected == place + 1
