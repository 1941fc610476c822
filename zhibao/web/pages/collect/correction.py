"""申请更正."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.correct import ask, end_over
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE
from zhibao.web.records.correction import Correction, correction_of
from zhibao.web.records.role import Need


@page(f"{ROUTE}correction/", name="correction", needs=Need.CORRECT, methods=("GET", "POST"))
def correction(visit: Visit) -> HttpResponse:
    """申请更正: a reason, and what became of what was asked before."""
    end_over()
    refused = ""
    if visit.is_post:
        try:
            ask(visit.account, visit.submission, visit.posted("reason"))
            return redirect(visit.request.path)
        except RefusedError as error:
            refused = str(error)
    asked = Correction.objects.filter(submission=visit.submission).select_related("by", "answered_by")
    told = {
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "submission": visit.submission,
        "open": correction_of(visit.submission),
        "asked": list(asked.order_by("-id")),
        "said": visit.posted("reason"),
        "refused": refused,
    }
    return render(visit.request, "pages/collect/correction.html", told, status=409 if refused else 200)
