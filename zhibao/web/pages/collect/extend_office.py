"""延长审核."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from zhibao.web.actions.extend_office import extend_office as give
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.offices import offices_page
from zhibao.web.records.role import Need


@page("<slug:campaign>/offices/extend/", name="extend_office", needs=Need.EXTEND_OFFICE, methods=("POST",))
def extend_office(visit: Visit) -> HttpResponse:
    """延长审核: and back to the offices."""
    try:
        give(visit.account, visit.campaign, visit.posted("county"), _time(visit), visit.posted("reason"))
    except RefusedError as refused:
        return offices_page(visit, str(refused))
    return redirect("offices", campaign=visit.campaign.slug)


def _time(visit: Visit) -> datetime | None:
    """Return the time that the form names, None for what is none."""
    try:
        return timezone.make_aware(datetime.fromisoformat(visit.posted("until")))
    except ValueError:
        return None
