"""节的编排: the sections of a chapter: those of the outline, and the city's own, which come, go and move here."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from zhibao.web.actions.add_section import add_section
from zhibao.web.actions.chapter_held import LONGEST_TITLE, may_arrange
from zhibao.web.actions.move_section import move_section
from zhibao.web.actions.put_back_section import put_back_section, removed_from
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.remove_section import remove_section
from zhibao.web.actions.rename_section import rename_section
from zhibao.web.actions.report_texts import standing, take_from_folder
from zhibao.web.bridge.own_sections import before, is_own
from zhibao.web.bridge.sections import HEAD, pieces
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.writing import ROUTE
from zhibao.web.parts.outline_rows import OutlineRow, address_of, outline_rows
from zhibao.web.records.chapter_text import digest_of
from zhibao.web.records.role import Need


@dataclass(frozen=True)
class SectionRow:
    """一行: a section with how it may be arranged; `after` is the section that it stands behind."""

    row: OutlineRow
    is_own: bool
    seen: str
    after: str


@page(f"{ROUTE}sections/<slug:chapter>/", name="chapter_sections", needs=Need.WRITE, methods=("GET", "POST"))
def chapter_sections(visit: Visit) -> HttpResponse:
    """节的编排: whoever writes the chapter as a whole adds sections, and renames, moves or removes the city's own."""
    chapter, campaign, refused = visit.named["chapter"], visit.campaign, ""
    take_from_folder(campaign)
    if visit.is_post:
        try:
            return redirect(_done(visit, chapter))
        except RefusedError as error:
            refused = str(error)
    texts = standing(campaign)
    if chapter not in texts:
        raise Http404
    rows = outline_rows(campaign, visit.account, texts, ())
    text = texts[chapter].text
    seen = {one.key: digest_of(one.text) for one in pieces(text)}
    here = [one for one in rows if one.chapter == chapter]
    shown = {
        "campaign": campaign,
        "account": visit.account,
        "chapter": chapter,
        "head": here[0],
        "chapters": [one for one in rows if one.section == HEAD],
        "sections": [
            SectionRow(one, is_own(one.section), seen[one.section], before(text, one.section)) for one in here[1:]
        ],
        "removed": removed_from(campaign, chapter),
        "may_arrange": may_arrange(visit.account, campaign, chapter),
        "longest": LONGEST_TITLE,
        "sent": visit.request.POST if refused else {},
        "refused": refused,
    }
    return render(visit.request, "pages/write/chapter_sections.html", shown, status=409 if refused else 200)


def _done(visit: Visit, chapter: str) -> str:
    """Do what the form asks for and return where to go: a new section is written at once."""
    account, campaign, said = visit.account, visit.campaign, visit.posted
    match said("do"):
        case "add":
            key = add_section(account, campaign, chapter, said("title"), said("after"))
            return address_of(campaign, chapter, key)
        case "rename":
            rename_section(account, campaign, chapter, said("section"), said("title"))
        case "move":
            move_section(account, campaign, chapter, said("section"), said("after"))
        case "remove":
            remove_section(account, campaign, chapter, said("section"), said("seen"))
        case "back":
            put_back_section(account, campaign, chapter, said("section"))
        case _:
            raise RefusedError(gettext("没有这一步。请刷新页面。"))
    return reverse("chapter_sections", args=[campaign.slug, chapter])
