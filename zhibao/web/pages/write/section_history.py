"""一节的历史: every version of it with what it says otherwise, and a way back to each."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import standing, take_from_folder
from zhibao.web.actions.save_section import save_section
from zhibao.web.bridge.sections import piece_of
from zhibao.web.guard import ForbiddenError, Visit, page
from zhibao.web.pages.write.section import SECTION
from zhibao.web.parts.outline_rows import address_of
from zhibao.web.parts.wording import Bit, difference, shortened
from zhibao.web.records.chapter_text import HERE, RESTORED, ChapterText, digest_of
from zhibao.web.records.role import Need
from zhibao.web.records.section_writer import Writing

_MOST = 60
_RUN = timedelta(minutes=10)


@dataclass(frozen=True)
class Version:
    """一版: of a section, with what it says otherwise than the one before."""

    row: ChapterText
    text: str
    bits: list[Bit]
    is_now: bool


@page(f"{SECTION}history/", name="section_history", needs=Need.DRAFT, methods=("GET", "POST"))
def section_history(visit: Visit) -> HttpResponse:
    """一节的历史: the latest first; an earlier one that is restored becomes the latest."""
    chapter, key = visit.named["chapter"], visit.named["section"]
    take_from_folder(visit.campaign)
    now = standing(visit.campaign).get(chapter)
    piece = piece_of(now.text, key) if now else None
    if piece is None:
        raise Http404
    refused = ""
    if visit.is_post:
        if not visit.may(Need.WRITE):
            raise ForbiddenError
        try:
            text = _text_of(visit, chapter, key)
            seen = visit.posted("seen")
            saved = save_section(visit.account, visit.campaign, chapter, key, seen, text, RESTORED)
            return redirect(address_of(visit.campaign, chapter, saved.section))
        except RefusedError as error:
            refused = str(error)
    shown = {
        "campaign": visit.campaign,
        "account": visit.account,
        "piece": piece,
        "address": address_of(visit.campaign, chapter, key),
        "versions": _versions(visit, chapter, key, piece.text),
        "seen": digest_of(piece.text),
        "may_write": Writing(visit.account, visit.campaign).may(chapter, key),
        "refused": refused,
    }
    return render(visit.request, "pages/write/section_history.html", shown, status=409 if refused else 200)


def _text_of(visit: Visit, chapter: str, key: str) -> str:
    number = visit.posted("number")
    found = ChapterText.objects.filter(campaign=visit.campaign, chapter=chapter)
    row = found.filter(number=number if number.isdecimal() else 0).first()
    piece = piece_of(row.text, key) if row else None
    if piece is None:
        raise RefusedError(gettext("没有这一版。请刷新页面。"))
    return piece.text


def _versions(visit: Visit, chapter: str, key: str, now: str) -> list[Version]:
    """Return what the section said, the latest first; what one person saved within a while stands as one."""
    found: list[Version] = []
    before: str | None = None
    base: str | None = None
    for row in ChapterText.objects.filter(campaign=visit.campaign, chapter=chapter).select_related("by"):
        piece = piece_of(row.text, key)
        text = piece.text if piece else ""
        if text != before and (text or found):
            if found and _goes_on(found[-1].row, row):
                found.pop()
            else:
                base = before
            bits: list[Bit] = shortened(difference(base, text)) if base is not None else []
            found.append(Version(row, text, bits, text == now))
        before = text
    return found[::-1][:_MOST]


def _goes_on(last: ChapterText, row: ChapterText) -> bool:
    """Say whether a version is the same person's, going on with what was saved just before."""
    return last.by_id == row.by_id and last.origin == row.origin == HERE and row.at - last.at < _RUN
