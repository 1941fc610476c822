"""委托: a register is given to another clerk of the school, and taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.delegation import Delegation
from zhibao.web.records.role import Need, Role
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave


def colleagues(account: Account, school: School) -> list[Account]:
    """Return the other clerks of the school, who can be given a register."""
    found = Account.objects.filter(role=Role.CLERK, city=school.campaign.city, place=school.code, is_active=True)
    return list(found.exclude(pk=account.pk).order_by("name", "login"))


@transaction.atomic
def delegate(account: Account, submission: Submission, login: str) -> Delegation:
    """Let somebody else of the school fill a register in. Raises: RefusedError, when there is no reason to."""
    to = next((one for one in colleagues(account, submission.school) if one.login == login), None)
    if to is None:
        raise RefusedError(gettext("请选本校的一位填报员；没有别的账号，请管理员增设。"))
    if to.may(Need.FILL, submission.campaign, submission.school, submission.register):
        raise RefusedError(
            gettext("{name}本来就能填{register}，不用委托。").format(name=to.name, register=submission.label)
        )
    delegation = Delegation.objects.create(submission=submission, to=to, by=account)
    leave(account, "委托", str(submission), {"to": to.login})
    return delegation


@transaction.atomic
def revoke(account: Account, delegation: Delegation) -> None:
    """Take a register back; what was filled in stays. Raises: RefusedError, when it was taken back before."""
    locked = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if locked.revoked_at is not None:
        raise RefusedError(gettext("这项委托已经收回了。"))
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    leave(account, "收回委托", str(locked.submission), {"to": locked.to.login})
