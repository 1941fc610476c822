"""取各市一批的清单: every report of every city as CSV."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.export_seen import CSV, Listed, seen_exported
from zhibao.web.actions.order_cities import parts_of
from zhibao.web.guard import Visit, page
from zhibao.web.pages.orders.city_order import ORDER, city_order_of
from zhibao.web.pages.orders.order_list import MADE, rows_of_made
from zhibao.web.records.order import OrderItem
from zhibao.web.records.province_order import ProvinceOrder
from zhibao.web.records.role import Need


@page(f"{ORDER}list/", name="city_order_list", needs=Need.TAKE_CITIES)
def city_order_list(visit: Visit) -> HttpResponse:
    """取各市一批的清单: a row per school, by city."""
    order = city_order_of(visit)
    listed = Listed(f"各市第 {order.number} 批", ("市", *MADE), list(_rows(order)))
    content = seen_exported(visit.account, [listed], CSV, f"city order {order.number}")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    said = content_disposition_header(as_attachment=True, filename=f"{order}.csv")
    response.headers["Content-Disposition"] = said or ""
    return response


def _rows(order: ProvinceOrder) -> Iterator[tuple[str | int, ...]]:
    for part in parts_of(order):
        items = OrderItem.objects.filter(order=part).select_related("job").order_by("pk")
        yield from ((part.campaign.place, *row) for row in rows_of_made(items))
