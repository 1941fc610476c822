"""审核的时间: whether an office may decide about a register now, and when not, why, in Chinese.

What came late by right, through an extension of the school's, a return, or a correction, comes after the office's own
time; it is decided within 72 hours after it came.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from zhibao.web.actions.window import ClosedError
from zhibao.web.records.account import Account
from zhibao.web.records.approval import Step, last_of
from zhibao.web.records.office_extension import CITY, office_deadline
from zhibao.web.records.role import Role
from zhibao.web.records.submission import Submission

LATE = timedelta(hours=72)


def office_of(account: Account, submission: Submission) -> str:
    """Return for which office a person decides: the school's county, or the city."""
    return submission.school.county if account.role == Role.COUNTY else CITY


def decides_until(account: Account, submission: Submission) -> datetime | None:
    """Return until when a person may approve or return a register; None where nobody has set a time."""
    office = office_of(account, submission)
    deadline, came = office_deadline(submission.campaign, office), _came(submission, office)
    if deadline is None or came is None or came <= deadline:
        return deadline
    return came + LATE


def why_late(account: Account, submission: Submission, now: datetime | None = None) -> str:
    """Return why a person may not approve or return a register any more; '' when it is not too late."""
    until = decides_until(account, submission)
    if until is None or (now or timezone.now()) <= until:
        return ""
    day = date_format(timezone.localtime(until), pgettext("date format", "n 月 j 日 H:i"))
    if office_of(account, submission) == CITY:
        return gettext(
            "市审已截止（{day}），现在不能批准，也不能退回。请市级审批在“审核时间”里延长，写明原因。"
        ).format(day=day)
    return gettext(
        "县审已截止（{day}），现在不能批准，也不能退回。请找市级审批：在“审核时间”里给本县延长，写明原因。"
    ).format(day=day)


def office_in_time(account: Account, submission: Submission) -> None:
    """Raise ClosedError, when it is too late for a person to approve or return a register."""
    if why := why_late(account, submission):
        raise ClosedError(why)


def _came(submission: Submission, office: str) -> datetime | None:
    """Return when a register came to an office: handed in by the school, to the city passed on by the county."""
    passed = last_of(submission, Step.COUNTY) if office == CITY else None
    times = [one for one in (submission.submitted_at, passed.at if passed else None) if one is not None]
    return max(times, default=None)
