"""下载一个问题的佐证文件."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._acting import file_of
from zhibao.web.pages.improve.improve import ROUTE
from zhibao.web.records.improvement import improvements_of
from zhibao.web.records.role import Need


@page(f"{ROUTE}<slug:item>/files/<slug:file>/", name="improve_file", needs=Need.LOOK)
def improve_file(visit: Visit) -> HttpResponse:
    """下载佐证文件: of a school's problem."""
    item = visit.named["item"]
    found = improvements_of(visit.campaign).filter(place=visit.school.code, school__isnull=False)
    return file_of(visit, found.filter(pk=int(item)).first() if item.isdecimal() else None)
