"""A finding keeps its number while rule, place, year and cell are the same, whatever it says."""

from dataclasses import replace

import pytest

from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace, Location, TextPlace

WHERE = CellPlace("甲校2021年", "学生规模", "D5", "招生数", "S01", 2021, "students", "", "entrants")
FINDING = Finding("large_changes", Severity.WARNING, WHERE, "由上年的10变为20。", said="20")


def at(where: Location) -> Finding:
    return replace(FINDING, where=where)


def test_a_thread_outlives_the_value_the_words_and_the_cell_it_stands_in() -> None:
    again = replace(FINDING, message="由上年的10变为25。", said="25", severity=Severity.ERROR, reason="扩招")
    moved = at(replace(WHERE, file="workbooks/2021/S01.xlsx", cell="D9", label="学生规模 招生数", sheet="学生"))
    assert {FINDING.thread, again.thread, moved.thread} == {FINDING.thread}
    assert len(FINDING.thread) == 10
    assert int(FINDING.thread, 16)
    assert FINDING.record()["thread"] == FINDING.thread


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, rule="outlier"),
        at(replace(WHERE, place="S02")),
        at(replace(WHERE, year=2020)),
        at(replace(WHERE, register="faculty")),
        at(replace(WHERE, key="710201")),
        at(replace(WHERE, field="full_time")),
    ],
)
def test_another_rule_place_year_or_cell_is_another_thread(other: Finding) -> None:
    assert other.thread != FINDING.thread


def test_the_topic_is_the_same_every_year_and_leads_to_the_thread_of_each() -> None:
    last = at(replace(WHERE, year=2020))
    assert last.topic == FINDING.topic
    assert FINDING.thread_in(2020) == last.thread


def test_what_no_field_names_is_told_by_where_it_stands() -> None:
    head = CellPlace("甲.xlsx", "学生规模", "B4", place="S01", year=2021, register="students")
    assert at(head).thread != at(replace(head, cell="C4")).thread
    assert at(head).thread == at(replace(head, file="乙.xlsx")).thread
    assert at(CellPlace("甲.xlsx")).thread != at(CellPlace("乙.xlsx")).thread
    assert (
        at(TextPlace("报告.docx", 3, quote="28198人")).thread != at(TextPlace("报告.docx", 3, quote="28199人")).thread
    )
