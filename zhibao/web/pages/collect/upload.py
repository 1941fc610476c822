"""上传工作簿."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.take_workbook import TakenIn, take_workbook
from zhibao.web.bridge.workbooks import Taken, take
from zhibao.web.guard import Visit, page
from zhibao.web.parts.painted import keep_painted
from zhibao.web.records.role import Need

MOST_BYTES = 20 << 20
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et")


@page("<slug:campaign>/schools/<slug:school>/upload/", name="upload", needs=Need.FILL, methods=("GET", "POST"))
def upload(visit: Visit) -> HttpResponse:
    """上传工作簿: what it says goes into the open registers, or every reason why not stands in a painted copy."""
    told: dict[str, object] = {"campaign": visit.campaign, "school": visit.school, "account": visit.account}
    if not visit.is_post:
        return render(visit.request, "pages/collect/upload.html", told)
    try:
        taken, taken_in = _taken(visit)
    except RefusedError as refused:
        return render(visit.request, "pages/collect/upload.html", {**told, "refused": str(refused)}, status=409)
    has_painted = keep_painted(settings.DATA, visit.school, taken.painted)
    told |= {"taken": taken, "taken_in": taken_in, "has_painted": has_painted}
    return render(visit.request, "pages/collect/upload.html", told, status=200 if taken_in else 409)


def _taken(visit: Visit) -> tuple[Taken, TakenIn | None]:
    sent = visit.request.FILES.get("workbook")
    if not isinstance(sent, UploadedFile) or not sent.name:
        raise RefusedError("没有选文件。请选填好的工作簿再上传。")
    if not sent.name.lower().endswith(ENDINGS):
        raise RefusedError(f"“{sent.name}”不是工作簿。请上传 {'、'.join(ENDINGS)} 文件。")
    if (sent.size or 0) > MOST_BYTES:
        raise RefusedError(f"“{sent.name}”超过 {MOST_BYTES >> 20} MB。请删去图片等无关内容再上传。")
    taken = take(visit.school, sent.name, sent.read())
    if taken.texts is None:
        return taken, None
    return taken, take_workbook(visit.account, visit.school, sent.name, taken.texts)
