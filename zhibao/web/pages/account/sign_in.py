"""登录."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import judged
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import arrive, provider, wanted
from zhibao.web.parts.known_browser import source_of
from zhibao.web.records.role import Need


@page("sign-in/", name="sign_in", needs=Need.ANYONE, methods=("GET", "POST"))
def sign_in(visit: Visit) -> HttpResponse:
    """登录: ask for login and password, and lead, by a second step where there is one, to where somebody wanted."""
    to, wrong = wanted(visit.request), ""
    if visit.is_post:
        try:
            source = source_of(visit.request)
            return arrive(visit, judged(visit.posted("login"), visit.posted("password"), source), to)
        except RefusedError as refused:
            wrong = str(refused)
    said = {
        "wrong": wrong,
        "next": to,
        "login": visit.posted("login"),
        "provider": settings.OIDC_NAME if provider() else "",
        "left": visit.request.GET.get("left", ""),
    }
    return render(visit.request, "pages/account/sign_in.html", said, status=403 if wrong else 200)
