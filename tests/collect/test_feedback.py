"""What a clerk answers on the 反馈 sheet comes back with the numbers, and never keeps them from being read."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.collect.edit import few, said
from zhibao.collect.paint.marks import Line
from zhibao.collect.paint.paint import paint
from zhibao.collect.read import Reading, read_workbook
from zhibao.collect.write import workbook_bytes
from zhibao.snapshot.submission import Action, Answer
from zhibao.terms.finding import Severity
from zhibao.terms.source import CellPlace

A, B = "a1b2c3d4e5", "0123456789"
FIRST, SECOND = 6, 7
BLANK = few()


def lines(*threads: str, reason: str = "") -> list[Line]:
    return [Line(one, "学生规模 D5", Severity.WARNING, "变化超过10%。", reason=reason) for one in threads]


def handed_back(path: Path, cells: Mapping[str, str | int | None], listed: list[Line] | None = None) -> Reading:
    """Return what is read from a painted workbook after somebody wrote on its 反馈 sheet."""
    path.write_bytes(paint(workbook_bytes(BLANK), (), lines(A, B) if listed is None else listed))
    book = openpyxl.load_workbook(path)
    for name, content in cells.items():
        book["反馈"][name] = content
    book.save(path)
    return read_workbook(path, BLANK)


def answers(reading: Reading) -> tuple[Answer, ...]:
    assert reading.submission is not None
    return reading.submission.answers


def test_answers_are_handed_in_with_the_numbers(tmp_path: Path) -> None:
    cells = {"F6": "说明", "G6": " 扩招 ", "H6": "张示例", "F7": "已改正"}
    reading = handed_back(tmp_path / "S01.xlsx", cells)
    assert said(reading) == []
    assert answers(reading) == (Answer(B, Action.FIXED, ""), Answer(A, Action.EXPLAINED, "扩招", "张示例"))


def test_a_painted_workbook_without_answers_says_what_the_plain_one_says(tmp_path: Path) -> None:
    (tmp_path / "S01.xlsx").write_bytes(workbook_bytes(BLANK))
    plain = read_workbook(tmp_path / "S01.xlsx", BLANK)
    painted = handed_back(tmp_path / "S01.xlsx", {})
    assert painted.findings == plain.findings
    assert painted.submission is not None
    assert plain.submission is not None
    assert painted.submission.registers == plain.submission.registers
    assert answers(painted) == ()


def test_last_years_reason_is_no_answer_until_somebody_says_that_it_is(tmp_path: Path) -> None:
    offered = lines(A, reason="上年说明：扩招")
    reading = handed_back(tmp_path / "S01.xlsx", {}, offered)
    assert (said(reading), answers(reading)) == ([], ())
    reading = handed_back(tmp_path / "S01.xlsx", {"F6": "说明"}, offered)
    assert (said(reading), answers(reading)) == ([], (Answer(A, Action.EXPLAINED, "扩招"),))
    reading = handed_back(tmp_path / "S01.xlsx", {"F6": "已改正"}, offered)
    assert (said(reading), answers(reading)) == ([], (Answer(A, Action.FIXED, ""),))


@pytest.mark.parametrize(
    ("cells", "rule", "severity", "cell"),
    [
        ({"F6": "说明"}, "feedback_reason", Severity.WARNING, "G6"),
        ({"F6": "申请免予", "G6": "上年说明："}, "feedback_reason", Severity.WARNING, "G6"),
        ({"F6": "说明一下", "G6": "扩招"}, "feedback_action", Severity.WARNING, "F6"),
        ({"G7": "扩招"}, "feedback_action", Severity.WARNING, "F7"),
        ({"A6": "改过的编号", "F6": "已改正"}, "feedback_number", Severity.NOTE, "A6"),
        ({"A7": None, "F7": "已改正"}, "feedback_number", Severity.NOTE, "A7"),
    ],
)
def test_an_answer_that_does_not_count_is_named_and_the_numbers_are_read(
    tmp_path: Path, cells: Mapping[str, str | int | None], rule: str, severity: Severity, cell: str
) -> None:
    reading = handed_back(tmp_path / "S01.xlsx", cells)
    (finding,) = said(reading)
    assert isinstance(finding.where, CellPlace)
    assert (finding.rule, finding.severity, finding.where.cell) == (f"collect.{rule}", severity, cell)
    assert answers(reading) == ()


def test_of_two_answers_to_one_finding_the_first_counts(tmp_path: Path) -> None:
    cells = {"F6": "说明", "G6": "扩招", "A7": A, "F7": "说明", "G7": "并校"}
    reading = handed_back(tmp_path / "S01.xlsx", cells)
    (finding,) = said(reading)
    assert finding.rule == "collect.feedback_repeated"
    assert "F6" in finding.message
    assert answers(reading) == (Answer(A, Action.EXPLAINED, "扩招"),)
    again = handed_back(tmp_path / "S01.xlsx", {**cells, "G7": "扩招"})
    assert (said(again), answers(again)) == ([], answers(reading))


def test_a_number_that_lost_its_first_zero_is_still_known(tmp_path: Path) -> None:
    reading = handed_back(tmp_path / "S01.xlsx", {"A7": 123456789, "F7": "已改正"})
    assert answers(reading) == (Answer(B, Action.FIXED, ""),)


def test_a_lost_head_costs_the_answers_and_not_the_numbers(tmp_path: Path) -> None:
    reading = handed_back(tmp_path / "S01.xlsx", {"F5": None, "F6": "说明", "G6": "扩招"})
    (finding,) = said(reading)
    assert finding.rule == "collect.feedback_head"
    assert "处理" in finding.message
    assert answers(reading) == ()


def test_what_reading_finds_is_answered_in_the_same_workbook(tmp_path: Path) -> None:
    (tmp_path / "S01.xlsx").write_bytes(workbook_bytes(BLANK))
    book = openpyxl.load_workbook(tmp_path / "S01.xlsx")
    book["办学条件"]["D7"] = 1400
    book.save(tmp_path / "S01.xlsx")
    (asked,) = said(read_workbook(tmp_path / "S01.xlsx", BLANK))
    assert (asked.rule, asked.is_open) == ("collect.looks_like_ten_thousand", True)

    (tmp_path / "S01.xlsx").write_bytes(paint((tmp_path / "S01.xlsx").read_bytes(), (), lines(asked.thread)))
    book = openpyxl.load_workbook(tmp_path / "S01.xlsx")
    book["反馈"]["F6"], book["反馈"]["G6"] = "说明", "设备已报废"
    book.save(tmp_path / "S01.xlsx")
    (closed,) = said(read_workbook(tmp_path / "S01.xlsx", BLANK))
    assert (closed.thread, closed.reason, closed.is_open) == (asked.thread, "设备已报废", False)
