"""下载工作簿."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.export import exported
from zhibao.web.guard import Visit, page
from zhibao.web.records.role import Need

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("<slug:campaign>/schools/<slug:school>/workbook/", name="workbook", needs=Need.LOOK)
def workbook(visit: Visit) -> HttpResponse:
    """下载工作簿: the school's workbook with what was typed so far."""
    return download(exported(visit.account, visit.school), f"{visit.school.name}{visit.campaign.year}年.xlsx")


def download(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file to be saved."""
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
