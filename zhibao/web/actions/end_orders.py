"""批次到头: when nothing of an order is left to do it has ended; what was audited is then summed up."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from zhibao.web.bridge.lockers import is_shared
from zhibao.web.records.job import Job, Standing, append
from zhibao.web.records.order import Order, OrderItem

SUM_UP = "sum_up"
_LEFT = (Standing.WAITING, Standing.RUNNING)


def end_orders() -> int:
    """Write down which orders have come to their end, and return how many; whoever comes first does it."""
    left = OrderItem.objects.filter(order=OuterRef("pk"), job__standing__in=_LEFT)
    going = Order.objects.filter(planned_at__isnull=False, ended_at__isnull=True, stopped_at__isnull=True)
    going = going.exclude(Q(Exists(left)) | Q(plan__standing__in=_LEFT))
    return sum(_end(number) for number in going.values_list("pk", flat=True))


@transaction.atomic
def _end(number: int) -> bool:
    order = Order.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if order is None or order.ended_at is not None or order.stopped_at is not None:
        return False
    if order.is_audit and order.items.filter(job__standing=Standing.DONE).exists():
        order.summary = _sum_up(order)
    order.ended_at = timezone.now()
    order.save(update_fields=["ended_at", "summary"])
    return True


def _sum_up(order: Order) -> Job:
    """Return the job that sums up what is there now; asked for once for the same."""
    before = order.summary
    number = int(before.key.rpartition(" ")[2]) + 1 if before is not None else 1
    return append(SUM_UP, f"sum {order.name} {number}", {"order": order.pk}, anywhere=is_shared())
