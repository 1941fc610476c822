"""接口：一版的全部指标值."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.answers import answer
from zhibao.web.parts.published import published
from zhibao.web.records.role import Need


@page("api/<slug:city>/<int:year>/<slug:release>/values.json", name="api_values", needs=Need.ANYONE)
def api_values(visit: Visit) -> HttpResponse:
    """接口：一版的全部指标值, as they may be shown."""
    return answer(
        [
            {"indicator": one.name, "label": one.label, "unit": one.unit, **point.model_dump()}
            for one in published(visit).report.definitions
            for point in one.points
        ]
    )
