"""准予延期."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from zhibao.web.actions.extend import extend as give
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.school import school_page
from zhibao.web.records.role import Need


@page("<slug:campaign>/schools/<slug:school>/extend/", name="extend", needs=Need.EXTEND, methods=("POST",))
def extend(visit: Visit) -> HttpResponse:
    """准予延期: and back to the school."""
    try:
        give(visit.account, visit.school, _time(visit.posted("until")), visit.posted("reason"))
    except RefusedError as refused:
        return school_page(visit, str(refused))
    return redirect("school", campaign=visit.campaign.slug, school=visit.school.code)


def _time(text: str) -> datetime | None:
    """Return the time that a form names, None for what is none."""
    try:
        return timezone.make_aware(datetime.fromisoformat(text)) if text else None
    except ValueError:
        return None
