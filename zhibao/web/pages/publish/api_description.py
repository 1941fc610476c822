"""接口说明."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.answers import answer
from zhibao.web.parts.openapi import described
from zhibao.web.records.role import Need


@page("api/openapi.json", name="api_description", needs=Need.ANYONE)
def api_description(visit: Visit) -> HttpResponse:
    """接口说明: the OpenAPI document."""
    return answer(described())
