"""试编一次: the page of the report as it is being written, and what is found beside it."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from zhibao.snapshot.drafts import sweep
from zhibao.web.actions.ask_build import DONE, looked_for, looks
from zhibao.web.actions.report_texts import standing, texts_of
from zhibao.web.bridge.drafting import look
from zhibao.web.records.campaign import Campaign
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=300, memory=4 << 30)
_KEPT = 3


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Compile what stands now and return its name; what an earlier job made is not made again."""
    campaign = Campaign.objects.get(pk=asked["campaign"])
    now = standing(campaign)
    name, texts = looked_for(campaign, now), texts_of(now)
    home = looks(campaign)
    made = home / name
    if (made / DONE).is_file():
        return {"look": name}
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(home.glob(".work-*"))
    with tempfile.TemporaryDirectory(prefix=".work-", dir=home, ignore_cleanup_errors=True) as work:
        look(campaign.path, Path(work), texts, made)
    (made / DONE).touch()
    _forget(home)
    return {"look": name}


def _forget(home: Path) -> None:
    """Remove all but the last pages."""
    found = [one for one in home.iterdir() if not one.name.startswith(".")]
    for one in sorted(found, key=lambda one: one.stat().st_mtime)[:-_KEPT]:
        shutil.rmtree(one, ignore_errors=True)
