"""一个问题: causes, measures, evidence, re-check and effect of a school's problem, with its whole history."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._acting import answer
from zhibao.web.pages.improve.improve import ROUTE
from zhibao.web.records.improvement import improvements_of
from zhibao.web.records.role import Need


@page(f"{ROUTE}<slug:item>/", name="improve_item", needs=Need.LOOK, methods=("GET", "POST"))
def improve_item(visit: Visit) -> HttpResponse:
    """一个问题: the school writes, the county or the city re-checks."""
    item = visit.named["item"]
    found = improvements_of(visit.campaign).filter(place=visit.school.code, school__isnull=False)
    chosen = found.filter(pk=int(item)).first() if item.isdecimal() else None
    if chosen is None:
        raise Http404
    if visit.is_post and not (visit.may(Need.IMPROVE) or visit.may(Need.RECHECK)):
        return HttpResponse(gettext("这里您只能看。"), status=403, content_type="text/plain; charset=utf-8")
    return answer(visit, visit.school, chosen)
