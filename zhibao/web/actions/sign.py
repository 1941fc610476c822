"""签署: the headmaster states that all registers are true, after giving the password once more."""

from django.db import transaction
from django.utils.translation import gettext, ngettext

from zhibao.web.actions.held import contents, held_all
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import asked_again
from zhibao.web.records.account import Account
from zhibao.web.records.approval import Approval, Step
from zhibao.web.records.revision import digest_of_all
from zhibao.web.records.school import School
from zhibao.web.records.state import State
from zhibao.web.records.trail import leave


def sign(account: Account, school: School, seen: str, password: str) -> Approval:
    """Sign what a school says; `seen` is the fingerprint of what the person looked at.

    Raises: RefusedError, with a wrong password, an open register, another content, or the person's own submission.
    """
    asked_again(account, password)
    return stand_for(account, school, seen)


@transaction.atomic
def stand_for(account: Account, school: School, seen: str) -> Approval:
    """Sign what a school says, of somebody whose password was asked for; raises RefusedError as above."""
    submissions = held_all(school)
    if all(one.standing is State.FROZEN for one in submissions):
        raise RefusedError(gettext("{school}的数据已经封存，不用再签。").format(school=school))
    waiting = [one.label for one in submissions if one.standing.is_open]
    if waiting:
        raise RefusedError(
            ngettext(
                "还有 {count} 张表没有提交：{names}。全部提交后才能签署。",
                "还有 {count} 张表没有提交：{names}。全部提交后才能签署。",
                len(waiting),
            ).format(count=len(waiting), names=gettext("、").join(waiting))
        )
    if any(one.submitted_by_id == account.pk for one in submissions):
        raise RefusedError(gettext("有的表是您自己提交的。签署要由另一个人来做。"))
    digest = digest_of_all({name: one.digest for name, one in contents(submissions).items()})
    if digest != seen:
        raise RefusedError(gettext("您看过之后内容又有改动，没有签署。请看过新的改动再签。"))
    approval = Approval(school=school, step=Step.SIGNED, by=account, digest=digest)
    approval.save()
    leave(account, "校长签署", str(school), {"digest": digest, "registers": len(submissions)})
    return approval
