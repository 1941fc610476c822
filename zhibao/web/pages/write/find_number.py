"""找数字: indicators by name or alias, with what they say now."""

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse

from zhibao.web.bridge.indicator_search import said, search
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.writing import ROUTE
from zhibao.web.records.role import Need

_LONGEST = 200


@page(f"{ROUTE}numbers/", name="find_number", needs=Need.DRAFT)
def find_number(visit: Visit) -> HttpResponse:
    """找数字: `q` is looked for; `say` is a directive whose words are wanted."""
    asked, brace = visit.request.GET.get("q", ""), visit.request.GET.get("say", "")
    if brace:
        return JsonResponse({"said": [asdict(one) for one in said(visit.campaign.path, brace[:_LONGEST])]})
    return JsonResponse({"hits": [asdict(one) for one in search(visit.campaign.path, asked[:_LONGEST])]})
