"""口径说明: what every number of a release means, in one list, with the city's newest value."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.published import published, shown
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/k/", name="published_definitions", needs=Need.ANYONE)
def published_definitions(visit: Visit) -> HttpResponse:
    """口径说明: each leads to its page with formula, grounds and the schools' values."""
    one = published(visit)
    rows = [(each, next(reversed(each.of(one.report.place)), None)) for each in one.report.definitions]
    return shown(visit, "pages/publish/published_definitions.html", one, {"rows": rows}, "definitions")
