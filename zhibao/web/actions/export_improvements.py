"""导出诊改清单: problems and measures go out as a workbook; who took it is in the trail."""

from collections.abc import Sequence

from django.db import transaction

from zhibao.web.bridge.improvement_list import improvement_list
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.trail import leave


@transaction.atomic
def exported_improvements(account: Account, campaign: Campaign, those: Sequence[Improvement], where: str) -> bytes:
    """Return the workbook of problems, of a school or of many."""
    leave(account, "下载诊改清单", where, {"problems": len(those)})
    return improvement_list(campaign, those, where)
