"""上传工作簿."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.lay_workbook import job_of, lay_workbook
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.records.role import Need


@page("<slug:campaign>/schools/<slug:school>/upload/", name="upload", needs=Need.FILL, methods=("GET", "POST"))
def upload(visit: Visit) -> HttpResponse:
    """上传工作簿: a worker reads it; what it says goes into the open registers, or the page says why nothing does."""
    told: dict[str, object] = {"campaign": visit.campaign, "school": visit.school, "account": visit.account}
    if visit.is_post:
        sent = visit.request.FILES.get("workbook")
        try:
            job = lay_workbook(visit.account, visit.school, sent if isinstance(sent, UploadedFile) else None)
        except RefusedError as refused:
            return render(visit.request, "pages/collect/upload.html", {**told, "refused": str(refused)}, status=409)
        return redirect(f"{visit.request.path}?job={job.pk}")
    number = visit.request.GET.get("job", "")
    job_shown = job_of(visit.account, visit.school, number) if number else None
    if number and job_shown is None:
        raise Http404
    is_part = visit.request.headers.get("HX-Request") == "true"
    shown = {**told, "job": job_shown, "name": str(job_shown.asked["name"]) if job_shown else ""}
    return render(visit.request, f"pages/collect/upload{'_state' if is_part else ''}.html", shown)
