"""填报的时间: whether a register may be written and handed in now, and when not, why, in Chinese."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.correction import opened
from zhibao.web.records.extension import deadline_of
from zhibao.web.records.office_extension import CITY, office_deadline
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


class ClosedError(RefusedError):
    """It is not the time for it; what was typed is still with whoever typed it."""


def why_closed(submission: Submission, now: datetime | None = None) -> str:
    """Return why a register may not be written and handed in now; '' when it may, as far as the time goes.

    What an officer returned stays open beyond the deadline, until the offices themselves must be done.
    """
    now, campaign = now or timezone.now(), submission.campaign
    correction = opened(submission)
    if correction is not None and correction.is_running(now):
        return ""
    if correction is not None and correction.until is not None:
        return gettext("更正的 24 小时已到（{day}），这张表又关上了。还要改，请再申请更正。").format(
            day=_day(correction.until)
        )
    if not campaign.has_begun(now):
        return gettext("还没有到开始填报的时间：{day}开始。现在可以看表，不能填。").format(day=_day(campaign.begins_at))
    deadline = deadline_of(submission.school)
    if now <= deadline:
        return ""
    times = (office_deadline(campaign, submission.school.county), office_deadline(campaign, CITY))
    offices = [one for one in times if one is not None]
    if submission.standing is State.RETURNED and (not offices or now <= max(offices)):
        return ""
    return gettext(
        "采集已截止（{day}），现在只能看，不能改也不能提交。确有错误，请申请更正，由县级批准后打开。"
    ).format(day=_day(deadline))


def in_time(submission: Submission) -> None:
    """Raise ClosedError, when it is not the time to write or hand in a register."""
    if why := why_closed(submission):
        raise ClosedError(why)


def _day(at: datetime | None) -> str:
    assert at is not None
    return date_format(timezone.localtime(at), pgettext("date format", "n 月 j 日 H:i"))
