"""发布: a city's approver, whose password is asked for once more, signs what another person put up."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhibao.web.actions.prepare_release import folder_of, unsealed, year_of
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import asked_again
from zhibao.web.bridge.releasing import damaged, rests_on
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.release import Candidate, Release
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
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    candidate = Candidate.objects.filter(campaign=campaign).select_related("by", "campaign").last()
    if candidate is None or Release.objects.filter(candidate=candidate).exists():
        raise RefusedError("没有等着发布的报告。请编辑先提请。")
    if candidate.digest != seen:
        raise RefusedError("您看过之后又提请了新的一版，没有发布。请看过新的一版再签。")
    if candidate.by_id == account.pk:
        raise RefusedError("这一版是您自己提请的，要由另一个人来签发。")
    if unsealed(campaign) or rests_on(campaign.path) != candidate.rests_on:
        raise RefusedError("提请之后封存的数据或文字又有改动，没有发布。请重新提请。")
    if wrong := damaged(folder_of(candidate)):
        raise RefusedError(f"待发布的文件与提请时不同（{wrong[0]} 等 {len(wrong)} 个），没有发布。请重新提请。")
    now = timezone.now()
    city, year = year_of(candidate)
    number = Release.objects.filter(city=city, year=year).count() + 1
    signed = Release(
        candidate=candidate, city=city, year=year, number=number, by=account, public_at=max(public_at or now, now)
    )
    signed.save()
    leave(account, "发布", str(signed), {"digest": candidate.digest, "sealed": candidate.sealed, "base": signed.base})
    return signed
