"""取一批: files of an order go out; who took which is in the trail."""

from django.db import transaction

from zhibao.web.records.account import Account
from zhibao.web.records.order import Order
from zhibao.web.records.trail import leave


@transaction.atomic
def took(account: Account, order: Order, what: str, kind: str) -> None:
    """Write down who took what of an order; of reports that were brought the name is not kept."""
    leave(account, "下载一批的文件", str(order), {"what": "" if order.is_audit else what, "kind": kind})
