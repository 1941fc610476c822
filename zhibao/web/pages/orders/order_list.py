"""取一批的清单: its reports as CSV; of audits also what they say together."""

from collections.abc import Iterable, Iterator

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.export_seen import CSV, Listed, seen_exported
from zhibao.web.actions.order_files import files_of, made
from zhibao.web.actions.took_order import took
from zhibao.web.guard import Visit, page
from zhibao.web.pages.orders.order import ORDER, order_of
from zhibao.web.records.in_chinese import in_chinese
from zhibao.web.records.job import Standing
from zhibao.web.records.order import OrderItem
from zhibao.web.records.role import Need

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is asked for → the file of the summary, and how it is called.
_SUMMED = {
    "summary": ("summary.xlsx", "核验汇总.xlsx"),
    "prevalence": ("prevalence.csv", "各类问题.csv"),
    "copied": ("copied.csv", "照搬的段落与数.csv"),
}
MADE = ("代码", "单位", "状态", "读回的数", "已说明的问题", "草稿的原因", "没有做成的原因")
_AUDITED = ("报告", "状态", "标题", "数字", "有矛盾", "强制", "提示", "注", "没有做成的原因")


@page(f"{ORDER}list/<slug:what>/", name="order_list", needs=Need.ORDER)
def order_list(visit: Visit) -> HttpResponse:
    """取一批的清单: always as a file."""
    order, what = order_of(visit), visit.named["what"]
    if what == "reports":
        items = order.items.select_related("job").order_by("pk")
        rows = _rows_of_audits(items) if order.is_audit else rows_of_made(items)
        listed = Listed(f"第 {order.number} 批", _AUDITED if order.is_audit else MADE, list(rows))
        return _file(seen_exported(visit.account, [listed], CSV, f"order {order.number}"), f"{order}.csv")
    name, called = _SUMMED.get(what, ("", ""))
    content = made(order.summary, name) if order.summary is not None and name in files_of(order.summary) else None
    if content is None:
        raise Http404
    took(visit.account, order, called, name)
    return _file(content, f"{order} {called}")


def rows_of_made(items: Iterable[OrderItem]) -> Iterator[tuple[str | int, ...]]:
    """Yield a row per report that was to be made, as MADE heads them."""
    for one in items:
        told = (one.job.result or {}) if one.job is not None else {}
        held = "、".join(told.get("held", ()))
        yield (one.key, one.name, _standing(one), told.get("numbers", ""), told.get("explained", ""), held, _fault(one))


def _rows_of_audits(items: Iterable[OrderItem]) -> Iterator[tuple[str | int, ...]]:
    for one in items:
        told = (one.job.result or {}) if one.job is not None else {}
        severities = told.get("severities", {})
        counts = (severities.get(each, "") for each in ("error", "warning", "note"))
        numbers = (told.get("title", ""), told.get("numerals", ""), told.get("contradicted", ""))
        yield (one.name, _standing(one), *numbers, *counts, _fault(one))


def _standing(item: OrderItem) -> str:
    return in_chinese(Standing(item.job.standing).label) if item.job is not None else ""


def _fault(item: OrderItem) -> str:
    return item.job.fault if item.job is not None else ""


def _file(content: bytes, name: str) -> HttpResponse:
    kind = "text/csv; charset=utf-8" if name.endswith(".csv") else _XLSX
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
