"""What was explained last year is offered again, and only to the same thing of the same place."""

from dataclasses import replace
from pathlib import Path

from tests.registers import catalog, submission
from zhibao.snapshot.offers import last_reasons
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Action, Answer, Reason
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level, Place
from zhibao.terms.source import CellPlace

SCHOOL = Place(Level.SCHOOL, "S01", "示例一校", "甲县")
CITY = Place(Level.CITY, "city", "示例市")
WHERE = CellPlace("示例一校2021年", "学生规模", "", "招生数", "S01", 2021, "students", "", "entrants")
FINDING = Finding("large_changes", Severity.WARNING, WHERE, "变化超过10%。")


def offered(store: Store, *findings: Finding) -> list[str]:
    found = last_reasons(findings, store, catalog().registers)
    return [found.get(one.thread, "") for one in findings]


def frozen(path: Path, *, answers: tuple[Answer, ...] = (), reasons: tuple[Reason, ...] = ()) -> Store:
    store = Store(path / "store")
    handed = submission(SCHOOL, 2020, {"students": [{"entrants": 100}]})
    store.freeze(replace(handed, answers=answers, reasons=reasons), catalog().registers)
    return store


def test_an_answer_to_the_same_topic_is_offered_a_year_later(tmp_path: Path) -> None:
    store = frozen(tmp_path, answers=(Answer(FINDING.thread_in(2020), Action.EXPLAINED, "扩招"),))
    others = [
        replace(FINDING, rule="outlier"),
        replace(FINDING, where=replace(WHERE, field="full_time")),
        replace(FINDING, where=replace(WHERE, place="S02")),
        replace(FINDING, where=replace(WHERE, year=2020)),
    ]
    assert offered(store, FINDING, *others) == ["扩招", "", "", "", ""]


def test_only_an_explanation_is_offered_again(tmp_path: Path) -> None:
    thread = FINDING.thread_in(2020)
    assert offered(frozen(tmp_path, answers=(Answer(thread, Action.FIXED, "已改"),)), FINDING) == [""]
    assert offered(frozen(tmp_path, answers=(Answer(thread, Action.WAIVED, "不适用"),)), FINDING) == [""]


def test_a_reason_beside_last_years_value_is_offered_too(tmp_path: Path) -> None:
    store = frozen(tmp_path, reasons=(Reason("students", "", "entrants", "新专业招生"),))
    other = replace(FINDING, where=replace(WHERE, field="full_time"))
    assert offered(store, FINDING, other) == ["新专业招生", ""]


def test_a_reason_that_the_city_gave_for_an_indicator_is_offered_to_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    rows = {"change_reasons": [{"indicator": "生师比", "reason": "增加教师"}]}
    store.freeze(submission(CITY, 2020, rows), catalog().registers)
    asked = [
        replace(
            FINDING, where=CellPlace("", place="city", year=2021, register="change_reasons", key=key, field="reason")
        )
        for key in ("生师比", "招生数")
    ]
    assert offered(store, *asked) == ["增加教师", ""]
