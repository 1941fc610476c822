"""The offices' own deadlines: what is too late, what came late by right, and who gives an office longer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.people import REGISTER, People
from tests.web.test_actions import all_submitted
from tests.web.test_the_year import DAY, at, moved
from zhibao.web.actions.city_approve import city_approve
from zhibao.web.actions.county_approve import county_approve
from zhibao.web.actions.extend_office import extend_office
from zhibao.web.actions.held import school_digest
from zhibao.web.actions.office_time import LATE
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.return_to import return_to
from zhibao.web.actions.sign import stand_for
from zhibao.web.actions.window import ClosedError, why_closed
from zhibao.web.records.models import Approval, Campaign, OfficeExtension, Submission, TrailEntry
from zhibao.web.records.revision import content_of
from zhibao.web.records.state import State


def signed(people: People) -> str:
    """Let the first school have handed in and signed, long ago; return the fingerprint of the register."""
    all_submitted(people)
    stand_for(people["head"], people.school, school_digest(people.school))
    Submission.objects.filter(school=people.school).update(submitted_at=timezone.now() - 9 * DAY)
    return content_of(people.register()).digest


def now(people: People) -> Campaign:
    """Return the campaign as it stands."""
    return Campaign.objects.get(pk=people.campaign.pk)


def offices(people: People, name: str = "offices") -> str:
    return reverse(name, kwargs={"campaign": people.campaign.slug})


def test_a_county_decides_nothing_after_its_time_until_the_city_gives_it_longer(people: People) -> None:
    seen = signed(people)
    moved(people, county_by=timezone.now() - DAY)
    with pytest.raises(ClosedError, match=r"县审已截止.*审核时间"):
        county_approve(people["county"], people.register(), seen)
    with pytest.raises(ClosedError, match="县审已截止"):
        return_to(people["county"], people.register(), "请核对")
    page = people.client("county").get(at("review", people)).content.decode()
    assert "县审已截止" in page
    until = timezone.localtime(timezone.now() + DAY).strftime("%Y-%m-%dT%H:%M")
    said = {"county": people.school.county, "until": until, "reason": "示例：审核员生病"}
    assert people.client("approver").post(offices(people, "extend_office"), said).status_code == 302
    for word in ("county", "other_county", "province"):
        assert "示例：审核员生病" in people.client(word).get(offices(people)).content.decode()
    county_approve(people["county"], people.register(), seen)
    assert people.register().standing is State.COUNTY_APPROVED
    assert TrailEntry.objects.filter(action="延长审核").count() == 1


def test_an_extension_is_for_one_office_and_says_why(people: People) -> None:
    moved(people, county_by=timezone.now() - DAY, city_by=timezone.now() + DAY)
    other, later = people["other_county"].place, timezone.now() + 2 * DAY
    for until, reason, why in (
        (later, " ", "原因"),
        (None, "示例", "哪一天"),
        (timezone.now() - 2 * DAY, "示例", "已经过了"),
    ):
        with pytest.raises(RefusedError, match=why):
            extend_office(people["approver"], now(people), other, until, reason)
    with pytest.raises(RefusedError, match="等于没有延"):
        extend_office(people["approver"], now(people), "", timezone.now() + DAY / 2, "示例")
    with pytest.raises(RefusedError, match="没有这个县"):
        extend_office(people["approver"], now(people), "别处", later, "示例")
    extend_office(people["approver"], now(people), other, later, "示例")
    signed(people)
    with pytest.raises(ClosedError):
        return_to(people["county"], people.register(), "请核对")
    return_to(people["approver"], people.register(), "请核对")


def test_without_a_time_nothing_is_late_and_nothing_is_extended(people: People) -> None:
    moved(people, county_by=None, city_by=None)
    county_approve(people["county"], people.register(), signed(people))
    with pytest.raises(RefusedError, match="没有定审核截止"):
        extend_office(people["approver"], now(people), people.school.county, timezone.now() + DAY, "示例")


def test_the_city_decides_nothing_after_its_own_time(people: People) -> None:
    county_approve(people["county"], people.register(), signed(people))
    moved(people, city_by=timezone.now() + timedelta(hours=1))
    assert people.client("approver").get(at("review", people)).status_code == 200
    moved(people, city_by=timezone.now() - DAY)
    late = Submission.objects.get(school=people.school, register=REGISTER)
    seen = content_of(late).digest
    # What the county passed on a moment ago came late; the rest of the campaign lay there in time.
    city_approve(people["approver"], late, seen)
    other = next(one for one in people.school.submissions.all() if one.register != REGISTER)
    with pytest.raises(ClosedError, match="市审已截止"):
        return_to(people["approver"], other, "请核对")


def test_what_came_late_by_right_is_decided_within_three_days(people: People) -> None:
    seen = signed(people)
    moved(people, county_by=timezone.now() - 8 * DAY)
    Submission.objects.filter(school=people.school).update(submitted_at=timezone.now() - LATE + timedelta(hours=1))
    county_approve(people["county"], people.register(), seen)
    assert Approval.objects.filter(submission=people.register()).count() == 1
    Submission.objects.filter(school=people.school).update(submitted_at=timezone.now() - LATE - timedelta(hours=1))
    other = next(one for one in people.school.submissions.all() if one.register != REGISTER)
    with pytest.raises(ClosedError):
        return_to(people["county"], other, "请核对")


def test_a_returned_register_is_open_as_long_as_an_office_that_got_longer_decides(people: People) -> None:
    signed(people)
    return_to(people["county"], people.register(), "请核对")
    moved(people, deadline=timezone.now() - 3 * DAY, county_by=timezone.now() - DAY)
    assert why_closed(people.register())
    OfficeExtension(
        campaign=people.campaign,
        county=people.school.county,
        until=timezone.now() + DAY,
        reason="示例",
        by=people["approver"],
    ).save()
    assert why_closed(people.register()) == ""
