"""延期: an officer gives a school longer, with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.extension import Extension, deadline_of
from zhibao.web.records.school import School
from zhibao.web.records.trail import leave


@transaction.atomic
def extend(account: Account, school: School, until: datetime | None, reason: str) -> Extension:
    """Give a school until a time. Raises: RefusedError, without a reason or with a time that gives it nothing."""
    before = deadline_of(school)
    if until is None:
        raise RefusedError(gettext("请写明延到哪一天几点。"))
    if until <= timezone.now():
        raise RefusedError(gettext("延到的时间已经过了，请填以后的时间。"))
    if until <= school.campaign.deadline:
        raise RefusedError(gettext("延到的时间不晚于全市的截止时间，等于没有延。"))
    if not reason.strip():
        raise RefusedError(gettext("延期要写明原因，学校和市级都看得到。"))
    extension = Extension(school=school, until=until, reason=reason.strip()[:300], by=account)
    extension.save()
    told = {"from": before.isoformat(timespec="minutes"), "until": until.isoformat(timespec="minutes")}
    leave(account, "延期", str(school), {**told, "reason": extension.reason})
    return extension
