"""The year between opening and sealing: windows, extensions, corrections, delegation, reminders, proofs, jobs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.web.desk import worked
from tests.web.people import REGISTER, People
from tests.web.test_actions import all_submitted, cell, write
from zhibao.check.context import Handed
from zhibao.check.run import check
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known
from zhibao.web.actions.city_approve import city_approve
from zhibao.web.actions.comment import comment
from zhibao.web.actions.correct import ask, end_over, grant, refuse
from zhibao.web.actions.county_approve import county_approve
from zhibao.web.actions.delegate import delegate, revoke
from zhibao.web.actions.evidence_files import path_of
from zhibao.web.actions.export import exported
from zhibao.web.actions.extend import extend
from zhibao.web.actions.freeze import freeze
from zhibao.web.actions.held import school_digest
from zhibao.web.actions.prove import prove, withdraw
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.remind import remind
from zhibao.web.actions.return_to import return_to
from zhibao.web.actions.sign import stand_for
from zhibao.web.actions.submit import submit
from zhibao.web.actions.window import ClosedError
from zhibao.web.bridge.forms import form, past_texts
from zhibao.web.bridge.ground import ground
from zhibao.web.parts.compared import compared
from zhibao.web.parts.due import due_of
from zhibao.web.parts.sheet import sheet
from zhibao.web.records.approval import signature_of
from zhibao.web.records.models import (
    Campaign,
    Correction,
    Delegation,
    Evidence,
    Job,
    Revision,
    Sealing,
    Submission,
    TrailEntry,
)
from zhibao.web.records.revision import content_of
from zhibao.web.records.role import Need
from zhibao.web.records.state import State
from zhibao.web.records.trail import faults

DAY = timedelta(days=1)
PDF = b"%PDF-1.7\nexample"


def moved(people: People, **times: object) -> None:
    """Put the campaign's times elsewhere; the rows that the tests hold see it too."""
    Campaign.objects.filter(pk=people.campaign.pk).update(**times)
    people.school.refresh_from_db()
    people.school.campaign.refresh_from_db()


def over(people: People) -> None:
    moved(people, deadline=timezone.now() - DAY)


def at(name: str, people: People, register: str = REGISTER) -> str:
    named = {"campaign": people.campaign.slug, "school": people.school.code, "register": register}
    return reverse(name, kwargs=named)


def of_school(name: str, people: People) -> str:
    return reverse(name, kwargs={"campaign": people.campaign.slug, "school": people.school.code})


def sealed(people: People) -> str:
    """Take the first school through all steps and return its snapshot."""
    all_submitted(people)
    approved(people)
    return freeze(people["approver"], people.school)


def approved(people: People) -> None:
    stand_for(people["head"], people.school, school_digest(people.school))
    for one in Submission.objects.filter(school=people.school).exclude(state=State.FROZEN):
        county_approve(people["county"], one, content_of(one).digest)
        city_approve(people["approver"], one, content_of(one).digest)


def test_before_the_opening_nothing_is_saved_or_handed_in(people: People) -> None:
    moved(people, begins_at=timezone.now() + DAY)
    was = cell(people)
    with pytest.raises(ClosedError, match="还没有到开始填报的时间"):
        write(people, "1000")
    with pytest.raises(ClosedError, match="还没有到开始填报的时间"):
        submit(people["clerk"], people.register())
    assert cell(people) == was
    page = people.client("clerk").get(at("grid", people)).content.decode()
    assert "现在不能填、不能交" in page
    assert 'value="submit"' not in page


def test_after_the_deadline_nothing_is_saved_or_handed_in_and_the_sheet_is_told_to_keep_it(people: People) -> None:
    over(people)
    with pytest.raises(ClosedError, match="采集已截止"):
        submit(people["clerk"], people.register())
    change = {"line": "form", "field": "graduates", "was": cell(people), "now": "12", "part": "cells", "what": "set"}
    answer = people.client("clerk").post(at("save", people), {"changes": [change]}, "application/json")
    assert answer.status_code == 423
    assert "申请更正" in answer.content.decode()


def test_what_an_officer_returned_stays_open_until_the_offices_must_be_done(people: People) -> None:
    submit(people["clerk"], people.register())
    over(people)
    return_to(people["county"], people.register(), "请核对")
    write(people, "1000")
    moved(people, county_by=timezone.now() - timedelta(hours=1))
    with pytest.raises(ClosedError):
        write(people, "1001")


