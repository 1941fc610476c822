"""登录的第二步."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.second_factor import begun_factor, enrol
from zhibao.web.actions.sign_in import came_in
from zhibao.web.actions.sign_in import second_step as judged_code
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import arriving, come_in, let_in
from zhibao.web.parts.known_browser import remember, source_of
from zhibao.web.records.account import Account
from zhibao.web.records.role import Need
from zhibao.web.records.second_factor import factor_of


@page("sign-in/code/", name="second_step", needs=Need.ANYONE, methods=("GET", "POST"))
def second_step(visit: Visit) -> HttpResponse:
    """登录的第二步: the code of a telephone; where the role must have one and has none, it is made known here."""
    found = arriving(visit)
    if found is None:
        return redirect("sign_in")
    account, to = found
    wrong = ""
    if visit.is_post:
        try:
            return _judged(visit, account, to)
        except RefusedError as refused:
            wrong = str(refused)
    told = {"wrong": wrong, "person": account, "factor": None if factor_of(account) else begun_factor(account)}
    return render(visit.request, "pages/account/second_step.html", told, status=403 if wrong else 200)


def _judged(visit: Visit, account: Account, to: str) -> HttpResponse:
    """Let the person in. Raises: RefusedError, when the code is wrong."""
    code = visit.posted("code")
    if factor_of(account):
        judged_code(account, code, source=source_of(visit.request))
        return come_in(visit, account, to)
    codes = enrol(account, code)
    came_in(account, "第一次设动态码")
    let_in(visit, account)
    told = {"codes": codes, "account": account, "to": to}
    return remember(visit.request, render(visit.request, "pages/account/recovery_codes.html", told), account)
