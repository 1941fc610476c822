"""移节: an own section stands behind another one of its chapter; numbers follow by themselves."""

from django.db import transaction

from zhibao.web.actions.chapter_held import chapter_held, own_piece, rearranged
from zhibao.web.bridge.own_sections import moved
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign


@transaction.atomic
def move_section(account: Account, campaign: Campaign, chapter: str, section: str, after: str) -> None:
    """Put an own section behind the one of a key, at the end when there is none. Raises: RefusedError."""
    now = chapter_held(account, campaign, chapter)
    own_piece(now, section)
    text = moved(now.text, section, after)
    if text != now.text and after != section:
        rearranged(account, campaign, now, text, section, "移节")
