"""一校的案例: what the school has written and handed in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibao.web.actions.choose_cases import is_chosen
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.write_case import MOST_CASES, begin_case, last_text
from zhibao.web.guard import ForbiddenError, Visit, page
from zhibao.web.records.role import Need
from zhibao.web.records.school_case import SchoolCase

SCHOOL = "<slug:campaign>/schools/<slug:school>/cases/"


@page(SCHOOL, name="school_cases", needs=Need.CASES, methods=("GET", "POST"))
def school_cases(visit: Visit) -> HttpResponse:
    """一校的案例: the school's clerk begins a new one; county and city read."""
    refused = ""
    if visit.is_post:
        if not visit.may(Need.TELL):
            raise ForbiddenError
        try:
            case = begin_case(visit.account, visit.school)
            return redirect("school_case", visit.campaign.slug, visit.school.code, case.number)
        except RefusedError as error:
            refused = str(error)
    found = SchoolCase.objects.filter(school=visit.school).select_related("school__campaign", "recommended_by")
    shown = {
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "cases": [(one, last_text(one), is_chosen(one)) for one in found],
        "may_tell": visit.may(Need.TELL),
        "most": MOST_CASES,
        "refused": refused,
    }
    return render(visit.request, "pages/write/school_cases.html", shown, status=409 if refused else 200)
