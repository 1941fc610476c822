"""退出."""

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhibao.web.actions.end_sittings import sign_off
from zhibao.web.guard import Visit, page
from zhibao.web.records.role import Need


@page("sign-out/", name="sign_out", needs=Need.SIGNED_IN, methods=("POST",))
def sign_out(visit: Visit) -> HttpResponse:
    """退出: end the session."""
    sign_off(visit.account, visit.request.session.session_key or "")
    logout(visit.request)
    return redirect(f"{reverse('sign_in')}?left=out")
