"""年报登记的改动: an address is listed, taken off, or asked whether it opens, when somebody presses the button."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.link_answer import answer_of, is_web_address
from zhibao.web.actions.prepare_release import folder_of
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.releasing import damaged
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Job, append
from zhibao.web.records.listed_report import LinkCheck, ListedReport
from zhibao.web.records.release import public_releases
from zhibao.web.records.trail import leave

MOST = 500
KIND = "check_links"
_AT_ONCE = 8
_Seen = tuple[str, bool, str]


@transaction.atomic
def list_report(account: Account, campaign: Campaign, title: str, url: str, published_on: str, remark: str) -> None:
    """List a report that was published elsewhere. Raises: RefusedError, when something in it is not as it must be."""
    title, url, published_on, remark = (one.strip() for one in (title, url, published_on, remark))
    if not title or len(title) > 120 or len(remark) > 120:
        raise RefusedError(gettext("学校或单位要写，连同备注各不超过 120 个字。"))
    if not is_web_address(url):
        raise RefusedError(
            gettext("“{url}”不是网址，应以 http:// 或 https:// 开头，不带账号和端口以外的东西。").format(url=url[:80])
        )
    if published_on and not _is_day(published_on):
        raise RefusedError(
            gettext("发布时间写的是“{text}”，应为 2021-11-30 这样的日期。").format(text=published_on[:20])
        )
    if ListedReport.objects.filter(campaign=campaign, url=url).exists():
        raise RefusedError(gettext("这个网址已经登记过。"))
    if ListedReport.objects.filter(campaign=campaign).count() >= MOST:
        raise RefusedError(gettext("一年最多登记 {most} 份。").format(most=MOST))
    one = ListedReport(campaign=campaign, title=title, url=url, published_on=published_on, remark=remark, by=account)
    one.save()
    leave(account, "登记年报", str(one))


@transaction.atomic
def take_off(account: Account, campaign: Campaign, key: str) -> None:
    """Take a report off the list. Raises: RefusedError, when it is not there."""
    one = ListedReport.objects.filter(campaign=campaign, pk=int(key) if key.isdecimal() else 0).first()
    if one is None:
        raise RefusedError(gettext("这份年报已经不在登记里。"))
    leave(account, "撤下年报", str(one))
    one.delete()


@transaction.atomic
def ask_for_check(account: Account, campaign: Campaign) -> Job:
    """Ask for the links to be looked at and return the job; one that runs already is returned instead of a second."""
    last = last_check(campaign)
    if last is not None and not last.is_over:
        return last
    number = Job.objects.filter(kind=KIND, key__startswith=_key(campaign)).count() + 1
    leave(account, "请求检查链接", str(campaign))
    return append(KIND, f"{_key(campaign)}{number}", {"campaign": campaign.pk, "account": account.pk})


def last_check(campaign: Campaign) -> Job | None:
    """Return the last job that looked at the links of a campaign; None when there was none."""
    return Job.objects.filter(kind=KIND, key__startswith=_key(campaign)).order_by("pk").last()


def check_links(account: Account, campaign: Campaign) -> int:
    """Look whether our own releases are whole on disk and the listed addresses open; return how many were looked at.

    Our own are always looked at; others only where the administrator lets the server ask other servers.
    """
    own = public_releases().filter(candidate__campaign=campaign)
    found: list[_Seen] = [(one.base, *_own(folder_of(one.candidate))) for one in own]
    if settings.LINKS_MAY_BE_CHECKED:
        found += _answers(ListedReport.objects.filter(campaign=campaign).values_list("url", flat=True))
    with transaction.atomic():
        for url, is_open, said in found:
            LinkCheck(campaign=campaign, url=url, by=account, is_open=is_open, said=said[:200]).save()
        leave(account, "检查链接", str(campaign), {"looked": len(found), "closed": sum(not one[1] for one in found)})
    return len(found)


def _key(campaign: Campaign) -> str:
    return f"links {campaign.slug} "


def _answers(urls: Iterable[str]) -> Iterator[_Seen]:
    """Yield what each address answered; a few are asked at once, so that slow ones do not add up."""
    asked = list(urls)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for url, (is_open, said) in zip(asked, threads.map(answer_of, asked), strict=True):
            yield url, is_open, said


def _own(folder: Path) -> tuple[bool, str]:
    wrong = damaged(folder)
    return not wrong, "文件齐全，指纹相符" if not wrong else f"{len(wrong)} 个文件缺失或被改：{wrong[0]}"


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
