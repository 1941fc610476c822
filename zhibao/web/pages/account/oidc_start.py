"""去统一认证."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import provider, wanted, whole
from zhibao.web.provider import NotVouchedError, set_out
from zhibao.web.records.role import Need

KEPT = "journey"


@page("sign-in/provider/", name="oidc_start", needs=Need.ANYONE)
def oidc_start(visit: Visit) -> HttpResponse:
    """去统一认证: lead to the provider; whoever is in already is to prove anew who it is."""
    asked = provider()
    if asked is None:
        raise Http404
    purpose = visit.person.login if visit.person else ""
    back = whole(visit.request, reverse("oidc_back"))
    try:
        journey, there = set_out(asked, back, wanted(visit.request), purpose)
    except NotVouchedError as error:
        told = {"head": gettext("没有登录"), "text": str(error)}
        return render(visit.request, "parts/failure.html", told, status=502)
    visit.request.session[KEPT] = journey.kept()
    return redirect(there)
