"""成批: the orders of a campaign, and the two things that can be ordered."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.ask_order import open_corpus, order_reports
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.parts.order_state import order_state
from zhibao.web.records.order import Order
from zhibao.web.records.role import Need

ROUTE = "<slug:campaign>/orders/"
_SHOWN = 30


@page(ROUTE, name="orders", needs=Need.ORDER, methods=("GET", "POST"))
def orders(visit: Visit) -> HttpResponse:
    """成批: what was ordered, the latest first; ordering leads to the page of the order."""
    refused = ""
    if visit.is_post:
        try:
            return redirect("order", campaign=visit.campaign.slug, order=_ordered(visit).number)
        except RefusedError as error:
            refused = str(error)
    found = Order.objects.filter(campaign=visit.campaign).select_related("by", "plan", "summary")[:_SHOWN]
    told = {
        "account": visit.account,
        "campaign": visit.campaign,
        "states": [order_state(one) for one in found],
        "schools": visit.campaign.schools.count(),
        "refused": refused,
    }
    return render(visit.request, "pages/orders/orders.html", told, status=409 if refused else 200)


def _ordered(visit: Visit) -> Order:
    match visit.posted("do"):
        case "compile":
            return order_reports(visit.account, visit.campaign)
        case "audit":
            return open_corpus(visit.account, visit.campaign)
        case _:
            raise RefusedError(gettext("没有这一步。请刷新页面。"))
