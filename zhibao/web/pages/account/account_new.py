"""开账号."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from zhibao.web.actions.account_form import Wanted
from zhibao.web.actions.open_account import open_account
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.parts.account_fields import choices_for, wanted_of
from zhibao.web.parts.arriving import ask_again
from zhibao.web.parts.slips import slips
from zhibao.web.records.account import EVERYWHERE
from zhibao.web.records.role import Need, Role


@page("accounts/new/", name="account_new", needs=Need.KEEP_ACCOUNTS, methods=("GET", "POST"))
def account_new(visit: Visit) -> HttpResponse:
    """开账号: a form, and after it the link that is given to the person, shown once."""
    city = "" if visit.account.city == EVERYWHERE else visit.account.city
    wanted, wrong = Wanted("", "", Role.CLERK, city), ""
    if visit.is_post:
        wanted = wanted_of(visit)
        try:
            ask_again(visit)
            opened = open_account(visit.account, wanted)
            return slips(visit, [opened], gettext("账号开好了"))
        except RefusedError as refused:
            wrong = str(refused)
    told = {
        "account": visit.account,
        "wanted": wanted,
        "wrong": wrong,
        "is_fresh": visit.is_fresh,
        **choices_for(visit, wanted),
    }
    return render(visit.request, "pages/account/account_new.html", told, status=409 if wrong else 200)
