"""核验台."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.audit_desk import lay
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.desk_types import ACCEPT, TAKEN
from zhibao.web.guard import Visit, page
from zhibao.web.parts.desk_owner import owner_of
from zhibao.web.records.audit_case import AuditCase
from zhibao.web.records.role import Need


@page("audit/", name="desk", needs=Need.DESK, methods=("GET", "POST"))
def desk(visit: Visit) -> HttpResponse:
    """核验台: a place to drop a report, and what its owner asked to keep."""
    refused = ""
    if visit.is_post:
        sent = visit.request.FILES.get("report")
        try:
            if not isinstance(sent, UploadedFile):
                raise RefusedError(gettext("没有选文件。请选一份报告再核验。"))
            case = lay(owner_of(visit), sent)
            return redirect("desk_case", case=case.slug)
        except RefusedError as said:
            refused = str(said)
    kept = AuditCase.objects.filter(account=visit.person, until=None).select_related("job") if visit.person else ()
    told = {
        "account": visit.person,
        "refused": refused,
        "kept": kept,
        "taken": TAKEN,
        "accept": ACCEPT,
        "megabytes": settings.DESK_MEGABYTES,
        "minutes": settings.DESK_MINUTES,
        "per_hour": settings.DESK_PER_HOUR,
    }
    return render(visit.request, "pages/audit/desk.html", told, status=409 if refused else 200)
