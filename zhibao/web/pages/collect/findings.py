"""现校: the side of the sheet, made again after something was saved."""

from django.http import HttpResponse
from django.shortcuts import render

from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE
from zhibao.web.parts.desk import desk
from zhibao.web.records.role import Need


@page(f"{ROUTE}findings/", name="findings", needs=Need.LOOK)
def findings(visit: Visit) -> HttpResponse:
    """现校: findings of this register, from the same checks as over frozen data."""
    shown = desk(visit.submission)
    told = {
        "desk": shown,
        "may_fill": visit.may(Need.FILL) and visit.submission.standing.is_open,
        "may_comment": visit.may(Need.COMMENT),
    }
    return render(visit.request, "parts/findings.html", told)
