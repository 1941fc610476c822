"""改密码."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render

from zhibao.web.actions.new_password import RULES, change_password
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.records.role import Need
from zhibao.web.records.sitting import moved


@page("me/password/", name="my_password", needs=Need.SIGNED_IN, methods=("GET", "POST"))
def my_password(visit: Visit) -> HttpResponse:
    """改密码: the old one, and the new one twice; all other sessions end."""
    wrong, is_done = "", False
    if visit.is_post:
        here = visit.request.session.session_key or ""
        old, new, again = (visit.posted(name) for name in ("old", "password", "again"))
        try:
            change_password(visit.account, old, new, again, here)
            is_done = True
            update_session_auth_hash(visit.request, visit.account)
            moved(visit.request, here)
        except RefusedError as refused:
            wrong = str(refused)
    told = {"account": visit.account, "wrong": wrong, "is_done": is_done, "rules": RULES}
    return render(visit.request, "pages/account/my_password.html", told, status=409 if wrong else 200)
