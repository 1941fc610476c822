"""导出名单: the list of accounts goes out as a workbook; who took it is in the trail."""

from django.db import transaction

from zhibao.web.actions.keep_accounts import kept_by
from zhibao.web.bridge.roll import roll_bytes
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.known_places import known
from zhibao.web.records.trail import leave


@transaction.atomic
def exported_roll(administrator: Account, *, is_full: bool) -> bytes:
    """Return the workbook to be filled, with the accounts in use that the administrator keeps, or with none."""
    city = "" if administrator.city == EVERYWHERE else administrator.city
    accounts = list(kept_by(administrator).filter(is_active=True)) if is_full else []
    if is_full:
        leave(administrator, "导出账号", detail={"accounts": len(accounts)})
    return roll_bytes(known(city), city, accounts)
