"""登录."""

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import judged
from zhibao.web.guard import Visit, page
from zhibao.web.records.role import Need


@page("sign-in/", name="sign_in", needs=Need.ANYONE, methods=("GET", "POST"))
def sign_in(visit: Visit) -> HttpResponse:
    """登录: ask for login and password, and lead to where the person wanted to go."""
    request = visit.request
    wanted = visit.posted("next") or str(request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = "/"
    wrong = ""
    if visit.is_post:
        try:
            login(request, judged(visit.posted("login"), visit.posted("password")))
            return redirect(wanted)
        except RefusedError as refused:
            wrong = str(refused)
    said = {"wrong": wrong, "next": wanted, "login": visit.posted("login")}
    return render(request, "pages/account/sign_in.html", said, status=403 if wrong else 200)
