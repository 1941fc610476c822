"""县审通过: the county stands for exactly the content that it saw, once the headmaster has signed it."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.held import another_person, approve, contents, held, same_content, school_digest
from zhibao.web.actions.office_time import office_in_time
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.approval import Step, signature_of
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


@transaction.atomic
def county_approve(account: Account, submission: Submission, seen: str) -> None:
    """Approve a register for the county; `seen` is the fingerprint of what the person looked at.

    Raises: RefusedError, when the content is another one by now, is not signed, or is the person's own; or too late.
    """
    submission = held(submission, (State.SUBMITTED,))
    office_in_time(account, submission)
    content = contents([submission])[submission.register]
    same_content(content, seen)
    another_person(account, submission, content.digest)
    if signature_of(submission.school, school_digest(submission.school)) is None:
        raise RefusedError(
            gettext("{school}的校长还没有签署现在这一版，签署后才能批准；有问题可以先退回。").format(
                school=submission.school
            )
        )
    approve(account, submission, content, Step.COUNTY, State.COUNTY_APPROVED)
