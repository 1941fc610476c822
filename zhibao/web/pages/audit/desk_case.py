"""核验台上的一份."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions import audit_desk
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.parts.desk_owner import case_of
from zhibao.web.records.audit_case import AuditCase
from zhibao.web.records.job import Standing
from zhibao.web.records.role import Need


@page("audit/<slug:case>/", name="desk_case", needs=Need.DESK, methods=("GET", "POST"))
def desk_case(visit: Visit) -> HttpResponse:
    """核验台上的一份: how far it is, then what was found; to be kept, left or cleared away."""
    case = case_of(visit)
    if visit.is_post:
        return _done(visit, case)
    told = _told(visit, case)
    if visit.request.headers.get("HX-Request"):
        return _progress(visit, told)
    told["view"] = audit_desk.come_back(case)
    return render(visit.request, "pages/audit/desk_case.html", told)


def _done(visit: Visit, case: AuditCase) -> HttpResponse:
    match visit.posted("do"):
        case "leave":
            audit_desk.go_away(case, visit.posted("view"))
            return HttpResponse(status=204)
        case "clear":
            audit_desk.clear(case)
            return redirect("desk")
        case "keep":
            try:
                audit_desk.keep(case)
            except RefusedError as refused:
                told = {"head": gettext("没有留存"), "text": str(refused)}
                return render(visit.request, "parts/failure.html", told, status=409)
    return redirect("desk_case", case=case.slug)


def _progress(visit: Visit, told: dict[str, object]) -> HttpResponse:
    """Return how far it is; once it is over the whole page is to be loaded."""
    response = render(visit.request, "pages/audit/desk_progress.html", told)
    if told["is_over"]:
        response.headers["HX-Refresh"] = "true"
    return response


def _told(visit: Visit, case: AuditCase) -> dict[str, object]:
    job = case.job
    began = job.began_at or job.asked_at
    return {
        "account": visit.person,
        "case": case,
        "job": job,
        "is_over": job.is_over,
        "is_done": job.standing == Standing.DONE,
        "is_running": job.standing == Standing.RUNNING,
        "seconds": int((timezone.now() - began).total_seconds()),
        "may_keep": visit.person is not None and case.until is not None,
    }
