"""接口：各版年报."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.answers import answer, told
from zhibao.web.records.release import public_releases
from zhibao.web.records.role import Need


@page("api/releases.json", name="api_releases", needs=Need.ANYONE)
def api_releases(visit: Visit) -> HttpResponse:
    """接口：各版年报."""
    return answer([told(one) for one in public_releases()])
