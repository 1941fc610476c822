"""立项: a finding, or something that was seen otherwise, becomes a problem with a number."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.improvement_held import enter, may_act, written
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.diagnosing import topics
from zhibao.web.bridge.problems import OTHER_TOPIC, Found, found_by
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement, improvements_of
from zhibao.web.records.improvement_entry import Kind
from zhibao.web.records.improvement_stage import Side, Stage
from zhibao.web.records.school import School

MOST = 200


@transaction.atomic
def open_from_finding(account: Account, campaign: Campaign, school: School | None, origin: str) -> Improvement:
    """Open the problem of a finding and return it; what is written down is what the finding says now.

    Raises: RefusedError, when the finding is not there any more or its problem is open already.
    """
    campaign = _locked(account, campaign, school)
    place = school.code if school else campaign.city
    one = found_by(campaign, place, origin)
    if one is None:
        raise RefusedError(gettext("这条发现已经不在了：数据或标准有变化。请刷新页面。"))
    standing = improvements_of(campaign).filter(place=place, indicator=one.indicator).exclude(stage=Stage.CLOSED)
    if standing.exists():
        raise RefusedError(gettext("“{title}”已经立项，还没有销号。").format(title=one.named))
    topic = one.topic if one.topic in topics(campaign.path) else OTHER_TOPIC
    return _opened(account, campaign, school, _from(one, topic))


@transaction.atomic
def open_freely(
    account: Account, campaign: Campaign, school: School | None, title: str, fact: str, topic: str
) -> Improvement:
    """Open a problem that no number showed, and return it. Raises: RefusedError, when something is missing."""
    campaign = _locked(account, campaign, school)
    if topic not in topics(campaign.path):
        raise RefusedError(gettext("请选一个主题。"))
    about = {"title": written(title, gettext("问题"), 120), "fact": written(fact, gettext("事实"), 400), "topic": topic}
    return _opened(account, campaign, school, about)


def _locked(account: Account, campaign: Campaign, school: School | None) -> Campaign:
    """Return the campaign, locked, so that numbers are given once."""
    if not may_act(account, campaign, school, Side.OWN):
        raise RefusedError(gettext("这里的问题不归您立项。"))
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _from(one: Found, topic: str) -> dict[str, str]:
    return {
        "origin": one.origin,
        "indicator": one.indicator,
        "title": one.title[:120],
        "fact": one.fact[:400],
        "topic": topic,
        "opened_value": "" if one.number is None else str(one.number),
        "line": "" if one.line is None else str(one.line),
        "direction": one.direction,
    }


def _opened(account: Account, campaign: Campaign, school: School | None, about: dict[str, str]) -> Improvement:
    place = school.code if school else campaign.city
    here = Improvement.objects.filter(campaign=campaign)
    if here.filter(place=place).count() >= MOST:
        raise RefusedError(gettext("一年最多立项 {most} 个问题。").format(most=MOST))
    number = here.count() + 1
    one = Improvement(campaign=campaign, school=school, place=place, number=number, year=campaign.year, **about)
    one.opened_by = account
    one.save()
    enter(account, one, Kind.OPENED, "立项", text=one.fact, after={"问题": one.title, "主题": one.topic})
    return one
