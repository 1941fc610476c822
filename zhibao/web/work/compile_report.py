"""编制报告: the report of a campaign's working folder, into a folder of its own under the site's data."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from zhibao.web.bridge.compiling import compile_into
from zhibao.web.records.campaign import Campaign
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=900, memory=6 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Compile and return the names of the files and their folder, which replaces the one before when it is whole."""
    campaign = Campaign.objects.get(pk=asked["campaign"])
    home = Path(settings.DATA) / "compiled" / campaign.slug
    draft = home / lease
    draft.mkdir(mode=0o700, parents=True)
    try:
        done = compile_into(campaign.path, draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    for other in home.iterdir():
        if other.name != lease:
            shutil.rmtree(other, ignore_errors=True)
    return {**done, "folder": lease}
