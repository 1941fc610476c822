"""检查链接: the action, done behind the page; it takes as long as other servers take to answer."""

from collections.abc import Mapping

from zhibao.web.actions.listed_reports import check_links
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=900, memory=1 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Look at the links and return how many were looked at."""
    account, campaign = Account.objects.get(pk=asked["account"]), Campaign.objects.get(pk=asked["campaign"])
    return {"looked": check_links(account, campaign)}
