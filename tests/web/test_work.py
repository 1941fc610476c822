"""Kinds of jobs: each does what its page would do, and doing it twice is doing it once."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tests.web.people import People
from tests.web.test_actions import cell, write
from tests.web.test_permissions import good_for
from tests.web.test_the_year import sealed
from zhibao.catalog.files import CatalogError
from zhibao.web.actions.correct import ask, end_over, grant
from zhibao.web.actions.export import exported
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.window import ClosedError
from zhibao.web.records.job import append, claim, lease_time
from zhibao.web.records.models import Correction, Revision
from zhibao.web.records.state import State
from zhibao.web.work import compile_report, freeze, read_upload


def test_a_school_is_frozen_once_however_often_it_is_asked_for(people: People) -> None:
    people.all_stand(State.CITY_APPROVED)
    good_for(people, State.CITY_APPROVED)
    asked = {"school": people.school.pk, "account": people["approver"].pk}
    first = freeze.run(asked, "one")
    assert first["snapshot"]
    assert {one.standing for one in people.school.submissions.all()} == {State.FROZEN}
    assert freeze.run(asked, "two") == first


def test_a_school_that_is_not_approved_is_not_frozen(people: People) -> None:
    people.all_stand(State.SUBMITTED)
    with pytest.raises(RefusedError, match="没有市审通过"):
        freeze.run({"school": people.school.pk, "account": people["approver"].pk}, "one")


def test_a_workbook_that_is_read_twice_is_written_down_once(people: People, tmp_path: Path) -> None:
    path = tmp_path / "报送.xlsx"
    path.write_bytes(exported(people["clerk"], people.school))
    people.all_stand(State.FILLING)
    asked = {"school": people.school.pk, "account": people["clerk"].pk, "path": str(path), "name": path.name}
    assert read_upload.run(asked, "one")["is_read"]
    written = Revision.objects.count()
    assert read_upload.run(asked, "two")["changed"] == []
    assert Revision.objects.count() == written


def test_a_workbook_whose_job_ended_in_between_is_not_read_over_what_was_typed_since(
    people: People, tmp_path: Path
) -> None:
    path = tmp_path / "报送.xlsx"
    path.write_bytes(exported(people["clerk"], people.school))
    write(people, "1000")
    asked = {"school": people.school.pk, "account": people["clerk"].pk, "path": str(path), "name": path.name}
    append("read_upload", "one", asked)
    first = claim()
    assert first is not None
    told = read_upload.run(asked, first.lease)
    assert cell(people) != "1000"
    write(people, "1001")
    second = claim(timezone.now() + 2 * lease_time())
    assert second is not None
    assert read_upload.run(asked, second.lease) == told
    assert cell(people) == "1001"


def test_what_is_no_workbook_is_told_of_and_changes_nothing(people: People, tmp_path: Path) -> None:
    path = tmp_path / "报送.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    written = Revision.objects.count()
    told = read_upload.run(
        {"school": people.school.pk, "account": people["clerk"].pk, "path": str(path), "name": path.name}, "one"
    )
    assert told["is_read"] is False
    assert told["findings"]
    assert Revision.objects.count() == written


def test_a_report_is_compiled_into_a_folder_that_replaces_the_one_before(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    home = tmp_path / "compiled" / people.campaign.slug
    (home / "before").mkdir(parents=True)
    done = compile_report.run({"campaign": people.campaign.pk}, "one")
    assert [one.name for one in home.iterdir()] == ["one"]
    assert sorted(one.name for one in (home / "one").iterdir()) == done["files"] != []


def unreadable(*_: object) -> None:
    raise CatalogError("示例：目录里的定义读不懂。")


def test_a_folder_that_cannot_be_read_holds_up_neither_pages_nor_the_worker(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(people)
    was = cell(people)
    ask(people["clerk"], people.register(), "示例：抄错")
    grant(people["county"], people.register())
    write(people, "1234")
    Correction.objects.update(until=timezone.now())
    with monkeypatch.context() as broken:
        broken.setattr("zhibao.web.actions.save_cells.completeness", unreadable)
        assert end_over() == 0
        with pytest.raises(ClosedError):
            write(people, "1235")
    assert end_over() == 1
    assert (cell(people), people.register().standing) == (was, State.FROZEN)
