"""请各市一批: the reports of all schools of all cities of a year, as one order of each city; asked again, what is left.

Cities take turns (see records/job.py): what is asked for here waits among what each city asks for itself.
"""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.ask_order import again, hold, order_reports
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.steer_order import retry, stop_order
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Standing
from zhibao.web.records.order import Order
from zhibao.web.records.province_order import ProvinceOrder
from zhibao.web.records.trail import leave


def campaigns_of(year: int) -> list[Campaign]:
    """Return the collections of a year, of each city the newest, in the order of the cities."""
    found = {one.city: one for one in Campaign.objects.filter(year=year).order_by("city", "pk")}
    return list(found.values())


@transaction.atomic
def order_cities(account: Account, year: int) -> ProvinceOrder:
    """Ask for the report of every school of every city; return the order, or the one that is still going.

    Raises: RefusedError, for a year of which no city has a collection.
    """
    campaigns = campaigns_of(year)
    if not campaigns:
        raise RefusedError(gettext("没有这一年度的采集。请刷新页面。"))
    hold(campaigns[0])
    last = ProvinceOrder.objects.filter(year=year).first()
    if last is not None and any(is_going(one) for one in parts_of(last)):
        return last
    newest = ProvinceOrder.objects.first()
    order = ProvinceOrder.objects.create(number=newest.number + 1 if newest else 1, year=year, by=account)
    _ask(account, order, campaigns)
    leave(account, "请各市一批", str(order), {"cities": [one.city for one in campaigns]})
    return order


@transaction.atomic
def again_in_cities(account: Account, order: ProvinceOrder) -> None:
    """Take up again what was stopped, failed, is missing or has changed, in every city where nothing is going on."""
    campaigns = campaigns_of(order.year)
    going = {one.campaign_id for one in parts_of(order) if is_going(one)}
    _ask(account, order, [one for one in campaigns if one.pk not in going])
    leave(account, "各市一批接着做", str(order))


def stop_in_cities(account: Account, order: ProvinceOrder) -> int:
    """Stop what was asked for here and return how many reports were left; what a city asked for itself goes on.

    Raises: RefusedError, when nothing of it is going on.
    """
    going = [one for one in parts_of(order) if is_going(one) and one.by.city == EVERYWHERE]
    if not going:
        raise RefusedError(gettext("没有可以停的：已做完，或是各市自己请的。请刷新页面。"))
    return _in_each(account, going, stop_order)


def retry_in_cities(account: Account, order: ProvinceOrder) -> int:
    """Let what failed wait for another turn and return how many. Raises: RefusedError, when nothing failed."""
    failed = [one for one in parts_of(order) if one.jobs.filter(standing=Standing.FAILED).exists()]
    if not failed:
        raise RefusedError(gettext("没有未做成的。请刷新页面。"))
    return _in_each(account, failed, retry)


def parts_of(order: ProvinceOrder) -> Sequence[Order]:
    """Return the orders of the cities, in the order of the cities."""
    return list(order.parts.select_related("campaign", "plan", "by").order_by("campaign__city"))


def is_going(part: Order) -> bool:
    """Say whether something of a city's order is still to be done."""
    is_faulty = part.plan is not None and part.plan.standing == Standing.FAILED
    return part.plan is not None and part.ended_at is None and part.stopped_at is None and not is_faulty


def _ask(account: Account, order: ProvinceOrder, campaigns: Sequence[Campaign]) -> None:
    """Ask in every city: take the order up that is part of this one already, or the one that it has going."""
    parts = {one.campaign_id: one for one in parts_of(order)}
    for campaign in campaigns:
        part = parts.get(campaign.pk)
        if part is None:
            part = order_reports(account, campaign)
            order.parts.add(part)
            if is_going(part):
                continue
        again(account, part)


@transaction.atomic
def _in_each(account: Account, parts: Sequence[Order], act: Callable[[Account, Order], int]) -> int:
    return sum(act(account, one) for one in parts)
