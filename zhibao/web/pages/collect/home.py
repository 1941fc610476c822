"""任务: what waits for whoever signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhibao.web.actions.correct import end_over
from zhibao.web.actions.held import school_digest
from zhibao.web.guard import Visit, page
from zhibao.web.parts.due import Due, due_of
from zhibao.web.parts.improvement_board import Card, waiting_for
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.approval import Approval, Step, signature_of
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.delegation import Delegation
from zhibao.web.records.extension import deadline_of
from zhibao.web.records.role import Need, Role
from zhibao.web.records.school import School
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Tasks:
    """一批任务: a campaign, what waits in it, and what is there besides."""

    campaign: Campaign
    deadline: datetime
    left: timedelta
    is_extended: bool
    due: list[Due]
    delegated: list[Delegation]
    waiting: list[Submission]
    rest: list[Submission]
    problems: list[Card]
    school: School | None
    signature: Approval | None
    is_void: bool
    may_board: bool
    may_sign: bool
    may_delegate: bool


@page("", name="home", needs=Need.SIGNED_IN)
def home(visit: Visit) -> HttpResponse:
    """任务: the registers that wait for the person first, everything else after."""
    end_over()
    campaigns = Campaign.objects.order_by("slug")
    if visit.account.city != EVERYWHERE:
        campaigns = campaigns.filter(city=visit.account.city)
    tasks = [_tasks(visit.account, one) for one in campaigns]
    return render(visit.request, "pages/collect/home.html", {"tasks": tasks, "account": visit.account})


def _tasks(account: Account, campaign: Campaign) -> Tasks:
    found = Submission.objects.filter(school__campaign=campaign).select_related("school")
    if account.role in (Role.CLERK, Role.HEADMASTER):
        found = found.filter(school__code=account.place)
    mine = [one for one in found if account.may(Need.LOOK, campaign, one.school)]
    if account.role == Role.CLERK:
        mine = [one for one in mine if account.may(Need.FILL, campaign, one.school, one.register)]
    waiting = [one for one in mine if one.standing.waits_for == account.role]
    waiting.sort(key=lambda one: (one.standing is not State.RETURNED, one.school.position, one.position))
    is_of_school = account.role in (Role.CLERK, Role.HEADMASTER)
    school = mine[0].school if mine and is_of_school else None
    signature = signature_of(school, school_digest(school)) if school else None
    signed_before = school is not None and Approval.objects.filter(school=school, step=Step.SIGNED).exists()
    deadline = deadline_of(school) if school else campaign.deadline
    return Tasks(
        campaign=campaign,
        deadline=deadline,
        left=deadline - timezone.now(),
        is_extended=deadline != campaign.deadline,
        due=due_of(account, campaign),
        delegated=_delegated(account, school),
        waiting=waiting,
        rest=[one for one in mine if one not in waiting] if is_of_school else [],
        problems=waiting_for(account, campaign),
        school=school,
        signature=signature,
        is_void=signed_before and signature is None,
        may_board=account.may(Need.BOARD, campaign),
        may_sign=school is not None and account.may(Need.SIGN, campaign, school),
        may_delegate=school is not None and account.may(Need.DELEGATE, campaign, school),
    )


def _delegated(account: Account, school: School | None) -> list[Delegation]:
    """Return who of the school was given what, for a clerk to see on both sides."""
    if school is None or account.role != Role.CLERK:
        return []
    found = Delegation.objects.filter(submission__school=school, revoked_at__isnull=True)
    return list(found.select_related("submission", "to", "by").order_by("submission__position"))
