"""封存一校."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.freeze import freeze as freeze_all
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.records.role import Need


@page("<slug:campaign>/schools/<slug:school>/freeze/", name="freeze", needs=Need.FREEZE, methods=("POST",))
def freeze(visit: Visit) -> HttpResponse:
    """封存一校: and back to the board."""
    try:
        freeze_all(visit.account, visit.school)
    except RefusedError as refused:
        told = {"head": f"{visit.school}没有封存", "text": str(refused)}
        return render(visit.request, "parts/failure.html", told, status=409)
    return redirect("board", campaign=visit.campaign.slug)
