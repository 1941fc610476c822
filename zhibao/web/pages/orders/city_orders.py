"""各市成批: orders of the reports of all schools of all cities, and the ordering of one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.order_cities import campaigns_of, order_cities
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.parts.city_parts import city_parts
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.province_order import ProvinceOrder
from zhibao.web.records.role import Need
from zhibao.web.records.school import School

ROUTE = "orders/cities/"
_SHOWN = 20


@page(ROUTE, name="city_orders", needs=Need.ORDER_CITIES, methods=("GET", "POST"))
def city_orders(visit: Visit) -> HttpResponse:
    """各市成批: what was ordered, the latest first; ordering leads to the page of the order."""
    refused = ""
    if visit.is_post:
        try:
            return redirect("city_order", order=_ordered(visit).number)
        except RefusedError as error:
            refused = str(error)
    years = []
    for year in Campaign.objects.order_by("-year").values_list("year", flat=True).distinct():
        campaigns = campaigns_of(year)
        years.append((year, len(campaigns), School.objects.filter(campaign__in=campaigns).count()))
    told = {
        "account": visit.account,
        "years": years,
        "orders": [city_parts(one) for one in ProvinceOrder.objects.select_related("by")[:_SHOWN]],
        "refused": refused,
    }
    return render(visit.request, "pages/orders/city_orders.html", told, status=409 if refused else 200)


def _ordered(visit: Visit) -> ProvinceOrder:
    year = visit.posted("year")
    if visit.posted("do") != "compile" or not year.isdecimal() or len(year) > 4:
        raise RefusedError(gettext("没有这一步。请刷新页面。"))
    return order_cities(visit.account, int(year))
