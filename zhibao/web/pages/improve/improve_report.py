"""全市自诊报告: what all schools found and do about it, summed up, with the city's own."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._report import report_page
from zhibao.web.records.role import Need

ROUTE = "<slug:campaign>/improve-report/"


@page(ROUTE, name="improve_report", needs=Need.BOARD)
def improve_report(visit: Visit) -> HttpResponse:
    """全市自诊报告: of the schools that the person may look at, to be read, printed or saved."""
    return report_page(visit, None)
