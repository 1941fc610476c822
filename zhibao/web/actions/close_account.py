"""停用账号: and back into use; what it did stays its own."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.end_sittings import end_sittings
from zhibao.web.actions.invite import revoked
from zhibao.web.actions.keep_accounts import another_stays, locked
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.trail import leave


@transaction.atomic
def close_account(administrator: Account, account: Account) -> None:
    """Take an account out of use, with its sessions and its link. Raises: RefusedError, for the last administrator."""
    account = locked(administrator, account)
    if not account.is_active:
        raise RefusedError(gettext("账号 {login} 已经停用。").format(login=account.login))
    another_stays(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    revoked(account)
    leave(administrator, "停用账号", account.login, {"sessions_ended": end_sittings(account)})


@transaction.atomic
def reopen_account(administrator: Account, account: Account) -> None:
    """Take an account into use again, with the password it had. Raises: RefusedError, when it is in use."""
    account = locked(administrator, account)
    if account.is_active:
        raise RefusedError(gettext("账号 {login} 本来就能用。").format(login=account.login))
    account.is_active = True
    account.save(update_fields=["is_active"])
    leave(administrator, "恢复账号", account.login)