def test_an_extension_with_a_reason_opens_a_school_again_and_is_seen(people: People) -> None:
    over(people)
    with pytest.raises(RefusedError, match="原因"):
        extend(people["county"], people.school, timezone.now() + DAY, " ")
    with pytest.raises(RefusedError, match="已经过了"):
        extend(people["county"], people.school, timezone.now() - DAY, "停电")
    until = timezone.localtime(timezone.now() + DAY).strftime("%Y-%m-%dT%H:%M")
    answer = people.client("county").post(of_school("extend", people), {"until": until, "reason": "示例：停电两天"})
    assert answer.status_code == 302
    write(people, "1000")
    assert cell(people) == "1000"
    board = reverse("board", kwargs={"campaign": people.campaign.slug})
    assert "示例：停电两天" in people.client("province").get(board).content.decode()
    assert "延期的" in people.client("clerk").get("/").content.decode()
    assert TrailEntry.objects.filter(action="延期").count() == 1


def test_a_correction_is_asked_for_granted_for_a_day_and_voids_what_was_approved(people: People) -> None:
    first = sealed(people)
    with pytest.raises(RefusedError, match="理由"):
        ask(people["head"], people.register(), "")
    client = people.client("head")
    assert client.post(at("correction", people), {"reason": "示例：毕业生数抄错一行"}).status_code == 302
    with pytest.raises(RefusedError, match="还没有了结"):
        ask(people["clerk"], people.register(), "再来")
    assert any("申请更正" in one.text for one in due_of(people["county"], people.campaign))
    assert people.client("county").post(at("correction_answer", people), {"do": "grant"}).status_code == 302
    assert people.register().standing is State.RETURNED

    over(people)
    write(people, str(int(cell(people)) + 1))
    assert signature_of(people.school, school_digest(people.school)) is None
    submit(people["clerk"], people.register())
    assert [one.name for one in compared(people.register())] == ["city", "county", "signed", "returned"]
    approved(people)
    second = freeze(people["approver"], people.school)
    assert second != first
    assert [(one.snapshot, one.supersedes) for one in Sealing.objects.all()] == [(first, ""), (second, first)]
    store = ground(people.campaign.path).path / "store" / "snapshots"
    assert (store / first).is_dir()
    assert (store / second).is_dir()
    assert list(faults()) == []


def test_a_grant_ends_by_itself_and_what_was_not_handed_in_is_as_it_stood(people: People) -> None:
    sealed(people)
    was, signed = cell(people), school_digest(people.school)
    ask(people["clerk"], people.register(), "示例：抄错")
    grant(people["county"], people.register())
    write(people, "1234")
    now = timezone.now()
    assert end_over(now + timedelta(hours=23)) == 0
    Correction.objects.update(until=now)
    with pytest.raises(RefusedError):
        write(people, "1235")
    assert people.client("clerk").get(at("grid", people)).status_code == 200
    assert people.register().standing is State.FROZEN
    assert (cell(people), school_digest(people.school)) == (was, signed)
    assert Revision.objects.filter(submission=people.register(), changes__0__now="1234").exists()
    assert end_over(now + DAY) == 0


def test_a_correction_is_refused_with_a_word_and_may_be_asked_for_again(people: People) -> None:
    over(people)
    ask(people["clerk"], people.register(), "示例：抄错")
    with pytest.raises(RefusedError, match="理由"):
        refuse(people["county"], people.register(), "")
    refuse(people["county"], people.register(), "材料不足")
    with pytest.raises(RefusedError, match="没有等答复"):
        grant(people["county"], people.register())
    ask(people["clerk"], people.register(), "示例：补上材料")
    grant(people["county"], people.register())
    write(people, "1000")
    assert "材料不足" in people.client("clerk").get(at("correction", people)).content.decode()


def test_what_is_open_need_not_be_corrected(people: People) -> None:
    with pytest.raises(RefusedError, match="现在就能改"):
        ask(people["clerk"], people.register(), "示例")


