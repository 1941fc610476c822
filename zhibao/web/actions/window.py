"""填报的时间: whether a register may be written and handed in now, and when not, why, in Chinese."""

from datetime import datetime

from django.utils import timezone

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.correction import correction_of
from zhibao.web.records.extension import deadline_of
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


class ClosedError(RefusedError):
    """It is not the time for it; what was typed is still with whoever typed it."""


def why_closed(submission: Submission, now: datetime | None = None) -> str:
    """Return why a register may not be written and handed in now; '' when it may, as far as the time goes.

    What an officer returned stays open beyond the deadline, until the offices themselves must be done.
    """
    now, campaign = now or timezone.now(), submission.campaign
    correction = correction_of(submission)
    if correction is not None and correction.is_running(now):
        return ""
    if correction is not None and correction.until is not None:
        return f"更正的 24 小时已到（{_day(correction.until)}），这张表又关上了。还要改，请再申请更正。"
    if not campaign.has_begun(now):
        return f"还没有到开始填报的时间：{_day(campaign.begins_at)}开始。现在可以看表，不能填。"
    deadline = deadline_of(submission.school)
    if now <= deadline:
        return ""
    offices = [one for one in (campaign.county_by, campaign.city_by) if one is not None]
    if submission.standing is State.RETURNED and (not offices or now <= max(offices)):
        return ""
    return f"采集已截止（{_day(deadline)}），现在只能看，不能改也不能提交。确有错误，请申请更正，由县级批准后打开。"


def in_time(submission: Submission) -> None:
    """Raise ClosedError, when it is not the time to write or hand in a register."""
    if why := why_closed(submission):
        raise ClosedError(why)


def _day(at: datetime | None) -> str:
    here = timezone.localtime(at)
    return f"{here.month} 月 {here.day} 日 {here:%H:%M}"
