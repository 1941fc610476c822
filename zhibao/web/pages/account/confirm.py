"""再核本人."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import asked_again
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import provider, wanted
from zhibao.web.records.role import Need
from zhibao.web.records.sitting import make_fresh


@page("me/confirm/", name="confirm", needs=Need.SIGNED_IN, methods=("GET", "POST"))
def confirm(visit: Visit) -> HttpResponse:
    """再核本人: the password once more, or the provider once more, and back to what was about to be done."""
    to, wrong = wanted(visit.request), ""
    if visit.is_post:
        try:
            asked_again(visit.account, visit.posted("password"))
            make_fresh(visit.request)
            return redirect(to)
        except RefusedError as refused:
            wrong = str(refused)
    told = {
        "account": visit.account,
        "next": to,
        "wrong": wrong,
        "minutes": settings.CONFIRM_MINUTES,
        "provider": settings.OIDC_NAME if provider() and visit.account.identity else "",
    }
    return render(visit.request, "pages/account/confirm.html", told, status=403 if wrong else 200)
