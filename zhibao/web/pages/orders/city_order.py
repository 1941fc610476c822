"""各市一批: how far it is in every city, live; and what may be done with it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.end_orders import end_orders
from zhibao.web.actions.order_cities import again_in_cities, retry_in_cities, stop_in_cities
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.pages.orders.city_orders import ROUTE
from zhibao.web.parts.city_parts import city_parts
from zhibao.web.records.province_order import ProvinceOrder
from zhibao.web.records.role import Need

ORDER = f"{ROUTE}<int:order>/"


@page(ORDER, name="city_order", needs=Need.ORDER_CITIES, methods=("GET", "POST"))
def city_order(visit: Visit) -> HttpResponse:
    """各市一批: the page, or how far it is alone when it is asked for again."""
    one, refused = city_order_of(visit), ""
    if visit.is_post:
        try:
            _done(visit, one)
            return redirect(visit.request.path)
        except RefusedError as error:
            refused = str(error)
    end_orders()
    state = city_parts(one)
    told = {"account": visit.account, "order": one, "state": state, "refused": refused}
    told["may_take"] = visit.may(Need.TAKE_CITIES)
    if visit.request.headers.get("HX-Request") == "true":
        answer = render(visit.request, "pages/orders/city_order_progress.html", told)
        if not state.is_going:
            answer.headers["HX-Refresh"] = "true"
        return answer
    return render(visit.request, "pages/orders/city_order.html", told, status=409 if refused else 200)


def city_order_of(visit: Visit) -> ProvinceOrder:
    """Return the order that an address names. Raises: Http404, for none."""
    one = ProvinceOrder.objects.select_related("by").filter(number=int(visit.named["order"])).first()
    if one is None:
        raise Http404
    return one


def _done(visit: Visit, one: ProvinceOrder) -> None:
    match visit.posted("do"):
        case "stop":
            stop_in_cities(visit.account, one)
        case "again":
            again_in_cities(visit.account, one)
        case "retry":
            retry_in_cities(visit.account, one)
        case _:
            raise RefusedError(gettext("没有这一步。请刷新页面。"))
