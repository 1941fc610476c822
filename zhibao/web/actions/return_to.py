"""退回: a register goes back to whoever handed it in, with what is to be looked at."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.held import contents, held
from zhibao.web.actions.office_time import office_in_time
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.role import Need, Role
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave


@transaction.atomic
def return_to(account: Account, submission: Submission, reason: str, login: str = "") -> None:
    """Return a register to a person, whoever handed it in when nobody is named.

    Raises: RefusedError, without a reason, to somebody who does not fill it in, when it is not this person's turn, or
    too late.
    """
    states = _returnable(account)
    submission = held(submission, states)
    office_in_time(account, submission)
    if not reason.strip():
        raise RefusedError(gettext("退回要写明意见：哪一格、为什么、改成什么样。"))
    submission.state = State.RETURNED
    submission.returned_to, submission.return_reason = _named(submission, login), reason.strip()[:500]
    content = contents([submission])[submission.register]
    submission.returned_at = content.number
    submission.save()
    to = submission.returned_to.login if submission.returned_to else ""
    detail = {"to": to, "reason": submission.return_reason, "digest": content.digest}
    leave(account, "退回", str(submission), detail)


def fillers(submission: Submission) -> list[Account]:
    """Return the clerks who fill a register in, whoever handed it in first."""
    school = submission.school
    clerks = Account.objects.filter(role=Role.CLERK, city=school.campaign.city, place=school.code, is_active=True)
    found = [one for one in clerks if one.may(Need.FILL, school.campaign, school, submission.register)]
    return sorted(found, key=lambda one: (one.pk != submission.submitted_by_id, one.name))


def _named(submission: Submission, login: str) -> Account | None:
    if not login:
        return submission.submitted_by
    found = next((one for one in fillers(submission) if one.login == login), None)
    if found is None:
        raise RefusedError(gettext("退回的人要是本校填这张表的填报员，请重选。"))
    return found


def _returnable(account: Account) -> tuple[State, ...]:
    """Return the states from which a role may return: the county what waits for it, the city all but what is sealed."""
    if account.role == Role.COUNTY:
        return (State.SUBMITTED,)
    return (State.SUBMITTED, State.COUNTY_APPROVED, State.CITY_APPROVED)
