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
from zhibao.web.parts.task_rows import task_rows
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.approval import Approval, signatures_of
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.delegation import Delegation
from zhibao.web.records.extension import deadline_of
from zhibao.web.records.role import Need, Role
from zhibao.web.records.school import School
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Tasks:
    """一批任务: a campaign, the rows of what waits in it, and of what is there besides, as HTML."""

    campaign: Campaign
    deadline: datetime
    left: timedelta
    is_extended: bool
    due: list[Due]
    delegated: list[Delegation]
    waiting: list[str]
    rest: list[str]
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
    shown = {"tasks": tasks, "account": visit.account, "due_known": sum(len(one.due) for one in tasks)}
    return render(visit.request, "pages/collect/home.html", shown)


def _tasks(account: Account, campaign: Campaign) -> Tasks:
    found = Submission.objects.filter(school__campaign=campaign).select_related("school")
    if account.role in (Role.CLERK, Role.HEADMASTER):
        found = found.filter(school__code=account.place)
    for one in found:
        one.school.campaign = campaign  # each row brings a school of its own, which would ask for its campaign again
    mine = [one for one in found if account.may(Need.LOOK, campaign, one.school)]
    own = mine
    if account.role == Role.CLERK:
        mine = [one for one in mine if account.may(Need.FILL, campaign, one.school, one.register)]
    waiting = [one for one in mine if one.standing.waits_for == account.role]
    waiting.sort(key=lambda one: (one.standing is not State.RETURNED, one.school.position, one.position))
    is_of_school = account.role in (Role.CLERK, Role.HEADMASTER)
    school = mine[0].school if mine and is_of_school else None
    rest = [one for one in mine if one not in waiting] if is_of_school else []
    signatures = signatures_of(school) if school else []
    stands = school_digest(school) if school and signatures else ""
    signature = next((one for one in reversed(signatures) if one.digest == stands), None)
    deadline = deadline_of(school) if school else campaign.deadline
    return Tasks(
        campaign=campaign,
        deadline=deadline,
        left=deadline - timezone.now(),
        is_extended=deadline != campaign.deadline,
        due=due_of(account, campaign, own, deadline),
        delegated=_delegated(account, school),
        waiting=task_rows(account.role, campaign, waiting, of_one=school is not None, is_mine=True),
        rest=task_rows(account.role, campaign, rest, of_one=True, is_mine=False),
        problems=waiting_for(account, campaign),
        school=school,
        signature=signature,
        is_void=bool(signatures) and signature is None,
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
