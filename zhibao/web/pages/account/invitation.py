"""接受邀请."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from zhibao.web.actions.accept_invitation import accept_invitation, invited
from zhibao.web.actions.new_password import RULES
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import judged
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import arrive
from zhibao.web.records.known_places import known, place_label
from zhibao.web.records.role import Need


@page("invitation/<slug:token>/", name="invitation", needs=Need.ANYONE, methods=("GET", "POST"))
def invitation(visit: Visit) -> HttpResponse:
    """接受邀请: whoever was invited sees whose account it is, and sets the own password."""
    token, wrong = visit.named["token"], ""
    try:
        person = invited(token)
    except RefusedError as refused:
        said = {"head": gettext("这个邀请不能用"), "text": str(refused)}
        return render(visit.request, "parts/failure.html", said, status=410)
    if visit.is_post:
        try:
            account = accept_invitation(token, visit.posted("password"), visit.posted("again"))
            return arrive(visit, judged(account.login, visit.posted("password")), "/")
        except RefusedError as refused:
            wrong = str(refused)
    where = place_label(person, known(person.city))
    told = {"person": person, "where": where, "wrong": wrong, "rules": RULES}
    return render(visit.request, "pages/account/invitation.html", told, status=409 if wrong else 200)
