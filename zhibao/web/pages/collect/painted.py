"""取回着色的工作簿."""

from django.conf import settings
from django.http import Http404, HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.workbook import download
from zhibao.web.parts.painted import painted_of
from zhibao.web.records.role import Need


@page("<slug:campaign>/schools/<slug:school>/painted/", name="painted", needs=Need.FILL)
def painted(visit: Visit) -> HttpResponse:
    """取回着色的工作簿: the copy of the last one that was uploaded, with every finding in its cell."""
    path = painted_of(settings.DATA, visit.school)
    if not path.is_file():
        raise Http404
    return download(path.read_bytes(), f"{visit.school.name}{visit.campaign.year}年（已标注）.xlsx")
