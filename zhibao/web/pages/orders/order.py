"""一批: how far it is, live; what came out of it; and what may be done with it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.ask_order import again, begin
from zhibao.web.actions.bring_reports import Brought, bring
from zhibao.web.actions.end_orders import end_orders
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.steer_order import clear, retry, stop_order
from zhibao.web.bridge.desk_types import ACCEPT, TAKEN
from zhibao.web.guard import Visit, page
from zhibao.web.pages.orders.orders import ROUTE
from zhibao.web.parts.order_state import order_state, rows_of
from zhibao.web.records.job import Standing
from zhibao.web.records.order import Order
from zhibao.web.records.role import Need

ORDER = f"{ROUTE}<int:order>/"
_REASONS = 20


@page(ORDER, name="order", needs=Need.ORDER, methods=("GET", "POST"))
def order(visit: Visit) -> HttpResponse:
    """一批: the page, or how far it is alone when it is asked for again."""
    one, refused, brought = order_of(visit), "", Brought()
    if visit.is_post:
        try:
            if visit.posted("do") == "clear":
                clear(visit.account, one)
                return redirect("orders", campaign=visit.campaign.slug)
            brought = _done(visit, one)
            if not brought.refused:
                return redirect(visit.request.path)
        except RefusedError as error:
            refused = str(error)
    told = _told(visit, order_of(visit)) | {"refused": refused, "brought": brought}
    if visit.request.headers.get("HX-Request") == "true":
        answer = render(visit.request, "pages/orders/order_progress.html", told)
        if not told["is_going"]:
            answer.headers["HX-Refresh"] = "true"
        return answer
    return render(visit.request, "pages/orders/order.html", told, status=409 if refused else 200)


def order_of(visit: Visit) -> Order:
    """Return the order that an address names. Raises: Http404, for none."""
    found = Order.objects.filter(campaign=visit.campaign, number=int(visit.named["order"]))
    one = found.select_related("campaign", "by", "plan", "summary").first()
    if one is None:
        raise Http404
    return one


def _done(visit: Visit, one: Order) -> Brought:
    match visit.posted("do"):
        case "bring":
            sent = visit.request.FILES.getlist("reports")
            return bring(visit.account, one, sent)
        case "begin":
            begin(visit.account, one)
        case "stop":
            stop_order(visit.account, one)
        case "again":
            again(visit.account, one)
        case "retry":
            retry(visit.account, one)
        case _:
            raise RefusedError(gettext("没有这一步。请刷新页面。"))
    return Brought()


def _told(visit: Visit, one: Order) -> dict[str, object]:
    if one.planned_at is not None and one.ended_at is None and end_orders():
        one = order_of(visit)
    state = order_state(one)
    asked = visit.request.GET
    failed = one.items.filter(job__standing=Standing.FAILED).select_related("job").order_by("pk")
    summary = one.summary
    return {
        "account": visit.account,
        "campaign": visit.campaign,
        "order": one,
        "state": state,
        "is_going": state.is_going,
        "rows": rows_of(one, asked.get("state", ""), asked.get("page", "")),
        "failed": failed[:_REASONS],
        "failures": state.counts[Standing.FAILED],
        "done": state.counts[Standing.DONE],
        "summary": summary.result if summary is not None and summary.standing == Standing.DONE else None,
        "summary_fault": summary.fault if summary is not None and summary.standing == Standing.FAILED else "",
        "size": sum(one.items.values_list("size", flat=True)) if one.is_open else 0,
        "accept": f"{ACCEPT},.zip",
        "taken": TAKEN,
    }
