"""预览旁: how far the page of the report is, and what was found in texts and data."""

from django.http import HttpResponse
from django.shortcuts import render

from zhibao.web.actions.report_texts import Standing, standing
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.writing import ROUTE
from zhibao.web.parts.outline_rows import address_of, section_of
from zhibao.web.parts.report_state import ReportState, report_state
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Need

_MOST = 80


@page(f"{ROUTE}look/", name="report_look", needs=Need.DRAFT)
def report_look(visit: Visit) -> HttpResponse:
    """预览旁: a piece of a page that asks for itself again; the section's own notes stand first."""
    state, texts = report_state(visit.campaign), standing(visit.campaign)
    here = (visit.request.GET.get("chapter", ""), visit.request.GET.get("section", ""))
    told = {"campaign": visit.campaign, "state": state, "here": here, "account": visit.account}
    told |= {"notes": placed(visit.campaign, texts, state, here), "most": _MOST}
    return render(visit.request, "pages/write/report_look.html", told)


def placed(
    campaign: Campaign, texts: dict[str, Standing], state: ReportState, here: tuple[str, str]
) -> list[dict[str, object]]:
    """Return the open notes with where each belongs, those of a section first."""
    notes = []
    for one in state.open_notes:
        where = section_of(texts, one)
        is_here = where is not None and (where[0], where[1].key) == here
        line = one.line - where[1].first + 1 if where else 0
        address = f"{address_of(campaign, where[0], where[1].key)}#L{line}" if where else ""
        notes.append({"note": one, "is_here": is_here, "line": line, "address": address})
    return sorted(notes, key=lambda one: not one["is_here"])[:_MOST]
