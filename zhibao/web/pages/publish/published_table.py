"""一张表: for ever at this address."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.published import exhibit_page
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/t/<slug:exhibit>/", name="published_table", needs=Need.ANYONE)
def published_table(visit: Visit) -> HttpResponse:
    """一张表: with its files and the release that corrects it."""
    return exhibit_page(visit, "t")
