"""What changes a state: who comes later sees the difference, an approval is of one content, nobody stands twice."""

import pytest
from django.urls import reverse

from tests.web.people import PASSWORD, REGISTER, People
from zhibao.web.actions.city_approve import city_approve
from zhibao.web.actions.county_approve import county_approve
from zhibao.web.actions.held import school_digest
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.return_to import return_to
from zhibao.web.actions.save_cells import save_cells
from zhibao.web.actions.sign import sign, stand_for
from zhibao.web.actions.sign_in import judged
from zhibao.web.actions.submit import submit, submit_together
from zhibao.web.actions.take_workbook import take_workbook
from zhibao.web.bridge.checking import remarks
from zhibao.web.bridge.freezing import freeze
from zhibao.web.bridge.ground import ground
from zhibao.web.bridge.workbooks import prefilled, take
from zhibao.web.records.account import TRIES
from zhibao.web.records.append_only import WrittenOnceError
from zhibao.web.records.approval import Step, last_of, signature_of
from zhibao.web.records.models import Revision, TrailEntry
from zhibao.web.records.revision import WHOLE_AFTER, Change, content_of, contents_of
from zhibao.web.records.state import State
from zhibao.web.records.trail import faults


def cell(people: People, field: str = "graduates") -> str:
    line = content_of(people.register()).line("form")
    assert line is not None
    return line.text("cells", field)


def write(people: People, now: str, was: str | None = None, who: str = "clerk") -> object:
    change = Change("form", "graduates", cell(people) if was is None else was, now)
    return save_cells(people[who], people.register(), [change])


def all_submitted(people: People) -> None:
    submit_together(people["clerk"], list(people.school.submissions.all()))


def test_a_saved_cell_is_a_new_revision_and_the_old_one_stays(people: People) -> None:
    before, was = content_of(people.register()), cell(people)
    write(people, "1000")
    assert cell(people) == "1000"
    earlier = content_of(people.register(), before.number).line("form")
    assert earlier is not None
    assert earlier.text("cells", "graduates") == was


def test_a_cell_that_somebody_else_changed_is_left_alone_and_both_texts_are_told(people: People) -> None:
    was = cell(people)
    write(people, "1000")
    saved = save_cells(people["section"], people.register(), [Change("form", "graduates", was, "2000")])
    (conflict,) = saved.conflicts
    assert (conflict.theirs, conflict.change.now, conflict.by) == ("1000", "2000", "示例clerk")
    assert cell(people) == "1000"


def test_what_is_typed_into_a_row_that_somebody_took_out_is_not_said_to_be_kept(people: People) -> None:
    added = [Change("n1", what="add"), Change("n1", "graduates", "", "1")]
    assert save_cells(people["clerk"], people.register(), added).conflicts == ()
    save_cells(people["section"], people.register(), [Change("n1", what="drop")])
    (conflict,) = save_cells(people["clerk"], people.register(), [Change("n1", "graduates", "1", "2")]).conflicts
    assert (conflict.is_gone, conflict.by, conflict.change.now) == (True, "示例section", "2")
    again = [Change("n1", what="add"), Change("n1", "graduates", "", "2")]
    assert save_cells(people["clerk"], people.register(), again).conflicts == ()


