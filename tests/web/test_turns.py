"""Whose turn it is: what somebody waits for comes first; ten thousand reports of a city hold up no other city's one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.databases import new_database
from zhibao.web.records.data_folder import data_folder
from zhibao.web.records.job import (
    Job,
    Standing,
    Wanted,
    append,
    append_all,
    claim,
    fail,
    finish,
    put_back,
    stop,
    wait_again,
)

MANY = 10_000


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with new_database(request.param, tmp_path_factory.mktemp("turns")):
        yield


@pytest.fixture(autouse=True)
def nothing_is_queued(database: None) -> None:
    Job.objects.all().delete()


def ask(tenant: str, number: int, first: int = 0) -> dict[str, int]:
    wanted = [Wanted("compile_school", f"{tenant} {one}", {}) for one in range(first, first + number)]
    return append_all(wanted, tenant, anywhere=True)


def taken(number: int) -> list[str]:
    """Return whose job is taken, so many times; each is done at once."""
    found = []
    for _ in range(number):
        job = claim()
        assert job is not None
        found.append(job.tenant)
        assert finish(job, {})
    return found


def test_ten_thousand_reports_are_queued_with_few_questions_and_the_next_is_found_by_the_index() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert len(ask("甲", MANY)) == MANY
    assert len(asked) < MANY / 40
    assert Job.objects.filter(tenant="甲", standing=Standing.WAITING).count() == MANY
    with CaptureQueriesContext(connection) as again:
        ask("甲", MANY)
    assert len(again) < MANY / 500 + 10
    assert Job.objects.count() == MANY
    if connection.vendor == "sqlite":
        waiting = Job.objects.filter(standing=Standing.WAITING, due_at__lte=timezone.now())
        assert "job_is_next" in waiting.order_by("turn", "due_at", "pk").explain()
    late = ask("乙", 1)
    at_once = append("audit", "somebody waits", {}, anywhere=True)
    assert (at_once.before, Job.objects.get(pk=late["乙 0"]).before) == (0, 2)
    assert taken(3) == ["", "甲", "乙"]


def test_who_asks_while_another_is_being_served_is_next_but_one() -> None:
    ask("甲", 40)
    taken(7)
    ask("乙", 1)
    assert taken(2) == ["甲", "乙"]


def test_three_cities_take_turns_however_much_each_of_them_asked_for() -> None:
    ask("甲", 30)
    taken(5)
    ask("乙", 3)
    ask("丙", 30)
    assert taken(9) == ["甲", "乙", "丙"] * 3
    assert taken(4) == ["甲", "丙"] * 2


def test_who_has_waited_for_nothing_has_saved_up_no_turns() -> None:
    ask("甲", 20)
    taken(10)
    ask("乙", 10)
    assert taken(6) == ["甲", "乙"] * 3


def test_what_a_city_asks_for_later_comes_after_what_it_asked_for_before() -> None:
    ask("甲", 3)
    ask("甲", 2, first=3)
    keys = []
    while (job := claim()) is not None:
        keys.append(job.key)
        finish(job, {})
    assert keys == [f"甲 {one}" for one in range(5)]


def test_what_failed_waits_for_a_turn_of_its_own_and_what_is_done_is_left() -> None:
    jobs = ask("甲", 3)
    job = claim()
    assert job is not None
    fail(job, "示例：读不懂")
    taken(1)
    ask("乙", 4)
    assert ask("甲", 3) == jobs
    assert set(Job.objects.filter(tenant="甲").values_list("standing", flat=True)) == {"waiting", "done"}
    assert taken(5) == ["甲", "乙", "乙", "甲", "乙"]


def test_what_is_tried_again_keeps_its_turn() -> None:
    ask("甲", 3)
    job = claim()
    assert job is not None
    put_back(job, "没有做成")
    ask("乙", 2)
    later = timezone.now() + timedelta(minutes=1)
    assert {str(claim(later)), str(claim(later))} == {"compile_school 乙 0", "compile_school 甲 0"}


def test_what_was_stopped_is_not_taken_until_it_is_asked_for_again() -> None:
    ask("甲", 3)
    job = claim()
    assert job is not None
    assert stop(Job.objects.filter(tenant="甲")) == 3
    assert not finish(job, {})
    assert claim() is None
    assert wait_again(Job.objects.filter(standing=Standing.STOPPED), "甲") == 3
    assert taken(3) == ["甲"] * 3


def test_a_job_that_needs_the_files_of_a_data_folder_is_left_by_other_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path / "site")
    here = data_folder()
    append("audit", "of the desk", {})
    append("compile_school", "of an order", {}, anywhere=True)
    monkeypatch.setattr(settings, "DATA", tmp_path / "elsewhere")
    assert data_folder() != here
    job = claim(home=data_folder())
    assert job is not None
    assert job.key == "of an order"
    assert claim(home=data_folder()) is None
    mine = claim(home=here)
    assert mine is not None
    assert mine.key == "of the desk"
    assert data_folder() == data_folder()
