"""登录: a password is judged, wrong ones are counted, and too many shut the account for a while."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import LOCKED, TRIES, Account
from zhibao.web.records.trail import leave

_MINUTES = int(LOCKED.total_seconds()) // 60


def judged(login: str, password: str) -> Account:
    """Return the account of a login and its password. Raises: RefusedError, without saying which of them is wrong."""
    outcome = _judge(login.strip(), password)
    if isinstance(outcome, str):
        raise RefusedError(outcome)
    return outcome


@transaction.atomic
def _judge(login: str, password: str) -> Account | str:
    """Return the account or why not; the count of failures stays, whatever the caller makes of it."""
    account = Account.objects.select_for_update().filter(login=login, is_active=True).first()
    if account is None:
        make_password(password)  # takes as long as a real one, so that nobody learns which accounts there are
        leave(None, "登录失败", login[:60])
        return "账号或密码不对。"
    if account.is_locked(timezone.now()):
        return f"密码错得太多，账号锁了 {_MINUTES} 分钟。请稍后再试，或找本单位管理员重设密码。"
    if not account.check_password(password):
        return _wrong(account)
    account.failures, account.locked_until = 0, None
    account.last_login = timezone.now()
    account.save()
    leave(account, "登录")
    return account


def _wrong(account: Account) -> str:
    account.failures += 1
    left = TRIES - account.failures
    if left <= 0:
        account.failures, account.locked_until = 0, timezone.now() + LOCKED
    account.save()
    leave(account, "登录失败")
    return f"账号或密码不对。再错 {left} 次，账号锁 {_MINUTES} 分钟。" if left > 0 else f"账号锁了 {_MINUTES} 分钟。"
