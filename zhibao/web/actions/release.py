"""发布: a city's approver, whose password is asked for once more, signs what another person put up."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from zhibao.web.actions.prepare_release import folder_of, unsealed, waiting, year_of
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import asked_again
from zhibao.web.bridge.releasing import damaged, rests_on
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.release import Candidate, Release
from zhibao.web.records.sent_back import SentBack
from zhibao.web.records.trail import leave


def release(
    account: Account, campaign: Campaign, seen: str, password: str, public_at: datetime | None = None
) -> Release:
    """Release what the person looked at, `seen` being its checksum, at once or at a time to come.

    Raises: RefusedError, with a wrong password, other data or files by now, or the person's own candidate.
    """
    asked_again(account, password)
    return stand_for(account, campaign, seen, public_at)


@transaction.atomic
def stand_for(account: Account, campaign: Campaign, seen: str, public_at: datetime | None = None) -> Release:
    """Release for somebody whose password was asked for; raises RefusedError as above."""
    candidate = _put_up(campaign, seen)
    if candidate.by_id == account.pk:
        raise RefusedError(gettext("这一版是您自己提请的，要由另一个人来签发。"))
    if unsealed(campaign) or rests_on(campaign.path) != candidate.rests_on:
        raise RefusedError(gettext("提请之后封存的数据或文字又有改动，没有发布。请重新提请。"))
    if wrong := damaged(folder_of(candidate)):
        raise RefusedError(
            ngettext(
                "待发布的文件与提请时不同（{name} 等 {count} 个），没有发布。请重新提请。",
                "待发布的文件与提请时不同（{name} 等 {count} 个），没有发布。请重新提请。",
                len(wrong),
            ).format(name=wrong[0], count=len(wrong))
        )
    now = timezone.now()
    city, year = year_of(candidate)
    number = Release.objects.filter(city=city, year=year).count() + 1
    signed = Release(
        candidate=candidate, city=city, year=year, number=number, by=account, public_at=max(public_at or now, now)
    )
    signed.save()
    leave(account, "发布", str(signed), {"digest": candidate.digest, "sealed": candidate.sealed, "base": signed.base})
    return signed


@transaction.atomic
def send_back(account: Account, campaign: Campaign, seen: str, reason: str) -> SentBack:
    """Leave unsigned what was put up and say why; the editor finds the reason where it is put up again.

    Raises: RefusedError, without a reason, or when nothing, or another version, waits for a signature by now.
    """
    candidate = _put_up(campaign, seen)
    if not reason.strip():
        raise RefusedError(gettext("请写明退回的理由：哪一页、哪里要改。"))
    back = SentBack(candidate=candidate, by=account, reason=reason.strip()[:500])
    back.save()
    leave(account, "退回提请", str(candidate), {"digest": candidate.digest, "reason": back.reason})
    return back


def _put_up(campaign: Campaign, seen: str) -> Candidate:
    """Return what waits for a signature, nobody else deciding on it meanwhile. Raises: RefusedError."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    candidate = waiting(campaign)
    if candidate is None:
        raise RefusedError(gettext("没有等着发布的报告。请编辑先提请。"))
    if candidate.digest != seen:
        raise RefusedError(gettext("您看过之后又提请了新的一版，没有做这一步。请看过新的一版再定。"))
    return candidate
