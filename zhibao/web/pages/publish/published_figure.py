"""一张图: for ever at this address."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.published import exhibit_page
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/f/<slug:exhibit>/", name="published_figure", needs=Need.ANYONE)
def published_figure(visit: Visit) -> HttpResponse:
    """一张图: with its files and the release that corrects it."""
    return exhibit_page(visit, "f")
