"""加节: the city writes a section of its own into a chapter."""

from django.db import transaction

from zhibao.web.actions.chapter_held import chapter_held, rearranged, title_said
from zhibao.web.actions.report_texts import standing, texts_of
from zhibao.web.bridge.own_sections import free_key, heading, with_own
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.chapter_text import ChapterText


@transaction.atomic
def add_section(account: Account, campaign: Campaign, chapter: str, title: str, after: str) -> str:
    """Add an empty section behind the one of a key, at the end when there is none; return its name.

    Raises: RefusedError, when the chapter is not the account's to arrange, or the title cannot stand.
    """
    now = chapter_held(account, campaign, chapter)
    said = title_said(now, title)
    versions = ChapterText.objects.filter(campaign=campaign).count()
    key = free_key(texts_of(standing(campaign)).values(), campaign.year, versions + 1)
    rearranged(account, campaign, now, with_own(now.text, heading(said, key), after), key, "加节")
    return key
