"""排一批: the action, done behind the page where the working folder lies."""

from collections.abc import Mapping

from zhibao.web.actions.plan_order import plan
from zhibao.web.records.order import Order
from zhibao.web.work import Asked, HandBackError, Limits

LIMITS = Limits(seconds=900, memory=6 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Queue the reports of an order; a second time queues nothing more."""
    order = Order.objects.select_related("campaign").filter(pk=asked["order"]).first()
    if order is None:
        raise HandBackError("这一批已经清走了。")
    return plan(order)
