"""接口：一版年报."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.answers import answer, told
from zhibao.web.parts.published import published
from zhibao.web.records.role import Need


@page("api/<slug:city>/<int:year>/<slug:release>/release.json", name="api_release", needs=Need.ANYONE)
def api_release(visit: Visit) -> HttpResponse:
    """接口：一版年报."""
    return answer(told(published(visit).release))
