"""我的动态码."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.second_factor import begun_factor, drop_factor, enrol, new_codes
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import ask_again
from zhibao.web.records.recovery_code import unused
from zhibao.web.records.role import Need
from zhibao.web.records.second_factor import factor_of, is_required


@page("me/second-step/", name="my_codes", needs=Need.SIGNED_IN, methods=("GET", "POST"))
def my_codes(visit: Visit) -> HttpResponse:
    """我的动态码: make a telephone known, get new recovery codes, or do without it again."""
    account, wrong = visit.account, ""
    if visit.is_post:
        try:
            return _done(visit)
        except RefusedError as refused:
            wrong = str(refused)
    factor = factor_of(account)
    told = {
        "account": account,
        "is_set": factor is not None,
        "factor": factor or begun_factor(account),
        "codes_left": unused(account),
        "is_required": is_required(account),
        "is_fresh": visit.is_fresh,
        "wrong": wrong,
    }
    return render(visit.request, "pages/account/my_codes.html", told, status=409 if wrong else 200)


def _done(visit: Visit) -> HttpResponse:
    """Do what was asked for. Raises: RefusedError."""
    ask_again(visit)
    match visit.posted("do"):
        case "enrol":
            codes = enrol(visit.account, visit.posted("code"))
        case "codes":
            codes = new_codes(visit.account)
        case _:
            drop_factor(visit.account)
            return redirect("me")
    told = {"codes": codes, "account": visit.account, "to": reverse("me")}
    return render(visit.request, "pages/account/recovery_codes.html", told)