def test_a_register_is_delegated_and_taken_back(people: People) -> None:
    section, campaign = people["section"], people.campaign
    assert not section.may(Need.FILL, campaign, people.school, REGISTER)
    client = people.client("clerk")
    sent = {"register": REGISTER, "to": "section"}
    assert client.post(of_school("delegation", people), sent).status_code == 302
    assert section.may(Need.FILL, campaign, people.school, REGISTER)
    write(people, "1000", who="section")
    assert "示例section" in people.client("clerk").get("/").content.decode()
    assert client.post(of_school("delegation", people), sent).status_code == 409
    revoke(people["clerk"], Delegation.objects.get())
    assert not section.may(Need.FILL, campaign, people.school, REGISTER)
    assert cell(people) == "1000"


def test_nothing_is_delegated_to_another_school(people: People) -> None:
    with pytest.raises(RefusedError, match="本校"):
        delegate(people["clerk"], people.register(), "other_clerk")


def test_an_officer_reminds_whoever_is_late_once_an_hour(people: People) -> None:
    address = reverse("remind", kwargs={"campaign": people.campaign.slug})
    assert people.client("county").post(address, {"school": people.school.code}).status_code == 302
    assert any("催办" in one.text for one in due_of(people["clerk"], people.campaign))
    assert "催办" in people.client("clerk").get("/").content.decode()
    with pytest.raises(RefusedError, match="一小时内"):
        remind(people["county"], [people.school])
    assert people.client("other_county").post(address, {"school": people.school.code}).status_code == 409


def test_what_is_due_says_days_returns_and_comments_to_answer(people: People) -> None:
    submit(people["clerk"], people.register())
    comment(people["county"], people.register(), "form", "graduates", "请核对原始材料")
    return_to(people["county"], people.register(), "见批注", "clerk")
    texts = " ".join(one.text for one in due_of(people["clerk"], people.campaign))
    assert "退回给您：见批注" in texts
    assert "1 处批注等您回" in texts
    assert "还有" in texts
    comment(people["clerk"], people.register(), "form", "graduates", "已核对")
    assert "处批注等您回" not in " ".join(one.text for one in due_of(people["clerk"], people.campaign))
    assert "1 处批注等您回" in " ".join(one.text for one in due_of(people["county"], people.campaign))


def test_a_register_goes_back_to_a_person_of_the_school_who_is_named(people: People) -> None:
    delegate(people["clerk"], people.register(), "section")
    submit(people["clerk"], people.register())
    with pytest.raises(RefusedError, match="填报员"):
        return_to(people["county"], people.register(), "请核对", "other_clerk")
    sent = {"do": "return", "reason": "请核对", "to": "section"}
    assert people.client("county").post(at("review", people), sent).status_code == 302
    assert people.register().returned_to == people["section"]


def test_who_signs_again_sees_what_changed_since(people: People) -> None:
    all_submitted(people)
    stand_for(people["head"], people.school, school_digest(people.school))
    return_to(people["county"], people.register(), "请核对")
    was = cell(people)
    write(people, str(int(was) + 1))
    page = people.client("head").get(of_school("sign", people)).content.decode()
    assert "您签过之后改了 1 处" in page
    assert f"<del>{was}</del>" in page


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


def test_evidence_lies_under_its_hash_and_goes_out_as_a_file_to_whoever_may_look(people: People, data: Path) -> None:
    client = people.client("clerk")
    sent = {"line": "form", "field": "graduates", "file": SimpleUploadedFile("../学籍 <表>.pdf", PDF)}
    assert client.post(at("evidence", people), sent).status_code == 302
    proof = Evidence.objects.get()
    assert (proof.name, path_of(proof.digest).read_bytes()) == ("学籍 表.pdf", PDF)
    assert "学籍 表.pdf" in client.get(at("grid", people)).content.decode()
    address = f"{at('evidence', people)}{proof.pk}/"
    answer = people.client("county").get(address)
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert people.client("other_county").get(address).status_code == 403
    assert list(TrailEntry.objects.filter(action__contains="佐证").values_list("action", flat=True)) == [
        "佐证",
        "下载佐证",
    ]
    withdraw(people["clerk"], people.register(), proof.pk)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("name", "content"), [("页.html", b"<script>"), ("页.pdf", b"<script>"), ("图.png", PDF)])
def test_what_is_not_what_its_name_says_is_no_evidence(people: People, data: Path, name: str, content: bytes) -> None:
    with pytest.raises(RefusedError, match=r"不收|不是它的扩展名"):
        prove(people["clerk"], people.register(), "", "", SimpleUploadedFile(name, content))
    assert not list(data.rglob("*.*"))


