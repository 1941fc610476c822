"""发邀请: a new link for an account, in the place of the one before; the link is told once and kept nowhere."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.keep_accounts import locked
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.invitation import Invitation, digest_of
from zhibao.web.records.trail import leave


def invite(administrator: Account | None, account: Account) -> str:
    """Make a link's token and return it; the links before it are good for nothing."""
    revoked(account)
    token, until = secrets.token_urlsafe(32), timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    Invitation.objects.create(account=account, digest=digest_of(token), by=administrator, until=until)
    leave(administrator, "发邀请", account.login, {"until": until.isoformat(timespec="minutes")})
    return token


@transaction.atomic
def invite_again(administrator: Account, account: Account) -> str:
    """Make a new link for an account and return its token. Raises: RefusedError, for one that is not in use."""
    account = locked(administrator, account)
    if not account.is_active:
        raise RefusedError(gettext("账号 {login} 停用了，没有发邀请。请先恢复。").format(login=account.login))
    return invite(administrator, account)


@transaction.atomic
def revoke_invitation(administrator: Account, account: Account) -> None:
    """Revoke the link of an account. Raises: RefusedError, when there is none."""
    account = locked(administrator, account)
    if not revoked(account):
        raise RefusedError(gettext("没有还能用的邀请。"))
    leave(administrator, "撤邀请", account.login)


def revoked(account: Account) -> int:
    """Revoke what is open and return how many."""
    open_ones = Invitation.objects.filter(account=account, used_at__isnull=True, revoked_at__isnull=True)
    return open_ones.update(revoked_at=timezone.now())
