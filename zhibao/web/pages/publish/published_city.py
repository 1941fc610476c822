"""一市的年报: all years, all corrections, and the register of reports that schools and others published."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhibao.web.guard import Visit, page
from zhibao.web.records.listed_report import LinkCheck, ListedReport
from zhibao.web.records.release import public_releases
from zhibao.web.records.role import Need


@page("p/<slug:city>/", name="published_city", needs=Need.ANYONE)
def published_city(visit: Visit) -> HttpResponse:
    """一市的年报."""
    releases = list(public_releases().filter(city=visit.named["city"]))
    if not releases:
        raise Http404
    checks = {one.url: one for one in LinkCheck.objects.filter(campaign__city=releases[0].city)}
    listed = [(one, checks.get(one.url)) for one in ListedReport.objects.filter(campaign__city=releases[0].city)]
    told = {
        "releases": [(one, checks.get(one.base)) for one in releases],
        "corrections": [one for one in releases if one.is_correction],
        "listed": listed,
        "city": releases[0],
        "place": releases[0].candidate.campaign.place,
    }
    return render(visit.request, "pages/publish/published_city.html", told)
