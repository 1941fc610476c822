"""封存一校."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from zhibao.web.actions.ask_freeze import ask_freeze, last_freeze
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import to_confirm
from zhibao.web.records.role import Need
from zhibao.web.records.sealing import Sealing


@page("<slug:campaign>/schools/<slug:school>/freeze/", name="freeze", needs=Need.FREEZE, methods=("GET", "POST"))
def freeze(visit: Visit) -> HttpResponse:
    """封存一校: asked for with a click, done by a worker; the page says how far it is, also when it is loaded anew."""
    if visit.is_post:
        board = reverse("board", kwargs={"campaign": visit.campaign.slug})
        if (way := to_confirm(visit, board)) is not None:
            return way
        try:
            ask_freeze(visit.account, visit.school)
        except RefusedError as refused:
            told = {"head": gettext("{school}没有封存").format(school=visit.school), "text": str(refused)}
            return render(visit.request, "parts/failure.html", told, status=409)
        return redirect(visit.request.path)
    is_part = visit.request.headers.get("HX-Request") == "true"
    shown = {
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "job": last_freeze(visit.school),
        "sealings": list(Sealing.objects.filter(school=visit.school).select_related("by").order_by("-id")),
        "submissions": list(visit.school.submissions.all()),
    }
    return render(visit.request, f"pages/collect/freeze{'_state' if is_part else ''}.html", shown)
