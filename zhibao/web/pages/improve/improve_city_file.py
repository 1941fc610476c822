"""下载全市的一个问题的佐证文件."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._acting import file_of
from zhibao.web.pages.improve.improve_city import ROUTE
from zhibao.web.records.improvement import improvements_of
from zhibao.web.records.role import Need


@page(f"{ROUTE}<slug:item>/files/<slug:file>/", name="improve_city_file", needs=Need.BOARD)
def improve_city_file(visit: Visit) -> HttpResponse:
    """下载佐证文件: of a problem of the city itself."""
    item = visit.named["item"]
    found = improvements_of(visit.campaign).filter(school__isnull=True)
    return file_of(visit, found.filter(pk=int(item)).first() if item.isdecimal() else None)
