"""看数页的应答: the page, its table as a file, or what stands there while nothing can be shown yet."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from zhibao.web.actions.export_seen import CSV, Listed, seen_exported
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.see_figures import Pending
from zhibao.web.guard import Visit
from zhibao.web.records.job import Standing
from zhibao.web.records.role import Need

_TYPES = {
    CSV: "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def waiting(visit: Visit, pending: Pending, here: str = "figures") -> HttpResponse:
    """Return what stands in the place of numbers: nothing frozen yet, being computed, or not computed."""
    job = pending.job
    told = {
        "account": visit.account,
        "campaign": visit._campaign,
        "school": visit._school,
        "here": here,
        "job": job,
        "is_failed": job is not None and job.standing == Standing.FAILED,
        "may_board": visit._campaign is not None and visit.account.may(Need.BOARD, visit._campaign),
        "address": visit.request.get_full_path(),
    }
    if visit.request.headers.get("HX-Request"):
        return render(visit.request, "pages/look/pending_part.html", told)
    return render(visit.request, "pages/look/pending.html", told)


def shown(visit: Visit, template: str, told: Mapping[str, object], *tables: Listed) -> HttpResponse:
    """Return the page, or its tables as a file when the address asks for one; `table` names the one for CSV."""
    kind = visit.request.GET.get("as", "")
    if kind:
        asked = visit.request.GET.get("table", "")
        first = min(int(asked), len(tables) - 1) if asked.isdecimal() else 0
        return _file(visit, tables if kind == "xlsx" else tables[first:], kind)
    everything = {
        "account": visit.account,
        "csv": with_query(visit, {"as": "csv"}),
        "xlsx": with_query(visit, {"as": "xlsx"}),
        "csv_of_one": with_query(visit, {"as": "csv", "table": "1"}),
    }
    response = render(visit.request, template, {**everything, **told})
    if visit.request.headers.get("HX-Request"):
        response.headers["HX-Refresh"] = "true"
    return response


def with_query(visit: Visit, changes: Mapping[str, str]) -> str:
    """Return the address of the page with some of its choices changed; an empty one is taken away."""
    query: QueryDict = visit.request.GET.copy()
    query.pop("as", None)
    query.pop("table", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    text = query.urlencode()
    return f"?{text}" if text else visit.request.path


def _file(visit: Visit, tables: Sequence[Listed], kind: str) -> HttpResponse:
    try:
        content = seen_exported(visit.account, tables, kind, visit.request.GET.urlencode())
    except RefusedError as refused:
        return render(
            visit.request, "parts/failure.html", {"head": gettext("没有导出"), "text": str(refused)}, status=404
        )
    response = HttpResponse(content, content_type=_TYPES[kind])
    name = f"{tables[0].title}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
