"""我的账号."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.end_sittings import end_own
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import provider
from zhibao.web.records.known_places import known, place_label
from zhibao.web.records.recovery_code import unused
from zhibao.web.records.role import Need
from zhibao.web.records.second_factor import factor_of, is_required
from zhibao.web.records.sitting import sittings_of


@page("me/", name="me", needs=Need.SIGNED_IN, methods=("GET", "POST"))
def me(visit: Visit) -> HttpResponse:
    """我的账号: what it is good for, how its person comes in, and where it is signed in; sessions are ended here."""
    account, here = visit.account, visit.request.session.session_key or ""
    if visit.is_post:
        end_own(account, visit.posted("end"), here)
        return redirect("me")
    places = known(account.city)
    registers = places[account.city].registers if account.city in places else {}
    told = {
        "account": account,
        "where": place_label(account, places),
        "sections": [registers.get(one, one) for one in account.sections],
        "factor": factor_of(account),
        "codes_left": unused(account),
        "is_required": is_required(account),
        "sittings": [(one, one.key == here) for one in sittings_of(account)],
        "has_provider": provider() is not None,
    }
    return render(visit.request, "pages/account/me.html", told)
