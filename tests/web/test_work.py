"""Kinds of jobs: each does what its page would do, and doing it twice is doing it once."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.web.people import People
from tests.web.test_permissions import good_for
from zhibao.web.actions.export import exported
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.models import Revision
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
