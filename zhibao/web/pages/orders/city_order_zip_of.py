"""取各市一批里一市的: the reports of one city as an archive."""

from django.http import Http404, HttpResponse

from zhibao.web.actions.order_cities import parts_of
from zhibao.web.guard import Visit, page
from zhibao.web.pages.orders.city_order import ORDER, city_order_of
from zhibao.web.pages.orders.city_order_zip import sent
from zhibao.web.records.role import Need


@page(f"{ORDER}zip/<slug:campaign>/", name="city_order_zip_of", needs=Need.TAKE_CITIES)
def city_order_zip_of(visit: Visit) -> HttpResponse:
    """取各市一批里一市的: what has come out of its part so far."""
    order = city_order_of(visit)
    parts = [one for one in parts_of(order) if one.campaign_id == visit.campaign.pk]
    if not parts:
        raise Http404
    return sent(visit, parts, f"{order} {visit.campaign.place}.zip")
