"""换界面语言."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

from zhibao.web.guard import PAGE, Visit, page
from zhibao.web.language import chosen_language
from zhibao.web.parts.arriving import wanted
from zhibao.web.records.role import Need

_YEAR = 365 * 24 * 3600


# Without a token: it changes nothing but the words, and a public page that carried one would set a cookie by itself.
@csrf_exempt
@page("language/", name="switch_language", needs=Need.ANYONE, methods=("POST",))
def switch_language(visit: Visit) -> HttpResponse:
    """换界面语言: keep the chosen language in a cookie for a year, and lead back to the page."""
    answer = redirect(_back(wanted(visit.request)))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen_language(visit.posted("language")),
        max_age=_YEAR,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _back(address: str) -> str:
    """Return an address of ours that can be opened; where a form was sent to is none."""
    try:
        about = getattr(resolve(urlsplit(address).path).func, PAGE, None)
    except Resolver404:
        return "/"
    return address if about and "GET" in about.methods else "/"
