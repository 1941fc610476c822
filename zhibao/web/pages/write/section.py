"""写一节: its source with what it prints, what was found beside it, and the page of the report."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhibao.web.actions.lock_section import lock_section
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import Standing, standing, take_from_folder
from zhibao.web.actions.save_section import ChangedError, save_section
from zhibao.web.bridge.sections import Piece, piece_of
from zhibao.web.guard import ForbiddenError, Visit, page
from zhibao.web.pages.write.writing import ROUTE
from zhibao.web.parts.outline_rows import address_of, arranging_of, outline_rows
from zhibao.web.parts.report_state import report_state
from zhibao.web.parts.section_view import faults_here, shown_lines
from zhibao.web.parts.wording import difference
from zhibao.web.records.chapter_text import digest_of
from zhibao.web.records.role import Need
from zhibao.web.records.section_lock import SectionLock
from zhibao.web.records.section_writer import Writing

SECTION = f"{ROUTE}text/<slug:chapter>/<slug:section>/"


@page(SECTION, name="section", needs=Need.DRAFT, methods=("GET", "POST"))
def section(visit: Visit) -> HttpResponse:
    """写一节: read by whoever may see the draft; written by whose it is, one person at a time."""
    chapter, key = visit.named["chapter"], visit.named["section"]
    refused, mine, changed = "", None, None
    if visit.is_post:
        if not visit.may(Need.WRITE):
            raise ForbiddenError
        try:
            return redirect(_done(visit, chapter, key))
        except ChangedError as error:
            refused, changed, mine = str(error), error, visit.posted("text")
        except RefusedError as error:
            refused, mine = str(error), visit.posted("text")
    take_from_folder(visit.campaign)
    texts = standing(visit.campaign)
    piece = piece_of(texts[chapter].text, key) if chapter in texts else None
    if piece is None:
        raise Http404
    told = _told(visit, texts, chapter, piece)
    told |= {"refused": refused, "mine": mine, "changed": changed}
    if changed is not None and mine is not None:
        told["diff"] = difference(changed.theirs, "\n".join(mine.splitlines()).strip("\n"))
    return render(visit.request, "pages/write/section.html", told, status=409 if refused else 200)


def _done(visit: Visit, chapter: str, key: str) -> str:
    if visit.posted("do") == "over":
        lock_section(visit.account, visit.campaign, chapter, key, over=True)
        return address_of(visit.campaign, chapter, key)
    seen, text = visit.posted("seen"), visit.posted("text")
    saved = save_section(visit.account, visit.campaign, chapter, key, seen, text)
    return address_of(visit.campaign, chapter, saved.section)


def _told(visit: Visit, texts: dict[str, Standing], chapter: str, piece: Piece) -> dict[str, object]:
    campaign, state = visit.campaign, report_state(visit.campaign)
    lock = (
        SectionLock.objects.filter(campaign=campaign, chapter=chapter, section=piece.key).select_related("by").first()
    )
    other = lock if lock is not None and lock.is_live(timezone.now()) and lock.by_id != visit.account.pk else None
    is_own = Writing(visit.account, campaign).may(chapter, piece.key)
    here, elsewhere = faults_here(campaign.path, texts, chapter, piece)
    rows = outline_rows(campaign, visit.account, texts, state.found.notes)
    place = next(at for at, one in enumerate(rows) if (one.chapter, one.section) == (chapter, piece.key))
    return {
        "campaign": campaign,
        "account": visit.account,
        "rows": rows,
        "row": rows[place],
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
        "arrange": arranging_of(campaign, visit.account, (chapter,)),
        "chapter": chapter,
        "section": piece.key,
        "piece": piece,
        "standing": texts[chapter],
        "seen": digest_of(piece.text),
        "anchor": state.anchors.get(chapter, {}).get(piece.key, ""),
        "lines": shown_lines(campaign.path, piece),
        "state": state,
        "lock": other,
        "is_own": is_own,
        "may_write": is_own and other is None,
        "faults": here,
        "elsewhere": elsewhere,
    }
