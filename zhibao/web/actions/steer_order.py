"""掌一批: an order is stopped, what failed in it tried again, or everything of it cleared away."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.ask_order import held
from zhibao.web.actions.order_files import forget_given, forget_made
from zhibao.web.actions.plan_order import drop
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.job import Job, Standing, stop, wait_again
from zhibao.web.records.order import Order, OrderItem
from zhibao.web.records.trail import leave

_LEFT = (Standing.WAITING, Standing.RUNNING)


@transaction.atomic
def stop_order(account: Account, order: Order) -> int:
    """Stop an order and return how many reports were left; what another order wants as well goes on.

    Raises: RefusedError, when nothing of it is going on.
    """
    order = held(order)
    if order.plan is None or order.ended_at is not None or order.stopped_at is not None:
        raise RefusedError(gettext("这一批没有在做。请刷新页面。"))
    others = OrderItem.objects.filter(order__stopped_at__isnull=True, order__ended_at__isnull=True)
    wanted = others.exclude(order=order).filter(job__isnull=False).values("job")
    left = stop(order.jobs.exclude(pk__in=wanted)) if order.planned_at else 0
    stop(Job.objects.filter(pk=order.plan.pk))
    order.stopped_at = timezone.now()
    order.save(update_fields=["stopped_at"])
    leave(account, "停一批", str(order), {"left": left})
    return left


@transaction.atomic
def retry(account: Account, order: Order) -> int:
    """Let what failed wait for another turn and return how many. Raises: RefusedError, when nothing failed."""
    order = held(order)
    failed = list(order.jobs.filter(standing=Standing.FAILED))
    if not failed:
        raise RefusedError(gettext("没有未做成的。请刷新页面。"))
    count = wait_again(failed, order.campaign.city)
    order.ended_at = order.stopped_at = None
    order.save(update_fields=["ended_at", "stopped_at"])
    leave(account, "重做一批里未做成的", str(order), {"count": count})
    return count


def clear(account: Account, order: Order) -> None:
    """Remove an order with all that was brought for it and came out of it, but what another order names too.

    Raises: RefusedError, while it is going on.
    """
    with transaction.atomic():
        order = held(order)
        going = order.plan is not None and order.ended_at is None and order.stopped_at is None
        if going:
            raise RefusedError(gettext("这一批还在做。请先停下。"))
        jobs = set(order.items.filter(job__isnull=False).values_list("job", flat=True))
        extra = [one for one in (order.plan_id, order.summary_id) if one is not None]
        leave(account, "清走一批", str(order), {"reports": order.items.count()})
        forget_given(order)
        order.delete()
        gone = [*drop(jobs), *drop(extra)]
    forget_made(gone)