def test_a_row_too_many_is_refused_and_not_passed_over(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhibao.web.actions.save_cells.MOST_LINES", 1)
    added = [Change("n1", what="add"), Change("n1", "graduates", "", "1"), Change("n2", what="add")]
    with pytest.raises(RefusedError, match="最多 1 行"):
        save_cells(people["clerk"], people.register(), added)


def test_a_register_is_not_handed_in_over_a_cell_that_somebody_else_changed(people: People) -> None:
    client, submission = people.client("clerk"), people.register()
    address = reverse("grid", args=[people.campaign.slug, people.school.code, REGISTER])
    seen = content_of(submission).number
    write(people, "1000", who="section")
    answer = client.post(address, {"do": "submit", "seen": seen, "cells.form.graduates": "1001"})
    assert answer.status_code == 409
    assert "您填的是“1001”" in answer.content.decode()
    assert people.register().standing.is_open


def test_who_was_shown_the_difference_may_decide_for_the_own_text(people: People) -> None:
    write(people, "1000")
    save_cells(people["section"], people.register(), [Change("form", "graduates", "1000", "2000")])
    assert cell(people) == "2000"


def test_other_cells_of_the_same_saving_are_kept(people: People) -> None:
    was = cell(people)
    write(people, "1000")
    changes = [Change("form", "graduates", was, "2000"), Change("form", "certified", cell(people, "certified"), "3")]
    assert len(save_cells(people["clerk"], people.register(), changes).conflicts) == 1
    assert cell(people, "certified") == "3"


def test_many_savings_read_as_one_and_the_whole_is_written_down_every_so_often(people: People) -> None:
    for number in range(WHOLE_AFTER + 5):
        write(people, str(1000 + number))
    submission = people.register()
    assert content_of(submission).savings <= WHOLE_AFTER
    assert cell(people) == str(1000 + WHOLE_AFTER + 4)
    assert contents_of([submission])[submission.pk] == content_of(submission)
    assert Revision.objects.filter(submission=submission).last() == Revision.objects.get(
        submission=submission, digest=content_of(submission).digest
    )


def test_a_register_with_an_error_is_not_handed_in(people: People) -> None:
    write(people, "99999")
    with pytest.raises(RefusedError, match="处错误"):
        submit(people["clerk"], people.register())
    assert people.register().standing is State.FILLING


def test_a_cell_that_cannot_be_read_is_found_where_it_stands(people: People) -> None:
    write(people, "很多")
    lines = {one.register: content_of(one).lines for one in people.school.submissions.all()}
    found = [one for one in remarks(people.school, lines) if one.is_error and one.register == REGISTER]
    assert ("form", "graduates") in {(one.line, one.field) for one in found}


def test_a_submitted_register_is_locked_until_it_is_returned(people: People) -> None:
    submit(people["clerk"], people.register())
    with pytest.raises(RefusedError, match="待县审"):
        write(people, "1")
    return_to(people["county"], people.register(), "请核对")
    assert people.register().returned_to == people["clerk"]
    write(people, "1000")
    assert cell(people) == "1000"


def test_nothing_is_returned_without_a_word(people: People) -> None:
    submit(people["clerk"], people.register())
    with pytest.raises(RefusedError, match="意见"):
        return_to(people["county"], people.register(), "  ")


def test_the_county_approves_only_what_the_headmaster_signed(people: People) -> None:
    all_submitted(people)
    seen = content_of(people.register()).digest
    with pytest.raises(RefusedError, match="还没有签署"):
        county_approve(people["county"], people.register(), seen)
    stand_for(people["head"], people.school, school_digest(people.school))
    county_approve(people["county"], people.register(), seen)
    assert people.register().standing is State.COUNTY_APPROVED


def test_nobody_approves_another_content_than_the_one_that_was_seen(people: People) -> None:
    all_submitted(people)
    stand_for(people["head"], people.school, school_digest(people.school))
    with pytest.raises(RefusedError, match="又有改动"):
        county_approve(people["county"], people.register(), "0" * 64)


def test_the_second_person_is_another_one(people: People) -> None:
    all_submitted(people)
    stand_for(people["head"], people.school, school_digest(people.school))
    seen = content_of(people.register()).digest
    county_approve(people["county"], people.register(), seen)
    with pytest.raises(RefusedError, match="另一个人"):
        city_approve(people["county"], people.register(), seen)
    with pytest.raises(RefusedError, match="另一个人"):
        city_approve(people["clerk"], people.register(), seen)
    city_approve(people["approver"], people.register(), seen)
    assert people.register().standing is State.CITY_APPROVED


def test_a_change_after_the_signature_and_the_approval_voids_both(people: People) -> None:
    all_submitted(people)
    stand_for(people["head"], people.school, school_digest(people.school))
    county_approve(people["county"], people.register(), content_of(people.register()).digest)
    return_to(people["approver"], people.register(), "请核对")
    write(people, str(int(cell(people)) + 1))
    approved = last_of(people.register(), Step.COUNTY)
    assert approved is not None
    assert approved.digest != content_of(people.register()).digest
    assert signature_of(people.school, school_digest(people.school)) is None
    assert TrailEntry.objects.filter(action="批准作废").count() == 1


def test_signing_asks_for_the_password_again(people: People) -> None:
    all_submitted(people)
    people["head"].set_password(PASSWORD)
    people["head"].save()
    seen = school_digest(people.school)
    with pytest.raises(RefusedError, match="不对"):
        sign(people["head"], people.school, seen, "不是它")
    assert sign(people["head"], people.school, seen, PASSWORD).digest == seen


def test_nothing_is_signed_while_a_register_is_open(people: People) -> None:
    with pytest.raises(RefusedError, match="没有提交"):
        stand_for(people["head"], people.school, school_digest(people.school))


def test_too_many_wrong_passwords_shut_the_account_for_the_right_one_too(people: People) -> None:
    people["clerk"].set_password(PASSWORD)
    people["clerk"].save()
    for _ in range(TRIES):
        with pytest.raises(RefusedError):
            judged("clerk", "不是它")
    with pytest.raises(RefusedError, match="锁"):
        judged("clerk", PASSWORD)


def test_an_unknown_login_is_told_no_more_than_a_wrong_password(people: People) -> None:
    people["clerk"].set_password(PASSWORD)
    people["clerk"].save()
    with pytest.raises(RefusedError, match=r"^账号或密码不对。") as unknown:
        judged("nobody", PASSWORD)
    with pytest.raises(RefusedError) as wrong:
        judged("clerk", "不是它")
    assert str(unknown.value) == str(wrong.value)


def test_a_workbook_that_was_downloaded_says_the_same_when_it_comes_back(people: People) -> None:
    before = {one.register: content_of(one) for one in people.school.submissions.all()}
    taken = take(people.school, "表.xlsx", prefilled(people.school, {name: one.lines for name, one in before.items()}))
    assert taken.texts is not None
    assert take_workbook(people["clerk"], people.school, "表.xlsx", taken.texts).changed == ()


def test_a_workbook_does_not_touch_what_is_submitted(people: People) -> None:
    write(people, "1000")
    lines = {one.register: content_of(one).lines for one in people.school.submissions.all()}
    book = take(people.school, "表.xlsx", prefilled(people.school, lines))
    write(people, "1001")
    people.all_stand(State.SUBMITTED)
    assert book.texts is not None
    with pytest.raises(RefusedError, match="毕业与就业"):
        take_workbook(people["clerk"], people.school, "表.xlsx", book.texts)


def test_a_file_that_is_no_workbook_says_why_and_changes_nothing(people: People) -> None:
    taken = take(people.school, "表.xlsx", b"no workbook")
    assert taken.texts is None
    assert taken.findings


def test_what_is_frozen_through_the_site_is_what_the_workbook_froze(people: People) -> None:
    base = ground(people.campaign.path)
    before = base.store.current_of(people.school.code, people.campaign.year)
    lines = {one.register: content_of(one).lines for one in people.school.submissions.all()}
    assert before is not None
    assert freeze(people.school, lines) == before.id


def test_revisions_and_trail_are_written_once(people: People) -> None:
    write(people, "1000")
    last = Revision.objects.filter(submission=people.register()).last()
    assert last is not None
    for attempt in (last.save, last.delete, Revision.objects.all().delete, TrailEntry.objects.all().delete):
        with pytest.raises(WrittenOnceError):
            attempt()
    assert list(faults()) == []
