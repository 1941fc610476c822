"""一年的年报: the release in force; its permanent address stands on the page."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.pages.publish.published_release import reading
from zhibao.web.parts.published import published
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/", name="published_year", needs=Need.ANYONE)
def published_year(visit: Visit) -> HttpResponse:
    """一年的年报: whichever release is in force today."""
    return reading(visit, published(visit))
