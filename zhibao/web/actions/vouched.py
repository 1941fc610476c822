"""统一认证的登录: whose identity a provider vouched for comes in; it is an administrator who bound it, nobody else."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import came_in
from zhibao.web.records.account import Account
from zhibao.web.records.trail import leave

_MOST = 200


def vouched_for(identity: str) -> Account:
    """Return the account to which an identity is bound. Raises: RefusedError, for one that is bound to none."""
    account = Account.objects.filter(identity=identity, is_active=True).first()
    if account is None:
        with transaction.atomic():
            leave(None, "登录失败", detail={"identity": identity[:_MOST]})
        raise RefusedError(
            gettext("认证方认得您，但这个身份没有绑到平台的账号上。请把标识“{identity}”告诉本单位管理员。").format(
                identity=identity[:_MOST]
            )
        )
    came_in(account, "统一认证")
    return account


@transaction.atomic
def vouched_again(person: Account | None, expected: str, identity: str) -> None:
    """Write down that somebody who is in has proved anew who it is. Raises: RefusedError, when it is another person."""
    if person is None or person.login != expected or person.identity != identity:
        raise RefusedError(gettext("认证方认得的是另一个人。请用现在这个账号的身份再核一次。"))
    leave(person, "再核本人", detail={"second_step": "统一认证"})


@transaction.atomic
def not_vouched(why: str) -> None:
    """Write down that a provider's answer was not good."""
    leave(None, "登录失败", detail={"provider": why})
