"""申请更正: a closed register is asked for, opened for a day, and closed again by itself."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.terms.errors import ZhibaoError
from zhibao.web.actions.held import contents, held
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import write
from zhibao.web.actions.window import why_closed
from zhibao.web.records.account import Account
from zhibao.web.records.correction import LASTS, Correction, correction_of
from zhibao.web.records.revision import content_of
from zhibao.web.records.role import Role
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave

_log = logging.getLogger("zhibao.web")


@transaction.atomic
def ask(account: Account, submission: Submission, reason: str) -> Correction:
    """Ask for a register to be opened. Raises: RefusedError, without a reason, or when it need not be asked for."""
    submission = held(submission, tuple(State))
    if not reason.strip():
        raise RefusedError(gettext("请写明理由：哪一格、错在哪里、依据什么材料。"))
    if correction_of(submission) is not None:
        raise RefusedError(gettext("这张表已经申请过更正，还没有了结。"))
    if submission.standing.is_open and not why_closed(submission):
        raise RefusedError(gettext("这张表现在就能改，不用申请。"))
    if submission.standing in (State.SUBMITTED, State.COUNTY_APPROVED) and not why_closed(submission):
        raise RefusedError(gettext("还没有截止：请审核员退回，改好再交，不用申请更正。"))
    correction = Correction.objects.create(submission=submission, by=account, reason=reason.strip()[:500])
    leave(account, "申请更正", str(submission), {"reason": correction.reason})
    return correction


@transaction.atomic
def grant(account: Account, submission: Submission) -> Correction:
    """Open a register for a day. Raises: RefusedError, when nobody asks for it."""
    submission = held(submission, tuple(State))
    correction = _waiting(submission)
    now = timezone.now()
    content = contents([submission])[submission.register]
    correction.is_granted, correction.answered_by, correction.answered_at = True, account, now
    correction.until, correction.stood = now + LASTS, submission.state
    correction.revision, correction.times = content.number, submission.times
    correction.save()
    if not submission.standing.is_open:
        submission.state = State.RETURNED
        submission.returned_at = content.number
        submission.returned_to = correction.by if correction.by.role == Role.CLERK else submission.submitted_by
        submission.return_reason = f"准予更正：{correction.reason}"[:500]
        submission.save()
    told = {"until": correction.until.isoformat(timespec="minutes"), "stood": correction.stood}
    leave(account, "准予更正", str(submission), {**told, "digest": content.digest})
    return correction


@transaction.atomic
def refuse(account: Account, submission: Submission, answer: str) -> Correction:
    """Leave a register closed. Raises: RefusedError, when nobody asks for it, or without a word."""
    submission = held(submission, tuple(State))
    correction = _waiting(submission)
    if not answer.strip():
        raise RefusedError(gettext("不准更正要写明理由。"))
    correction.is_granted, correction.answered_by, correction.answered_at = False, account, timezone.now()
    correction.answer, correction.ended_at = answer.strip()[:300], timezone.now()
    correction.save()
    leave(account, "不准更正", str(submission), {"answer": correction.answer})
    return correction


def end_over(now: datetime | None = None) -> int:
    """Close what was opened for a day that is over, and return how many; whoever comes first does it.

    One whose folder cannot be read stays shut by its time and is tried again; it holds up neither others nor pages.
    """
    now = now or timezone.now()
    over = Correction.objects.filter(is_granted=True, ended_at__isnull=True, until__lte=now)
    ended = 0
    for one in over.values_list("pk", flat=True):
        try:
            ended += _end(one, now)
        except (ZhibaoError, OSError, LookupError) as error:
            _log.warning("correction %s could not be ended: %s", one, error)
    return ended


@transaction.atomic
def _end(number: int, now: datetime) -> bool:
    correction = Correction.objects.select_for_update(of=("self",)).get(pk=number)
    if correction.ended_at is not None:
        return False
    correction.ended_at = now
    correction.save(update_fields=["ended_at"])
    submission = held(correction.submission, tuple(State))
    stood = State(correction.stood)
    if submission.standing is not State.RETURNED or submission.times != correction.times or stood.is_open:
        leave(None, "更正到期", str(submission), {"state": submission.state})
        return True
    # Not handed in: what stood before holds again, with what was approved of it; what was typed stays a revision.
    before, now_there = content_of(submission, correction.revision), content_of(submission)
    if before.digest != now_there.digest:
        write(None, submission, now_there, before.lines, "correction over")
    submission.state, submission.returned_to, submission.return_reason = stood, None, ""
    submission.save()
    leave(None, "更正到期", str(submission), {"state": stood.value, "digest": before.digest})
    return True


def _waiting(submission: Submission) -> Correction:
    correction = correction_of(submission)
    if correction is None or not correction.is_waiting:
        raise RefusedError(gettext("没有等答复的更正申请，或者已经有人答复了。请刷新页面。"))
    return correction
