"""市审通过: a second person stands for the content that the county approved."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.held import another_person, approve, contents, held, same_content
from zhibao.web.actions.office_time import office_in_time
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.approval import Approval, Step
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


@transaction.atomic
def city_approve(account: Account, submission: Submission, seen: str) -> None:
    """Approve a register for the city; `seen` is the fingerprint of what the person looked at.

    Raises: RefusedError, when the content is another one by now, or the person stood for it before; or too late.
    """
    submission = held(submission, (State.COUNTY_APPROVED,))
    office_in_time(account, submission)
    content = contents([submission])[submission.register]
    same_content(content, seen)
    another_person(account, submission, content.digest)
    first = Approval.objects.filter(submission=submission, step=Step.COUNTY, digest=content.digest)
    if not first.exists():
        raise RefusedError(gettext("县级批准的不是这一版，批准已作废。请退回，由学校重交。"))
    approve(account, submission, content, Step.CITY, State.CITY_APPROVED)
