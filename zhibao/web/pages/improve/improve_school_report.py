"""自诊报告: what a school found of itself, what it does about it, and what came of it."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._report import report_page
from zhibao.web.records.role import Need

ROUTE = "<slug:campaign>/schools/<slug:school>/improve-report/"


@page(ROUTE, name="improve_school_report", needs=Need.LOOK)
def improve_school_report(visit: Visit) -> HttpResponse:
    """自诊报告: read by all who may look, to be printed or saved."""
    return report_page(visit, visit.school)
