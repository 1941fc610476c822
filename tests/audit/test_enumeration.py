"""The marks of running text, and which of them form a run."""

from zhibao.audit.blocks import flatten
from zhibao.audit.enumeration import runs
from zhibao.document.readers.read import read_text


def _numbers(text: str) -> list[list[int]]:
    return [[sign.number for sign in run.signs] for run in runs(flatten(read_text(text)))]


def test_words_and_prizes_that_begin_with_a_number_are_no_marks() -> None:
    assert _numbers("学校一直重视德育，取得一定成绩，一致通过方案，评出一、二、三等奖各一名。") == []


def test_a_list_inside_an_item_does_not_end_the_outer_list() -> None:
    text = "一是加强德育：一是抓课程，二是抓活动。二是加强智育。三是加强体育。"
    assert _numbers(text) == [[1, 2, 3], [1, 2]]


def test_a_run_goes_on_in_the_next_paragraph_and_ends_at_a_heading() -> None:
    text = "一是加强德育。\n\n二是加强智育。\n\n2. 下步打算\n\n一是招生，二是就业。"
    assert _numbers(f"1. 主要做法\n\n{text}") == [[1, 2], [1, 2]]


def test_the_fault_of_a_run_is_named_once() -> None:
    run = runs(flatten(read_text("一是课程，二是师资，五是基地，四是平台。")))[0]
    assert [(sign.number, fault, right) for sign, fault, right in run.faults()] == [(5, "gap", 3)]


def test_a_heading_of_a_lower_level_does_not_end_a_run() -> None:
    text = "1 主要做法\n\n一是加强德育。\n\n1.1 德育课程\n\n课程全部开齐。\n\n二是加强智育。"
    assert _numbers(text) == [[1, 2]]
