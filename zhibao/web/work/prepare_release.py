"""做待发布的一版: the action, done behind the page; it takes as long as compiling and writing the report."""

from collections.abc import Mapping

from zhibao.web.actions.prepare_release import prepare
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=900, memory=6 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Make the report and return the candidate's checksum, or what blocks it."""
    account, campaign = Account.objects.get(pk=asked["account"]), Campaign.objects.get(pk=asked["campaign"])
    made = prepare(account, campaign, str(asked["note"]))
    if isinstance(made, tuple):
        return {"blocked": [[one.name, one.count, list(one.lines)] for one in made]}
    return {"candidate": made.pk, "digest": made.digest}
