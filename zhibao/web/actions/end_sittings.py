"""结束会话: somebody is signed out elsewhere, at once."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from zhibao.web.records.account import Account
from zhibao.web.records.sitting import Sitting
from zhibao.web.records.trail import leave


def end_sittings(account: Account, *, but: str = "") -> int:
    """End the sessions of an account, but one of them, and return how many; the caller leaves the trail."""
    open_ones = Sitting.objects.filter(account=account, ended_at__isnull=True).exclude(key=but)
    keys = list(open_ones.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return open_ones.update(ended_at=timezone.now())


@transaction.atomic
def end_own(account: Account, number: str, here: str) -> int:
    """End one of one's own sessions, or all others with 'others', and return how many."""
    mine = Sitting.objects.filter(account=account, ended_at__isnull=True).exclude(key=here)
    chosen = mine if number == "others" else mine.filter(pk=int(number) if number.isdecimal() else 0)
    keys = list(chosen.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    ended = chosen.update(ended_at=timezone.now())
    if ended:
        leave(account, "结束会话", account.login, {"sessions": ended})
    return ended


@transaction.atomic
def end_all_of(administrator: Account, account: Account) -> int:
    """End all sessions of somebody else's account and return how many."""
    ended = end_sittings(account)
    leave(administrator, "结束会话", account.login, {"sessions": ended})
    return ended


@transaction.atomic
def sign_off(account: Account, key: str) -> None:
    """Write down that somebody has signed out."""
    Sitting.objects.filter(key=key).update(ended_at=timezone.now())
    leave(account, "退出")
