"""全市的诊断与改进: the city itself against the standards, its own problems and targets."""

from django.http import HttpResponse
from django.utils.translation import gettext

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._acting import answer
from zhibao.web.records.role import Need

ROUTE = "<slug:campaign>/improve/city/"


@page(ROUTE, name="improve_city", needs=Need.BOARD, methods=("GET", "POST"))
def improve_city(visit: Visit) -> HttpResponse:
    """全市的诊断与改进: read by officers; editor and approver of the city open problems and set targets."""
    if visit.is_post and not visit.may(Need.IMPROVE_CITY):
        return HttpResponse(gettext("这里您只能看。"), status=403, content_type="text/plain; charset=utf-8")
    return answer(visit, None)
