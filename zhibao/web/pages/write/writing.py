"""编制: the outline of the report, who writes what, how far it is, and the drafts that were compiled."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.ask_build import ask_build
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import standing, take_from_folder
from zhibao.web.guard import ForbiddenError, Visit, page
from zhibao.web.parts.outline_rows import arranging_of, outline_rows
from zhibao.web.parts.report_state import report_state
from zhibao.web.records.report_build import ReportBuild
from zhibao.web.records.role import Need
from zhibao.web.records.section_writer import Writing

ROUTE = "<slug:campaign>/writing/"
_SHOWN = 10


@page(ROUTE, name="writing", needs=Need.DRAFT, methods=("GET", "POST"))
def writing(visit: Visit) -> HttpResponse:
    """编制: read by the city's editors and approvers; whoever writes may have a draft compiled."""
    refused = ""
    if visit.is_post:
        if not visit.may(Need.WRITE):
            raise ForbiddenError
        try:
            build = ask_build(visit.account, visit.campaign)
            return redirect("report_build", visit.campaign.slug, build.number)
        except RefusedError as error:
            refused = str(error)
    take_from_folder(visit.campaign)
    texts, state = standing(visit.campaign), report_state(visit.campaign)
    shown = {
        "campaign": visit.campaign,
        "account": visit.account,
        "rows": outline_rows(visit.campaign, visit.account, texts, state.found.notes),
        "arrange": arranging_of(visit.campaign, visit.account, texts),
        "state": state,
        "may_write": visit.may(Need.WRITE),
        "may_assign": visit.may(Need.ASSIGN),
        "is_whole": Writing(visit.account, visit.campaign).is_whole,
        "builds": ReportBuild.objects.filter(campaign=visit.campaign).select_related("by", "job")[:_SHOWN],
        "versions": sum(one.number for one in texts.values()),
        "refused": refused,
    }
    return render(visit.request, "pages/write/writing.html", shown, status=409 if refused else 200)
