"""答复更正."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from zhibao.web.actions.correct import grant, refuse
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE
from zhibao.web.pages.collect.school import school_page
from zhibao.web.records.role import Need


@page(f"{ROUTE}correction/answer/", name="correction_answer", needs=Need.REVIEW, methods=("POST",))
def correction_answer(visit: Visit) -> HttpResponse:
    """答复更正: open for a day, or not, with a word."""
    try:
        match visit.posted("do"):
            case "grant":
                grant(visit.account, visit.submission)
            case "refuse":
                refuse(visit.account, visit.submission, visit.posted("answer"))
            case _:
                raise RefusedError(gettext("请选“准予”或“不准”。"))
    except RefusedError as refused:
        return school_page(visit, str(refused))
    return redirect("school", campaign=visit.campaign.slug, school=visit.school.code)
