"""委托."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.delegate import colleagues, delegate, revoke
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.records.delegation import Delegation
from zhibao.web.records.role import Need


@page(
    "<slug:campaign>/schools/<slug:school>/delegation/",
    name="delegation",
    needs=Need.DELEGATE,
    methods=("GET", "POST"),
)
def delegation(visit: Visit) -> HttpResponse:
    """委托: who of the school fills in which register besides, given and taken back here."""
    refused = ""
    if visit.is_post:
        try:
            _do(visit)
            return redirect(visit.request.path)
        except RefusedError as error:
            refused = str(error)
    given = Delegation.objects.filter(submission__school=visit.school, revoked_at__isnull=True)
    told = {
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "submissions": list(visit.school.submissions.all()),
        "colleagues": colleagues(visit.account, visit.school),
        "given": list(given.select_related("submission", "to", "by").order_by("submission__position", "id")),
        "refused": refused,
    }
    return render(visit.request, "pages/collect/delegation.html", told, status=409 if refused else 200)


def _do(visit: Visit) -> None:
    if visit.posted("revoke"):
        mine = Delegation.objects.filter(submission__school=visit.school)
        number = visit.posted("revoke")
        found = mine.filter(pk=int(number)).first() if number.isdecimal() else None
        if found is None:
            raise Http404
        revoke(visit.account, found)
        return
    submission = visit.school.submissions.filter(register=visit.posted("register")).first()
    if submission is None:
        raise RefusedError(gettext("请选一张表。"))
    delegate(visit.account, submission, visit.posted("to"))
