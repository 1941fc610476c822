"""请一批: all schools' reports to be made, or those that were brought to be audited; asked again, only what is left."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Job, Standing, append
from zhibao.web.records.order import Order, Purpose
from zhibao.web.records.trail import leave

PLAN = "plan_order"
_LEFT = (Standing.WAITING, Standing.RUNNING)


@transaction.atomic
def order_reports(account: Account, campaign: Campaign) -> Order:
    """Ask for the report of every school and return the order, the one that is still going when there is one."""
    hold(campaign)
    last = Order.objects.filter(campaign=campaign, purpose=Purpose.COMPILE).first()
    if last is not None and last.ended_at is None and last.stopped_at is None:
        return last
    return _planned(account, _new(account, campaign, Purpose.COMPILE))


@transaction.atomic
def open_corpus(account: Account, campaign: Campaign) -> Order:
    """Return an order that reports may be brought to, the one that is open when there is one."""
    hold(campaign)
    going = Order.objects.filter(campaign=campaign, purpose=Purpose.AUDIT, plan__isnull=True, stopped_at__isnull=True)
    return going.first() or _new(account, campaign, Purpose.AUDIT)


@transaction.atomic
def begin(account: Account, order: Order) -> Order:
    """Begin with the reports that were brought. Raises: RefusedError, when there are none, or it has begun."""
    order = held(order)
    if not order.is_open:
        raise RefusedError(gettext("这一批已经开始了。"))
    if not order.items.exists():
        raise RefusedError(gettext("还没有放报告。请先放要核验的报告。"))
    return _planned(account, order)


@transaction.atomic
def again(account: Account, order: Order) -> Order:
    """Take an order up again: what was stopped, failed, is missing or has changed; what is done stays as it is.

    Raises: RefusedError, as long as it is being planned.
    """
    order = held(order)
    if order.is_open:
        raise RefusedError(gettext("这一批还没有开始。"))
    if order.plan is not None and order.plan.standing in _LEFT and order.stopped_at is None:
        raise RefusedError(gettext("正在排这一批。请等它排完。"))
    return _planned(account, order)


def hold(campaign: Campaign) -> None:
    """Keep other orders of a campaign waiting until the transaction ends."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)


def held(order: Order) -> Order:
    """Return an order as it is now, held until the transaction ends."""
    return Order.objects.select_for_update(of=("self",)).select_related("campaign", "plan").get(pk=order.pk)


def _new(account: Account, campaign: Campaign, purpose: Purpose) -> Order:
    last = Order.objects.filter(campaign=campaign).first()
    return Order.objects.create(
        campaign=campaign, number=last.number + 1 if last else 1, purpose=purpose.value, by=account
    )


def _planned(account: Account, order: Order) -> Order:
    before = Job.objects.filter(kind=PLAN, asked__order=order.pk).count()
    order.plan = append(PLAN, f"plan {order.pk} {before + 1}", {"order": order.pk})
    order.stopped_at = order.ended_at = None
    order.save(update_fields=["plan", "stopped_at", "ended_at"])
    leave(account, "请一批", str(order), {"purpose": order.purpose, "time": before + 1})
    return order
