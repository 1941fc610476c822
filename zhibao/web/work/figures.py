"""算指标: the indicators of a campaign's frozen data, laid down once for a state of the store."""

from collections.abc import Mapping

from zhibao.web.actions.see_figures import make
from zhibao.web.records.campaign import Campaign
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=600, memory=6 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Compute and return the key of the book; one that is there already is not computed again."""
    return {"key": make(Campaign.objects.get(pk=asked["campaign"]))}
