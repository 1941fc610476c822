"""提交: the clerk hands a register in; errors keep it back, warnings go along."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from zhibao.web.actions.held import contents, held, held_all
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import OPEN
from zhibao.web.actions.window import in_time
from zhibao.web.bridge.checking import completeness, counted, remarks
from zhibao.web.bridge.forms import may_be_empty
from zhibao.web.records.account import Account
from zhibao.web.records.revision import Content
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave


def submit(account: Account, submission: Submission) -> None:
    """Hand a register in. Raises: RefusedError, when it is empty, holds errors, is not open or not in time."""
    submit_together(account, [submission])


@transaction.atomic
def submit_together(account: Account, submissions: Sequence[Submission]) -> None:
    """Hand registers of one school in, all or none; they are checked together. Raises: RefusedError, as above."""
    school = submissions[0].school
    texts = contents(held_all(school))
    held_ones = [held(one, OPEN) for one in submissions]
    for one in held_ones:
        in_time(one)
    lines = {name: one.lines for name, one in texts.items()}
    counts = counted(remarks(school, lines))
    cells = completeness(school, lines)
    for one in held_ones:
        errors, warnings = counts.get(one.register, (0, 0))
        if errors:
            raise RefusedError(
                ngettext(
                    "{label}还有 {errors} 处错误，改好才能提交。", "{label}还有 {errors} 处错误，改好才能提交。", errors
                ).format(label=one.label, errors=errors)
            )
        if one.standing is State.EMPTY and one.register not in may_be_empty(school):
            raise RefusedError(gettext("{label}还没有填。没有内容的，请在第一格写“无”再提交。").format(label=one.label))
        one.errors, one.warnings = errors, warnings
        one.filled, one.asked = cells[one.register]
        _hand_in(account, one, texts[one.register])


def _hand_in(account: Account, submission: Submission, content: Content) -> None:
    submission.state = State.SUBMITTED
    submission.submitted_by, submission.submitted_at = account, timezone.now()
    submission.times += 1
    submission.returned_to, submission.return_reason = None, ""
    submission.save()
    detail = {"revision": content.number, "digest": content.digest, "warnings": submission.warnings}
    leave(account, "提交", str(submission), detail)
