"""进来: after the password the second step, after that the session; and who is asked once more before approving."""

import time
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import asked_again, has_second_step
from zhibao.web.guard import Visit
from zhibao.web.parts.known_browser import remember
from zhibao.web.provider import Provider
from zhibao.web.records.account import Account
from zhibao.web.records.sitting import is_fresh, make_fresh

_ARRIVING = "arriving"
_MINUTES = 10


def wanted(request: HttpRequest) -> str:
    """Return where somebody wanted to go, as long as it is on this site."""
    asked = str(request.POST.get("next", "") or request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else "/"


def arrive(visit: Visit, account: Account, to: str) -> HttpResponse:
    """Let somebody in whose password was right, or lead to the second step."""
    if not has_second_step(account):
        return come_in(visit, account, to)
    visit.request.session.cycle_key()
    visit.request.session[_ARRIVING] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "at": int(time.time()),
        "next": to,
    }
    return redirect("second_step")


def arriving(visit: Visit) -> tuple[Account, str] | None:
    """Return whose second step is to come, and where to after it; None when nobody's is any more."""
    kept = visit.request.session.get(_ARRIVING)
    if not isinstance(kept, dict) or time.time() - int(kept["at"]) > _MINUTES * 60:
        return None
    account = Account.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or account.get_session_auth_hash() != kept["hash"]:
        return None
    return account, str(kept["next"])


def come_in(visit: Visit, account: Account, to: str) -> HttpResponse:
    """Begin the session and lead to where the person wanted to go."""
    let_in(visit, account)
    return remember(visit.request, redirect(to), account)


def let_in(visit: Visit, account: Account) -> None:
    """Begin the session; what an earlier step kept is forgotten."""
    visit.request.session.pop(_ARRIVING, None)
    login(visit.request, account, "django.contrib.auth.backends.ModelBackend")


def ask_again(visit: Visit) -> None:
    """Judge the password that came with a form, when the sign-in is not fresh.

    Raises: RefusedError, when it is wrong or was not given.
    """
    if is_fresh(visit.request):
        return
    if not visit.account.has_usable_password():
        raise RefusedError(
            gettext("登录已超过 {minutes} 分钟。请先再核一次本人，再做这一步。").format(
                minutes=settings.CONFIRM_MINUTES
            )
        )
    if not visit.posted("password"):
        raise RefusedError(
            gettext("登录已超过 {minutes} 分钟，请再输一次密码。").format(minutes=settings.CONFIRM_MINUTES)
        )
    asked_again(visit.account, visit.posted("password"))
    make_fresh(visit.request)


def to_confirm(visit: Visit, to: str) -> HttpResponse | None:
    """Return the way to where a person proves anew who it is, None when that is fresh; for forms without a password."""
    if is_fresh(visit.request):
        return None
    return redirect(f"{reverse('confirm')}?{urlencode({'next': to})}")


def provider() -> Provider | None:
    """Return the provider that the site shares its sign-in with, None when there is none."""
    if not settings.OIDC_ISSUER:
        return None
    return Provider(settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET, settings.OIDC_CLAIM)


def whole(request: HttpRequest, path: str) -> str:
    """Return a path with the site's own name before it, as it is copied into a letter."""
    scheme = "https" if settings.IS_HTTPS else request.scheme
    return f"{scheme}://{request.get_host()}{path}"
