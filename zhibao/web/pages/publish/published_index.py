"""各地年报: every release that is public, without an account."""

from django.http import HttpResponse
from django.shortcuts import render

from zhibao.web.guard import Visit, page
from zhibao.web.records.release import Release, public_releases
from zhibao.web.records.role import Need


@page("p/", name="published_index", needs=Need.ANYONE)
def published_index(visit: Visit) -> HttpResponse:
    """各地年报: one line per city and year, the release in force."""
    newest: dict[tuple[str, int], Release] = {}
    for one in public_releases():
        newest.setdefault((one.city, one.year), one)
    return render(visit.request, "pages/publish/published_index.html", {"releases": list(newest.values())})
