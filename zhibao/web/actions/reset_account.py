"""重设账号: a password that is lost is taken away, a lock is opened, a lost telephone is forgotten."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.end_sittings import end_sittings
from zhibao.web.actions.invite import invite
from zhibao.web.actions.keep_accounts import locked
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.second_factor import forgotten
from zhibao.web.records.account import Account
from zhibao.web.records.trail import leave


@transaction.atomic
def reset_password(administrator: Account, account: Account) -> str:
    """Take away an account's password, end its sessions, and return the token of a new link.

    Raises: RefusedError, for an account that is not in use, and for one's own.
    """
    account = locked(administrator, account)
    if not account.is_active:
        raise RefusedError(gettext("账号 {login} 停用了，没有重设。请先恢复。").format(login=account.login))
    if account.pk == administrator.pk:
        raise RefusedError(gettext("自己的密码请在“我的账号”里改。"))
    account.set_unusable_password()
    account.failures, account.locked_until = 0, None
    account.save(update_fields=["password", "failures", "locked_until"])
    leave(administrator, "重设密码", account.login, {"sessions_ended": end_sittings(account)})
    return invite(administrator, account)


@transaction.atomic
def unlock_account(administrator: Account, account: Account) -> None:
    """Open an account that wrong passwords have shut. Raises: RefusedError, when it is open."""
    account = locked(administrator, account)
    if account.locked_until is None and not account.failures:
        raise RefusedError(gettext("账号 {login} 没有锁。").format(login=account.login))
    account.failures, account.locked_until = 0, None
    account.save(update_fields=["failures", "locked_until"])
    leave(administrator, "解锁账号", account.login)


@transaction.atomic
def reset_second_factor(administrator: Account, account: Account) -> None:
    """Forget the telephone and the recovery codes of an account. Raises: RefusedError, when it has none."""
    account = locked(administrator, account)
    if not forgotten(account):
        raise RefusedError(gettext("账号 {login} 没有设动态码。").format(login=account.login))
    leave(administrator, "重设动态码", account.login, {"sessions_ended": end_sittings(account)})
