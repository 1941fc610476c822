"""定目标: what is to be reached with an indicator in a year; said anew, never changed."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.improvement_held import may_act
from zhibao.web.actions.numbers import number_typed
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.diagnosing import measured
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement_stage import Side
from zhibao.web.records.school import School
from zhibao.web.records.target import EVERY_SCHOOL, Direction, Target
from zhibao.web.records.trail import leave

_YEARS = 10


@transaction.atomic
def set_target(
    account: Account,
    campaign: Campaign,
    school: School | None,
    indicator: str,
    year: str,
    direction: str,
    number: str,
    why: str,
    *,
    for_schools: bool = False,
) -> Target:
    """Write down a target and return it; without a number the one before is taken back.

    `for_schools`: the city asks it of every school. Raises: RefusedError, when something in it is not as it must be.
    """
    if not may_act(account, campaign, school, Side.OWN):
        raise RefusedError(gettext("这里的目标不归您定。"))
    known = measured(campaign.path)
    if indicator not in known:
        raise RefusedError(gettext("请从列出的指标里选一个。"))
    if not (year.isdecimal() and 0 <= int(year) - campaign.year <= _YEARS):
        raise RefusedError(
            gettext("年度写 {year} 到 {last} 之间的一年。").format(year=campaign.year, last=campaign.year + _YEARS)
        )
    if direction not in Direction.values:
        raise RefusedError(gettext("请选“不低于”或“不高于”。"))
    if len(why.strip()) > 200:
        raise RefusedError(gettext("依据不超过 200 个字。"))
    place = school.code if school else EVERY_SCHOOL if for_schools else campaign.city
    target = Target(
        city=campaign.city,
        place=place,
        indicator=indicator,
        year=int(year),
        direction=direction,
        number=number_typed(number, gettext("目标值")) if number.strip() else "",
        why=why.strip(),
        by=account,
    )
    target.save()
    where = school.name if school else "各校" if for_schools else campaign.place
    leave(account, "定目标", f"{where} {known[indicator].label}", {"target": str(target)})
    return target
