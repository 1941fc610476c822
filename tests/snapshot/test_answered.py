"""An answer closes what a reason may close, and nothing else."""

from dataclasses import replace

import pytest

from zhibao.snapshot.answered import answered, office_of, with_answers
from zhibao.snapshot.submission import Action, Answer
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace, TextPlace

WHERE = CellPlace("甲校2021年", "学生规模", "", "招生数", "S01", 2021, "students", "", "entrants")
WARNING = Finding("large_changes", Severity.WARNING, WHERE, "变化超过10%。", fix="请核对。")
ERROR = replace(WARNING, severity=Severity.ERROR)
CITY = ("city", 2021)


def given(finding: Finding, action: Action, reason: str = "扩招") -> Finding:
    return answered(finding, {finding.thread: Answer(finding.thread, action, reason, "张示例")})


def test_an_explained_warning_is_closed_by_its_reason() -> None:
    found = given(WARNING, Action.EXPLAINED)
    assert (found.reason, found.waived, found.is_open) == ("扩招", False, False)
    assert "说明：扩招。" in str(found)


def test_a_warning_may_be_waived_with_a_reason() -> None:
    found = given(WARNING, Action.WAIVED)
    assert (found.reason, found.waived, found.is_open) == ("扩招", True, False)
    assert "申请免予：扩招。" in str(found)


def test_an_error_cannot_be_waived_and_says_so() -> None:
    found = given(ERROR, Action.WAIVED)
    assert found.is_open
    assert not found.waived
    assert "强制项不能免予，请改正或由市级更正口径。" in found.fix


def test_an_explained_error_keeps_its_reason_and_stays_open() -> None:
    found = given(ERROR, Action.EXPLAINED)
    assert (found.reason, found.is_open) == ("扩招", True)


@pytest.mark.parametrize("finding", [WARNING, ERROR])
def test_what_is_said_to_be_fixed_and_is_still_there_stays_open(finding: Finding) -> None:
    found = given(finding, Action.FIXED, "")
    assert found.is_open
    assert "“已改正”，但仍有这个问题" in found.message


def test_a_reason_beside_the_value_stands() -> None:
    assert given(replace(WARNING, reason="新校区启用"), Action.EXPLAINED).reason == "新校区启用"
    assert given(replace(WARNING, reason="新校区启用"), Action.FIXED).message == WARNING.message


def test_only_the_workbook_of_the_finding_answers_it() -> None:
    answer = (Answer(WARNING.thread, Action.EXPLAINED, "扩招"),)
    (own,) = with_answers([WARNING], {("S01", 2021): answer}, CITY)
    (others,) = with_answers([WARNING], {("S01", 2021): (), ("S02", 2021): answer, CITY: answer}, CITY)
    assert (own.is_open, others.is_open) == (False, True)


def test_a_place_without_a_workbook_is_answered_for_by_the_city() -> None:
    answer = (Answer(WARNING.thread, Action.EXPLAINED, "停止招生"),)
    (found,) = with_answers([WARNING], {CITY: answer}, CITY)
    assert found.reason == "停止招生"
    assert office_of(replace(WHERE, year=2020), {("city", 2020), CITY}, CITY) == ("city", 2020)
    assert office_of(TextPlace("report.docx"), {CITY}, CITY) == CITY
