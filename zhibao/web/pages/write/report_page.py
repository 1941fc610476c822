"""预览的页: the page of the report as the command makes it."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhibao.web.actions.ask_build import looks
from zhibao.web.bridge.drafting import PAGE, looked
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.writing import ROUTE
from zhibao.web.records.role import Need

_WAITING = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'; sandbox"


@page(f"{ROUTE}look/page/", name="report_page", needs=Need.DRAFT)
def report_page(visit: Visit) -> HttpResponse:
    """预览的页: of no origin, with no script but its own; a word in its place while there is none."""
    name = visit.request.GET.get("v", "")
    if not name:
        waiting = render(visit.request, "pages/write/no_page.html", {})
        waiting.headers["Content-Security-Policy"] = _WAITING
        return waiting
    file = looks(visit.campaign) / name / PAGE
    found = looked(file.parent) if re.fullmatch(r"[0-9a-f]{24}", name) else None
    if found is None or not file.is_file():
        raise Http404
    response = HttpResponse(file.read_bytes(), content_type="text/html; charset=utf-8")
    policy = f"{found.policy}; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts"
    response.headers["Content-Security-Policy"] = policy
    return response
