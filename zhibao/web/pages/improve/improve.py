"""诊断与改进: a school against the standards, its problems, and what it does about them."""

from django.http import HttpResponse
from django.utils.translation import gettext

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._acting import answer
from zhibao.web.records.role import Need

ROUTE = "<slug:campaign>/schools/<slug:school>/improve/"


@page(ROUTE, name="improve", needs=Need.LOOK, methods=("GET", "POST"))
def improve(visit: Visit) -> HttpResponse:
    """诊断与改进: read by all who may look; the school itself opens problems and sets targets."""
    if visit.is_post and not visit.may(Need.IMPROVE):
        return HttpResponse(gettext("这里您只能看。"), status=403, content_type="text/plain; charset=utf-8")
    return answer(visit, visit.school)
