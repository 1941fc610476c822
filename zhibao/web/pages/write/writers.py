"""分工: which office writes which section."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.assign_section import assign, unassign, writers_of
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import standing
from zhibao.web.bridge.sections import HEAD
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.writing import ROUTE
from zhibao.web.parts.outline_rows import outline_rows
from zhibao.web.records.role import Need
from zhibao.web.records.section_writer import WHOLE, SectionWriter


@page(f"{ROUTE}writers/", name="writers", needs=Need.ASSIGN, methods=("GET", "POST"))
def writers(visit: Visit) -> HttpResponse:
    """分工: an editor who is named for a section writes only what is named; one who is named for none writes all."""
    refused = ""
    if visit.is_post:
        try:
            _do(visit)
            return redirect("writers", visit.campaign.slug)
        except RefusedError as error:
            refused = str(error)
    editors = writers_of(visit.campaign)
    bound = set(SectionWriter.objects.filter(campaign=visit.campaign).values_list("account", flat=True))
    shown = {
        "campaign": visit.campaign,
        "account": visit.account,
        "rows": outline_rows(visit.campaign, visit.account, standing(visit.campaign), ()),
        "editors": editors,
        "free": [one for one in editors if one.pk not in bound],
        "refused": refused,
    }
    return render(visit.request, "pages/write/writers.html", shown, status=409 if refused else 200)


def _do(visit: Visit) -> None:
    if visit.posted("do") == "drop":
        unassign(visit.account, visit.campaign, visit.posted("number"))
        return
    chapter, _, section = visit.posted("what").partition("/")
    assign(visit.account, visit.campaign, visit.posted("login"), chapter, WHOLE if section == HEAD else section)
