"""催办."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.remind import remind as send
from zhibao.web.guard import Visit, page
from zhibao.web.records.role import Need
from zhibao.web.records.school import School


@page("<slug:campaign>/remind/", name="remind", needs=Need.REMIND, methods=("POST",))
def remind(visit: Visit) -> HttpResponse:
    """催办: the school that the form names, or every school of the person's that is late."""
    code = visit.posted("school")
    found = School.objects.filter(campaign=visit.campaign).select_related("campaign")
    schools = [one for one in found if visit.account.may(Need.REMIND, visit.campaign, one) and code in ("", one.code)]
    try:
        send(visit.account, schools)
    except RefusedError as refused:
        told = {"head": gettext("没有催办"), "text": str(refused)}
        return render(visit.request, "parts/failure.html", told, status=409)
    if code:
        return redirect("school", campaign=visit.campaign.slug, school=code)
    return redirect("board", campaign=visit.campaign.slug)
