"""编制报告: a numbered draft of a campaign's report, into a folder of its own under the site's data."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from zhibao.snapshot.drafts import sweep
from zhibao.web.actions.ask_build import builds
from zhibao.web.bridge.compiling import compile_into, compile_texts
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.chapter_text import ChapterText
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=900, memory=6 << 30)
_KEPT = 5


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Compile the versions that were asked for and return files and findings; drafts of long ago go away.

    Without versions the working folder is compiled as it is.
    """
    campaign = Campaign.objects.get(pk=asked["campaign"])
    home = builds(campaign)
    draft = home / lease
    draft.mkdir(mode=0o700, parents=True)
    try:
        done = _compiled(campaign, asked.get("versions"), draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    others = [one for one in home.iterdir() if one.name != lease and not one.name.startswith(".")]
    kept = _KEPT if "versions" in asked else 1
    for other in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[kept - 1 :]:
        shutil.rmtree(other, ignore_errors=True)
    return {**done, "folder": lease}


def _compiled(campaign: Campaign, versions: Mapping[str, int] | None, draft: Path) -> Mapping[str, object]:
    if versions is None:
        return compile_into(campaign.path, draft)
    found = ChapterText.objects.filter(campaign=campaign)
    texts = {name: found.get(chapter=name, number=number).text for name, number in versions.items()}
    sweep(draft.parent.glob(".work-*"))
    with tempfile.TemporaryDirectory(prefix=".work-", dir=draft.parent, ignore_cleanup_errors=True) as home:
        return compile_texts(campaign.path, texts, Path(home) / "folder", draft)
