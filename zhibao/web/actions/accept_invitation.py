"""接受邀请: whoever has the link sets the own password; the link is good for nothing after it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from zhibao.web.actions.end_sittings import end_sittings
from zhibao.web.actions.new_password import give_password
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.invitation import Invitation, of_token
from zhibao.web.records.trail import leave

_NONE = gettext_lazy("链接不对。请照原样打开管理员给的链接，或请管理员重发。")


def invited(token: str) -> Account:
    """Return whom a link is for. Raises: RefusedError, saying why it is good for nothing."""
    return _good(token).account


@transaction.atomic
def accept_invitation(token: str, password: str, again: str) -> Account:
    """Set the password of whoever was invited and return the account.

    Raises: RefusedError, when the link is no longer good or the password is not.
    """
    # The account is locked first, as by whoever revokes a link; then it is seen whether the link is still good.
    account = Account.objects.select_for_update().get(pk=_good(token).account_id)
    invitation = _good(token)
    give_password(account, password, again)
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    end_sittings(account)
    leave(account, "接受邀请")
    return account


def _good(token: str) -> Invitation:
    invitation = of_token(token)
    if invitation is None:
        raise RefusedError(_NONE)
    if invitation.used_at is not None:
        raise RefusedError(gettext("这个链接已经用过，密码设好了。请直接登录；忘了密码，请管理员重发链接。"))
    if invitation.revoked_at is not None:
        raise RefusedError(gettext("这个链接已经撤销，或者换了新的。请用最新的一个，或请管理员重发。"))
    if not invitation.is_good(timezone.now()):
        raise RefusedError(gettext("这个链接过期了。请管理员重发。"))
    if not invitation.account.is_active:
        raise RefusedError(gettext("这个账号停用了。请问本单位管理员。"))
    return invitation
