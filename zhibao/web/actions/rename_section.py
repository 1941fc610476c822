"""节改名: an own section gets another title; its name, its writers and its history stay."""

from django.db import transaction

from zhibao.web.actions.chapter_held import chapter_held, own_piece, rearranged, title_said
from zhibao.web.actions.lock_section import let_go, lock_section
from zhibao.web.bridge.own_sections import retitled
from zhibao.web.bridge.sections import with_piece
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign


@transaction.atomic
def rename_section(account: Account, campaign: Campaign, chapter: str, section: str, title: str) -> None:
    """Give an own section another title; the same one changes nothing.

    Raises: RefusedError, when it cannot have it; TakenError, when somebody else is writing it.
    """
    now = chapter_held(account, campaign, chapter)
    piece = own_piece(now, section)
    said = title_said(now, title, section)
    if said != piece.title:
        lock_section(account, campaign, chapter, section)
        rearranged(account, campaign, now, with_piece(now.text, section, retitled(piece, said)), section, "节改名")
        let_go(account, campaign, chapter, section)