def test_an_upload_is_read_behind_the_page_which_says_how_far_it_is(people: People, data: Path) -> None:
    workbook = exported(people["clerk"], people.school)
    client, address = people.client("clerk"), of_school("upload", people)
    write(people, "1000")
    answer = client.post(address, {"workbook": SimpleUploadedFile("报送.xlsx", workbook)})
    assert answer.status_code == 302
    place = answer.headers["Location"]
    assert "排队中" in client.get(place).content.decode()
    assert "<html" not in client.get(place, headers={"HX-Request": "true"}).content.decode()
    assert client.post(address, {"workbook": SimpleUploadedFile("报送.xlsx", workbook)}).status_code == 409
    assert cell(people) == "1000"
    worked()
    for _ in range(2):
        assert "改了 1 张表" in client.get(place).content.decode()
    assert cell(people) != "1000"
    assert not list((data / "uploads").iterdir())
    assert people.client("other_clerk").get(place).status_code == 403
    assert people.client("section").get(place).status_code == 404


def test_an_upload_that_cannot_be_read_says_why_and_changes_nothing(people: People, data: Path) -> None:
    written = Revision.objects.count()
    client = people.client("clerk")
    sent = {"workbook": SimpleUploadedFile("报送.xlsx", b"PK\x03\x04 broken")}
    place = client.post(of_school("upload", people), sent).headers["Location"]
    worked()
    page = client.get(place).content.decode()
    assert "没有读入，平台里的数没有动" in page
    assert Revision.objects.count() == written


def test_a_school_is_frozen_behind_the_page(people: People) -> None:
    all_submitted(people)
    approved(people)
    client, address = people.client("approver"), of_school("freeze", people)
    for _ in range(2):
        assert client.post(address).headers["Location"] == address
    assert Job.objects.filter(kind="freeze").count() == 1
    assert "排队中" in client.get(address).content.decode()
    worked()
    assert "已封存" in client.get(address).content.decode()
    assert {one.standing for one in people.school.submissions.all()} == {State.FROZEN}


def test_the_sheet_shows_the_years_before(people: People) -> None:
    asked = form(people.campaign.path, people.school, REGISTER)
    past = past_texts(people.campaign.path, people.school, REGISTER)
    assert list(past) == [2020]
    earlier = past | {2019: {"": {"graduates": "711"}}, 2018: {"": {"graduates": "702"}}}
    shown = sheet(asked, content_of(people.register()), past[2020], past=earlier)
    (graduates,) = (one for one in shown.cells() if one.column.name == "graduates")
    assert graduates.past_text == f"2020 年 {past[2020]['']['graduates']}，2019 年 711，2018 年 702"
    page = people.client("clerk").get(at("grid", people)).content.decode()
    assert f'data-past="2020 年 {past[2020][""]["graduates"]}"' in page


def test_what_is_found_in_one_school_alone_is_what_the_whole_city_finds_there(people: People) -> None:
    base = ground(people.campaign.path)
    assert base.context is not None
    whole = replace(base.context, handed=tuple(map(spoilt, base.context.handed)))
    found = at_schools(check(whole), people.campaign.year)
    codes = sorted({code for code, _ in found})
    assert len(codes) > 5
    for code in codes[:6]:
        alone = at_schools(check(replace(whole, only=(code, people.campaign.year))), people.campaign.year)
        assert [one for one in alone if one[0] == code] == [one for one in found if one[0] == code]


def at_schools(found: Sequence[Finding], year: int) -> list[tuple[str, str]]:
    """Return place and whole text of what is found in cells of a year."""
    cells = ((one.where, one) for one in found)
    return sorted(
        (where.place, repr(one))
        for where, one in cells
        if isinstance(where, CellPlace) and where.year == year and where.register
    )


def spoilt(handed: Handed) -> Handed:
    """Write every fourth number of a submission ten times as large."""
    rows = {}
    for name, those in handed.rows.items():
        numbers = [[(field, said) for field, said in row.items() if isinstance(said, Known)][::4] for row in those]
        rows[name] = [
            {**row, **{field: Known(said.number * 10) for field, said in spoilt_ones}}
            for row, spoilt_ones in zip(those, numbers, strict=True)
        ]
    return replace(handed, rows=rows)
