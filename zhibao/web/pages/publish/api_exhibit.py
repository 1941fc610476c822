"""接口：一张表或图."""

import json

from django.http import Http404, HttpResponse

from zhibao.web.bridge.releasing import public_file
from zhibao.web.guard import Visit, page
from zhibao.web.parts.answers import answer
from zhibao.web.parts.published import published
from zhibao.web.records.role import Need


@page("api/<slug:city>/<int:year>/<slug:release>/exhibits/<slug:exhibit>.json", name="api_exhibit", needs=Need.ANYONE)
def api_exhibit(visit: Visit) -> HttpResponse:
    """接口：一张表或图, as the file of the release says."""
    one = published(visit)
    named = str(visit.named["exhibit"])
    path = public_file(one.folder, f"{named}.json") if any(each.key == named for each in one.report.exhibits) else None
    if path is None:
        raise Http404
    return answer(json.loads(path.read_bytes()))
