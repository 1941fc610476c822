"""登录: a password or a code is judged, wrong ones are counted, and too many shut the account for a while."""

import re

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in_source import NOWHERE, Source
from zhibao.web.records.account import LOCKED, TRIES, Account
from zhibao.web.records.allowance import fingerprint_of
from zhibao.web.records.recovery_code import RecoveryCode, code_digest
from zhibao.web.records.second_factor import DIGITS, SecondFactor, factor_of, is_required
from zhibao.web.records.trail import leave

_MINUTES = int(LOCKED.total_seconds()) // 60
_CODE = re.compile(rf"\d{{{DIGITS}}}")


def judged(login: str, password: str, source: Source = NOWHERE) -> Account:
    """Return the account of a login and its password; it has come in, unless a second step is left.

    Raises: RefusedError, without saying which of them is wrong; or when too many have failed at the source.
    """
    login = login.strip()
    source.judged(Account.objects.filter(login=login).values_list("pk", flat=True).first())
    return _said(_judge(login, password, source=source))


def asked_again(account: Account, password: str) -> None:
    """Judge the password of somebody who is in already and is about to stand for something. Raises: RefusedError."""
    _said(_judge(account.login, password, action="再核本人"))


def has_second_step(account: Account) -> bool:
    """Say whether a password alone does not let the account in."""
    return is_required(account) or factor_of(account) is not None


def second_step(account: Account, code: str, action: str = "登录", source: Source = NOWHERE) -> None:
    """Judge a code of somebody whose password was right, or one of the recovery codes. Raises: RefusedError."""
    _said(_judge_code(account, code, action, source))


@transaction.atomic
def came_in(account: Account, way: str) -> None:
    """Write down that somebody came in by another way than a password alone."""
    _right(Account.objects.select_for_update().get(pk=account.pk), "登录", second_step=way)


def unknown_login(login: str) -> str:
    """Return what the trail keeps of a login that nobody has: people type their password there.

    A short keyed fingerprint: the same one again is seen to be the same, and nobody reads it back.
    """
    return f"没有的账号 {fingerprint_of('login', login)[:8]}"


def _shut() -> str:
    said = gettext("密码或动态码错得太多，账号锁了 {minutes} 分钟。请稍后再试，或找本单位管理员解锁。")
    return said.format(minutes=_MINUTES)


def _not_in() -> str:
    said = gettext("账号或密码不对。连错 {tries} 次，账号锁 {minutes} 分钟。")
    return said.format(tries=TRIES, minutes=_MINUTES)


def _said(outcome: Account | str) -> Account:
    if isinstance(outcome, str):
        raise RefusedError(outcome)
    return outcome


@transaction.atomic
def _judge(login: str, password: str, action: str = "登录", source: Source = NOWHERE) -> Account | str:
    """Return the account or why not; the count of failures stays, whatever the caller makes of it."""
    account = Account.objects.select_for_update().filter(login=login, is_active=True).first()
    if account is None:
        make_password(password)  # takes as long as a real one, so that nobody learns which accounts there are
        source.failed()
        leave(None, f"{action}失败", unknown_login(login))
        return _not_in()
    if account.is_locked(timezone.now()):
        return _shut()
    if not account.check_password(password):
        source.failed()
        why = _wrong(account, f"{action}失败", gettext("账号或密码不对"))
        # How many tries are left would tell a stranger that there is such an account.
        return _not_in() if action == "登录" and account.failures else why
    if action != "登录":
        return _right(account, action)
    # Whose code is still to come keeps the failures: a known password must not clear what wrong codes have cost.
    return account if has_second_step(account) else _right(account, action)


@transaction.atomic
def _judge_code(account: Account, code: str, action: str, source: Source) -> Account | str:
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.is_locked(timezone.now()):
        return _shut()
    typed = re.sub(r"[\s-]", "", code)
    way = _by_telephone(account, typed) if _CODE.fullmatch(typed) else _by_recovery(account, typed)
    if not way or not account.is_active:
        source.failed()
        return _wrong(account, f"{action}失败", gettext("动态码不对，或者已经用过"))
    return _right(account, action, second_step=way)


def _by_telephone(account: Account, code: str) -> str:
    factor = factor_of(account)
    step = factor.step_of(code, timezone.now()) if factor else None
    if factor is None or step is None:
        return ""
    # Asked of the database, so that of two who send the same code at once only one comes in.
    taken = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step)
    return "动态码" if taken else ""


def _by_recovery(account: Account, code: str) -> str:
    found = RecoveryCode.objects.filter(account=account, digest=code_digest(account, code), used_at__isnull=True)
    return "备用码" if factor_of(account) and found.update(used_at=timezone.now()) else ""


def _right(account: Account, action: str, **how: str) -> Account:
    account.failures, account.locked_until = 0, None
    if action == "登录":
        account.last_login = timezone.now()
    account.save(update_fields=["failures", "locked_until", "last_login"])
    leave(account, action, detail=how)
    return account


def _wrong(account: Account, action: str, why: str) -> str:
    account.failures += 1
    left = TRIES - account.failures
    if left <= 0:
        account.failures, account.locked_until = 0, timezone.now() + LOCKED
    account.save(update_fields=["failures", "locked_until"])
    leave(account, action)
    if left > 0:
        return ngettext(
            "{why}。再错 {left} 次，账号锁 {minutes} 分钟。", "{why}。再错 {left} 次，账号锁 {minutes} 分钟。", left
        ).format(why=why, left=left, minutes=_MINUTES)
    leave(account, "账号锁定", detail={"minutes": _MINUTES})
    return gettext("账号锁了 {minutes} 分钟。").format(minutes=_MINUTES)
