"""从统一认证回来."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.vouched import not_vouched, vouched_again, vouched_for
from zhibao.web.guard import Visit, page
from zhibao.web.pages.account.oidc_start import KEPT
from zhibao.web.parts.arriving import come_in, provider
from zhibao.web.provider import Journey, NotVouchedError, Provider, came_back
from zhibao.web.records.role import Need
from zhibao.web.records.sitting import make_fresh


@page("sign-in/provider/back/", name="oidc_back", needs=Need.ANYONE)
def oidc_back(visit: Visit) -> HttpResponse:
    """从统一认证回来: let in whose identity an administrator has bound; nobody gets an account by this."""
    asked = provider()
    if asked is None:
        raise Http404
    # Taken out before anything is judged: what comes back a second time is not known any more.
    journey = Journey.of(visit.request.session.pop(KEPT, None))
    try:
        return _judged(visit, asked, journey)
    except NotVouchedError as error:
        not_vouched(error.detail)
        text = str(error)
    except RefusedError as error:
        text = str(error)
    return render(visit.request, "parts/failure.html", {"head": gettext("没有登录"), "text": text}, status=403)


def _judged(visit: Visit, asked: Provider, journey: Journey | None) -> HttpResponse:
    """Let the person in, or make a session fresh. Raises: NotVouchedError, RefusedError."""
    said = {name: str(text) for name, text in visit.request.GET.items()}
    identity = came_back(asked, journey, said)
    assert journey is not None
    if not journey.purpose:
        return come_in(visit, vouched_for(identity), journey.wanted)
    vouched_again(visit.person, journey.purpose, identity)
    make_fresh(visit.request)
    return redirect(journey.wanted)
