"""报告的文字: what stands in every chapter now, and what somebody changed in the working folder meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhibao.web.bridge.chapters import in_force
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.chapter_text import FOLDER, HERE, ChapterText, digest_of, last_texts
from zhibao.web.records.report_build import ReportBuild, digest_of_texts
from zhibao.web.records.trail import leave


@dataclass(frozen=True)
class Standing:
    """现状: a chapter as it stands: its version, 0 for one that nobody has written on the site yet."""

    chapter: str
    number: int
    text: str
    by: Account | None = None
    at: datetime | None = None

    @property
    def digest(self) -> str:
        """Return the fingerprint of the text."""
        return digest_of(self.text)


def standing(campaign: Campaign) -> dict[str, Standing]:
    """Return chapter → what stands in it now, in the order of the report."""
    last = last_texts(campaign)
    found = {}
    for name, text in in_force(campaign.path).items():
        own = last.get(name)
        found[name] = Standing(name, own.number, own.text, own.by, own.at) if own else Standing(name, 0, text)
    return found


def unbuilt(campaign: Campaign) -> tuple[str, ...]:
    """Return the chapters written on since the report was last compiled: a release takes the folder's text of them."""
    there = in_force(campaign.path)
    return tuple(name for name, one in standing(campaign).items() if one.text != there[name])


def texts_of(found: dict[str, Standing]) -> dict[str, str]:
    """Return chapter → its text."""
    return {name: one.text for name, one in found.items()}


def fingerprint_of(found: dict[str, Standing]) -> str:
    """Return the fingerprint of all texts together."""
    return digest_of_texts({name: one.digest for name, one in found.items()})


@transaction.atomic
def take_from_folder(campaign: Campaign) -> None:
    """Write down what another way than the site put into the folder, as versions of its chapters.

    Where the site has something newer that was not compiled yet, that stays what stands; the other is in the history.
    """
    last = last_texts(campaign)
    if not last:
        return
    now = {name: text for name, text in in_force(campaign.path).items() if name in last}
    known = set(ChapterText.objects.filter(campaign=campaign).values_list("chapter", "digest"))
    if all((name, digest_of(text)) in known for name, text in now.items()):
        return
    hold(campaign)
    last = last_texts(campaign)
    known = set(ChapterText.objects.filter(campaign=campaign).values_list("chapter", "digest"))
    build = ReportBuild.objects.filter(campaign=campaign).first()
    built = build.versions if build is not None else {}
    for name, text in now.items():
        if (name, digest_of(text)) in known:
            continue
        own = last[name]
        add(campaign, name, own.number, text, None, FOLDER)
        if own.origin != FOLDER and built.get(name) != own.number:
            add(campaign, name, own.number + 1, own.text, own.by, HERE)
        leave(None, "收进目录的改动", f"{campaign} {name}", {"version": own.number + 1})


def hold(campaign: Campaign) -> None:
    """Keep other writers of the report waiting until the transaction ends."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)


def add(
    campaign: Campaign, chapter: str, after: int, text: str, account: Account | None, origin: str, section: str = ""
) -> ChapterText:
    """Add a version of a chapter after the version of a number."""
    version = ChapterText(
        campaign=campaign,
        chapter=chapter,
        number=after + 1,
        section=section,
        by=account,
        origin=origin,
        text=text,
        digest=digest_of(text),
    )
    version.save()
    return version
