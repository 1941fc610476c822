"""全市的一个问题: as a school's, but planned by the city's editor and re-checked by its approver."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._acting import answer
from zhibao.web.pages.improve.improve_city import ROUTE
from zhibao.web.records.improvement import improvements_of
from zhibao.web.records.role import Need


@page(f"{ROUTE}<slug:item>/", name="improve_city_item", needs=Need.BOARD, methods=("GET", "POST"))
def improve_city_item(visit: Visit) -> HttpResponse:
    """全市的一个问题: one person writes, another one re-checks."""
    item = visit.named["item"]
    found = improvements_of(visit.campaign).filter(school__isnull=True)
    chosen = found.filter(pk=int(item)).first() if item.isdecimal() else None
    if chosen is None:
        raise Http404
    if visit.is_post and not (visit.may(Need.IMPROVE_CITY) or visit.may(Need.RECHECK_CITY)):
        return HttpResponse(gettext("这里您只能看。"), status=403, content_type="text/plain; charset=utf-8")
    return answer(visit, None, chosen)
