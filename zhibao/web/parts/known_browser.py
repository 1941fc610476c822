"""登录过的浏览器: a signed cookie says which accounts have been signed in with it; it lets nobody in by itself."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from zhibao.web.actions.sign_in_source import Source
from zhibao.web.parts.desk_owner import address_of
from zhibao.web.records.account import Account

COOKIE = "zhibao-known"
DAYS = 180
MOST = 12
_SALT = "zhibao.known-browser"


def source_of(request: HttpRequest) -> Source:
    """Return from where somebody tries to sign in, and who has done so with this browser."""
    return Source(address_of(request), frozenset(_known(request)))


def remember(request: HttpRequest, answer: HttpResponse, account: Account) -> HttpResponse:
    """Let the browser know that an account was signed in with it, and return the answer; the last twelve are known."""
    known = [account.pk, *(one for one in _known(request) if one != account.pk)][:MOST]
    answer.set_cookie(
        COOKIE,
        signing.dumps(known, salt=_SALT),
        max_age=DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.IS_HTTPS,
    )
    return answer


def _known(request: HttpRequest) -> list[int]:
    """Return the accounts that the cookie names; nobody where there is none, or one that is not ours."""
    try:
        named = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return []
    return [one for one in named if isinstance(one, int)] if isinstance(named, list) else []
