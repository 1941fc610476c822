"""延长审核: the city gives a county, or its own office, longer to decide, with a reason that all on the board see."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.office_extension import CITY, OfficeExtension, office_deadline
from zhibao.web.records.trail import leave


@transaction.atomic
def extend_office(
    account: Account, campaign: Campaign, county: str, until: datetime | None, reason: str
) -> OfficeExtension:
    """Give an office until a time; '' is the city's own.

    Raises: RefusedError, for no office of the campaign, where no time is set, without a reason, or with a time that
    gives it nothing.
    """
    if county != CITY and not campaign.schools.filter(county=county).exists():
        raise RefusedError(gettext("没有这个县（市、区），请重选。"))
    before = office_deadline(campaign, county)
    if before is None:
        raise RefusedError(gettext("这一级没有定审核截止时间，不用延长。"))
    if until is None:
        raise RefusedError(gettext("请写明延到哪一天几点。"))
    if until <= timezone.now():
        raise RefusedError(gettext("延到的时间已经过了，请填以后的时间。"))
    if until <= before:
        raise RefusedError(gettext("延到的时间不晚于现在的截止时间，等于没有延。"))
    if not reason.strip():
        raise RefusedError(gettext("延长要写明原因，各县和省级都看得到。"))
    extension = OfficeExtension(campaign=campaign, county=county, until=until, reason=reason.strip()[:300], by=account)
    extension.save()
    told = {"from": before.isoformat(timespec="minutes"), "until": until.isoformat(timespec="minutes")}
    leave(account, "延长审核", f"{campaign} {county or '市级'}"[:200], {**told, "reason": extension.reason})
    return extension
