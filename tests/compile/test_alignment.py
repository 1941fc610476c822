"""An edited report is laid beside the compiled one line by line; the work grows with the lines."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibao.compile import alignment
from zhibao.compile.alignment import aligned

LINES = st.lists(st.sampled_from(["合计", "示范校", *(f"第{n}项工作的经过与结果" for n in range(12))]), max_size=14)


@given(LINES, LINES)
def test_every_line_of_both_comes_once_and_the_edited_ones_in_order(old: list[str], new: list[str]) -> None:
    pairs = list(aligned(old, new))
    assert [j for _, j in pairs if j is not None] == list(range(len(new)))
    assert [i for i, _ in pairs if i is not None] == list(range(len(old)))


@given(LINES)
def test_a_report_that_nobody_edited_is_itself(old: list[str]) -> None:
    assert list(aligned(old, old)) == [(place, place) for place in range(len(old))]


def test_lines_put_in_taken_out_and_reworded_are_told_apart() -> None:
    old = ["一、概况", "全市有在校生100人，比上年增加。", "合计", "各校重视教师培养。", "合计", "二、结语"]
    new = ["一、概况", "全市共有在校生100人，比上年增加。", "合计", "新写的一段。", "合计", "二、结语"]
    assert list(aligned(old, new)) == [(0, 0), (1, 1), (2, 2), (3, None), (None, 3), (4, 4), (5, 5)]


@pytest.mark.parametrize("count", [300, 1200])
def test_what_is_compared_line_by_line_does_not_grow_with_the_square(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Counting(SequenceMatcher[str]):
        def __init__(self, junk: None, first: list[str], second: list[str], *, autojunk: bool) -> None:
            if isinstance(first, list):
                asked.append(len(first) * len(second))
            super().__init__(junk, first, second, autojunk)

    monkeypatch.setattr(alignment, "SequenceMatcher", Counting)
    old = [f"第{n}项，写第{n * 7}件事的经过与结果。" for n in range(count)]
    new = [line if n % 3 else line.replace("结果", "成效") for n, line in enumerate(old)]
    assert list(aligned(old, new)) == [(n, n) for n in range(count)]
    assert sum(asked) <= count
