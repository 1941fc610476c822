"""到期与待办: what is due for a person, in one list, as the bar counts it and the tasks show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from zhibao.web.parts.moments import moment, remaining
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.comment import Comment
from zhibao.web.records.correction import Correction
from zhibao.web.records.extension import deadline_of
from zhibao.web.records.reminder import Reminder
from zhibao.web.records.role import Need, Role
from zhibao.web.records.school import School
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Due:
    """一件: what it is, how pressing, and the way to it."""

    text: str
    sign: str
    kind: str
    address: str


def due_of(
    account: Account,
    campaign: Campaign,
    found: Sequence[Submission] | None = None,
    deadline: datetime | None = None,
) -> list[Due]:
    """Return what is due for a person in a campaign, the most pressing first; nothing for whoever only looks.

    `found` are the registers of a school's own person and `deadline` is the school's, where they are at hand.
    """
    if account.role in (Role.CLERK, Role.HEADMASTER):
        if found is None:
            of_school = Submission.objects.filter(school__campaign=campaign, school__code=account.place)
            found = list(of_school.select_related("school__campaign"))
        if not found:
            return []
        own = _of_clerk(account, found, deadline) if account.role == Role.CLERK else ()
        return [*own, *_talks(account, campaign)]
    if account.role in (Role.COUNTY, Role.CITY_APPROVER):
        return [*_of_officer(account, campaign), *_talks(account, campaign)]
    return _talks(account, campaign) if account.role == Role.CITY_EDITOR else []


def all_due(account: Account) -> int:
    """Return how many things are due for a person anywhere."""
    if account.role in (Role.PROVINCE, Role.ADMINISTRATOR):
        return 0
    campaigns = Campaign.objects.all()
    mine = campaigns if account.city == EVERYWHERE else campaigns.filter(city=account.city)
    return sum(len(due_of(account, one)) for one in mine)


def _of_clerk(account: Account, found: Sequence[Submission], deadline: datetime | None) -> Iterator[Due]:
    school, now = found[0].school, timezone.now()
    mine = [one for one in found if account.may(Need.FILL, school.campaign, school, one.register)]
    left = [one for one in mine if one.standing.is_open]
    reminder = Reminder.objects.filter(school=school).select_related("by").last() if left else None
    if reminder is not None:
        text = ngettext(
            "{name}（{role}）{at} 催办：还有 {count} 张没有交",
            "{name}（{role}）{at} 催办：还有 {count} 张没有交",
            len(left),
        ).format(name=reminder.by.name, role=reminder.by.role_label, at=moment(reminder.at), count=len(left))
        yield Due(text, "bell", "warn", "#waiting")
    for one in left:
        if one.standing is State.RETURNED and one.returned_to_id in (account.pk, None):
            text = gettext("{register}退回给您：{reason}").format(register=one.label, reason=one.return_reason[:60])
            yield Due(text, "back", "err", _to("grid", school, one.register))
    running = Correction.objects.filter(submission__in=mine, is_granted=True, ended_at__isnull=True, until__gt=now)
    for granted in running.select_related("submission"):
        register = granted.submission
        yield Due(
            gettext("{register}准予更正，到 {until} 自行关上").format(
                register=register.label, until=moment(granted.until)
            ),
            "open",
            "warn",
            _to("grid", school, register.register),
        )
    deadline = deadline or deadline_of(school)
    if left and now > deadline:
        yield Due(
            ngettext(
                "已过截止（{deadline}），{count} 张没有交", "已过截止（{deadline}），{count} 张没有交", len(left)
            ).format(deadline=moment(deadline), count=len(left)),
            "clock",
            "err",
            "#waiting",
        )
    elif left:
        text = ngettext(
            "{count} 张要在 {deadline} 前交，{left}", "{count} 张要在 {deadline} 前交，{left}", len(left)
        ).format(count=len(left), deadline=moment(deadline), left=remaining(deadline - now))
        yield Due(text, "clock", "warn" if (deadline - now).days < 3 else "go", "#waiting")


def _of_officer(account: Account, campaign: Campaign) -> Iterator[Due]:
    asked = Correction.objects.filter(submission__school__campaign=campaign, is_granted__isnull=True)
    for one in asked.select_related("submission__school__campaign", "by"):
        school = one.submission.school
        if account.may(Need.REVIEW, campaign, school):
            text = gettext("{school}申请更正{register}：{reason}").format(
                school=school, register=one.submission.label, reason=one.reason[:60]
            )
            yield Due(text, "open", "warn", _to("school", school))


def _talks(account: Account, campaign: Campaign) -> list[Due]:
    """Return the talks of which the other side had the last word."""
    of_school = account.role in (Role.CLERK, Role.HEADMASTER)
    said = Comment.objects.select_related("by", "submission__school__campaign")
    if of_school:
        said = said.filter(submission__school__campaign=campaign, submission__school__code=account.place)
    else:
        said = said.filter(submission__school__campaign=campaign, submission__comments__by=account).distinct()
    last: dict[tuple[int, str, str], Comment] = {}
    for one in said:
        last[one.submission_id, one.line, one.field] = one
    need = Need.FILL if account.role == Role.CLERK else Need.COMMENT
    waiting: dict[Submission, int] = {}
    for one in last.values():
        register, school = one.submission, one.submission.school
        is_theirs = (one.by.role in (Role.CLERK, Role.HEADMASTER)) != of_school
        is_open = register.standing is not State.FROZEN and account.may(need, campaign, school, register.register)
        if is_theirs and is_open:
            waiting[register] = waiting.get(register, 0) + 1
    page = "grid" if of_school or account.role == Role.CITY_EDITOR else "review"
    return [
        Due(
            _answer(count, of_school=of_school).format(school=one.school, register=one.label, count=count),
            "talk",
            "say",
            _to(page, one.school, one.register) + "#talk",
        )
        for one, count in waiting.items()
    ]


def _answer(count: int, *, of_school: bool) -> str:
    if of_school:
        return ngettext("{register}有 {count} 处批注等您回", "{register}有 {count} 处批注等您回", count)
    return ngettext("{school}{register}有 {count} 处批注等您回", "{school}{register}有 {count} 处批注等您回", count)


def _to(page: str, school: School, register: str = "") -> str:
    named = {"campaign": school.campaign.slug, "school": school.code} | ({"register": register} if register else {})
    return reverse(page, kwargs=named)
