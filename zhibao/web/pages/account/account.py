"""一个账号."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from zhibao.web.actions.account_form import Wanted
from zhibao.web.actions.change_account import change_account
from zhibao.web.actions.close_account import close_account, reopen_account
from zhibao.web.actions.end_sittings import end_all_of
from zhibao.web.actions.invite import invite_again, revoke_invitation
from zhibao.web.actions.keep_accounts import kept_by
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.reset_account import reset_password, reset_second_factor, unlock_account
from zhibao.web.guard import Visit, page
from zhibao.web.parts.account_fields import choices_for, wanted_of
from zhibao.web.parts.account_state import state_of
from zhibao.web.parts.arriving import ask_again
from zhibao.web.parts.slips import slips
from zhibao.web.records.account import Account
from zhibao.web.records.invitation import Invitation
from zhibao.web.records.known_places import known, place_label
from zhibao.web.records.role import Need
from zhibao.web.records.second_factor import factor_of
from zhibao.web.records.sitting import sittings_of
from zhibao.web.records.trail import TrailEntry

_LATEST = 20
_PLAIN = {
    "close": close_account,
    "reopen": reopen_account,
    "unlock": unlock_account,
    "revoke": revoke_invitation,
    "forget": reset_second_factor,
    "end": end_all_of,
}


@page("accounts/of/<slug:account>/", name="account", needs=Need.KEEP_ACCOUNTS, methods=("GET", "POST"))
def account(visit: Visit) -> HttpResponse:
    """一个账号: what it is and may, changed here; its link, lock, telephone and sessions."""
    number = visit.named["account"]
    person = kept_by(visit.account).filter(pk=int(number)).first() if number.isdecimal() else None
    if person is None:
        raise Http404
    wanted, wrong = Wanted.of(person), ""
    if visit.is_post:
        try:
            ask_again(visit)
            return _done(visit, person)
        except RefusedError as refused:
            wrong = str(refused)
            wanted = wanted_of(visit, person.login) if visit.posted("do") == "change" else wanted
        person.refresh_from_db()
    told = _told(visit, person) | {"wanted": wanted, "wrong": wrong, **choices_for(visit, wanted)}
    return render(visit.request, "pages/account/account.html", told, status=409 if wrong else 200)


def _done(visit: Visit, person: Account) -> HttpResponse:
    """Do what was asked for. Raises: RefusedError."""
    match visit.posted("do"):
        case "change":
            change_account(visit.account, person, wanted_of(visit, person.login))
        case "invite":
            return slips(visit, [(person, invite_again(visit.account, person))], gettext("新的邀请"))
        case "reset":
            return slips(
                visit, [(person, reset_password(visit.account, person))], gettext("密码已收回，请给本人新的邀请")
            )
        case what if what in _PLAIN:
            _PLAIN[what](visit.account, person)
        case _:
            raise RefusedError(gettext("没有这种操作。"))
    return redirect(f"{visit.request.path}?done={visit.posted('do')}")


def _told(visit: Visit, person: Account) -> dict[str, object]:
    invitation = Invitation.objects.filter(account=person, used_at__isnull=True, revoked_at__isnull=True).first()
    return {
        "account": visit.account,
        "person": person,
        "state": state_of(person),
        "where": place_label(person, known(person.city)),
        "invitation": invitation,
        "invitation_is_good": invitation is not None and invitation.is_good(timezone.now()),
        "factor": factor_of(person),
        "sittings": sittings_of(person),
        "is_own": person.pk == visit.account.pk,
        "is_fresh": visit.is_fresh,
        "done": _WORDS.get(visit.request.GET.get("done", ""), ""),
        "entries": TrailEntry.objects.filter(who=person.login).order_by("-number")[:_LATEST],
        "kept_entries": TrailEntry.objects.filter(what=person.login).order_by("-number")[:_LATEST],
    }


_WORDS = {
    "change": gettext_lazy("改好了。"),
    "close": gettext_lazy("停用了，别处的登录已结束，邀请已撤销。"),
    "reopen": gettext_lazy("恢复了，用原来的密码登录。"),
    "unlock": gettext_lazy("解锁了。"),
    "revoke": gettext_lazy("邀请撤销了。"),
    "forget": gettext_lazy("动态码收回了，本人下次登录时重设。"),
    "end": gettext_lazy("各处的登录都结束了。"),
}
