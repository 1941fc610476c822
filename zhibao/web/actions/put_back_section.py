"""放回节: an own section that was taken out stands in its chapter again, as it last was."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.chapter_held import chapter_held, rearranged
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.own_sections import before, is_own, with_own
from zhibao.web.bridge.sections import Piece, piece_of
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.chapter_text import RESTORED, ChapterText


@dataclass(frozen=True)
class Removed:
    """删去的节: as it last was, and who took it out when."""

    piece: Piece
    by: str
    at: datetime


def removed_from(campaign: Campaign, chapter: str) -> list[Removed]:
    """Return the own sections that a chapter once had, the one removed last first."""
    there = ChapterText.objects.filter(campaign=campaign, chapter=chapter)
    last = there.last()
    touched = there.filter(section__startswith="own_").order_by("section").values_list("section", flat=True).distinct()
    found = []
    for key in touched:
        if not is_own(key) or (last is not None and piece_of(last.text, key) is not None):
            continue
        stood = _stood(campaign, chapter, key)
        gone = there.filter(section=key).select_related("by").last()
        if stood is not None and gone is not None:
            found.append(Removed(stood[0], gone.by.name if gone.by else "", gone.at))
    return sorted(found, key=lambda one: one.at, reverse=True)


@transaction.atomic
def put_back_section(account: Account, campaign: Campaign, chapter: str, section: str) -> None:
    """Put a removed section back behind the one that it stood behind. Raises: RefusedError, when there is none."""
    now = chapter_held(account, campaign, chapter)
    stood = _stood(campaign, chapter, section) if is_own(section) else None
    if stood is None or piece_of(now.text, section) is not None:
        raise RefusedError(gettext("没有这一节可以放回。请刷新页面。"))
    piece, after = stood
    rearranged(account, campaign, now, with_own(now.text, piece.text, after), section, "放回节", RESTORED)


def _stood(campaign: Campaign, chapter: str, key: str) -> tuple[Piece, str] | None:
    """Return a section as the last version that has it says, and the key of the one before it."""
    row = ChapterText.objects.filter(campaign=campaign, chapter=chapter, text__contains=f"{{#{key}}}").last()
    piece = piece_of(row.text, key) if row else None
    return (piece, before(row.text, key)) if row is not None and piece is not None else None
