"""第一步: what whoever sits at the server's own machine does: the first administrator, a new link, a year begun."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from zhibao.terms.errors import ZhibaoError
from zhibao.web.actions.account_form import LOGIN, Wanted
from zhibao.web.actions.invite import invite
from zhibao.web.actions.open_account import opened
from zhibao.web.actions.open_campaign import Windows, open_campaign
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.role import Role

FAULTS = (RefusedError, ZhibaoError)


@transaction.atomic
def create_administrator(login: str, name: str, city: str, port: int) -> str:
    """Open an administrator's account and return what is printed: its link. Raises: RefusedError."""
    if not LOGIN.fullmatch(login):
        raise RefusedError(f"账号“{login}”不能用。用 3 到 60 个字母、数字、汉字或 . _ - @，中间没有空格。")
    if Account.objects.filter(login__iexact=login).exists():
        raise RefusedError(f"账号“{login}”已经有了。要新的链接，用 zhibao account link {login}。")
    account, token = opened(None, Wanted(login, name, Role.ADMINISTRATOR, city))
    return _told(account, token, port)


@transaction.atomic
def new_link(login: str, port: int) -> str:
    """Return a new link for an account, which is unlocked by that; its password stays good until the link is used.

    Raises: RefusedError, for one that is not there or not in use.
    """
    account = Account.objects.select_for_update().filter(login=login).first()
    if account is None:
        raise RefusedError(f"没有账号“{login}”。")
    if not account.is_active:
        raise RefusedError(f"账号“{login}”停用了。请管理员先恢复。")
    account.failures, account.locked_until = 0, None
    account.save(update_fields=["failures", "locked_until"])
    return _told(account, invite(None, account), port)


def begin_year(folder: Path, times: dict[str, str], *, begun: bool) -> str:
    """Open the collection of a folder's year and return what is printed. Raises: RefusedError, ZhibaoError."""
    at = {name: _time(said) for name, said in times.items() if said}
    deadline = at.pop("deadline")
    if deadline <= timezone.now():
        raise RefusedError("学校的截止时间已经过去了。")
    campaign = open_campaign(None, folder, deadline, Windows(**at), begun=begun)
    registers = campaign.schools.all()[0].submissions.count()
    return (
        f"{campaign.place} {campaign.year} 年度的采集开始了：{campaign.schools.count()} 所学校，每校 {registers} 张表，"
        f"截止 {timezone.localtime(deadline):%Y-%m-%d %H:%M}。"
    )


def _time(said: str) -> datetime:
    try:
        found = datetime.fromisoformat(said)
    except ValueError as error:
        raise RefusedError(f"时间“{said}”看不懂。请写成 2022-01-15T18:00 这样。") from error
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _told(account: Account, token: str, port: int) -> str:
    host = settings.ALLOWED_HOSTS[0]
    is_here = host in ("127.0.0.1", "localhost")
    site = f"{'https' if settings.IS_HTTPS else 'http'}://{host}{f':{port}' if is_here else ''}"
    link = f"{site}{reverse('invitation', args=(token,))}"
    return (
        f"{account.role_label} {account.login}（{account.name}）的邀请：\n  {link}\n"
        f"网站开着的时候打开它，自己设密码；{settings.INVITATION_DAYS} 天内有效，只能用一次。"
    )
