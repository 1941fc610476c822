"""下载全市自诊报告."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.pages.improve._report import report_file
from zhibao.web.pages.improve.improve_report import ROUTE
from zhibao.web.records.role import Need


@page(f"{ROUTE}<slug:file>/", name="improve_report_file", needs=Need.BOARD)
def improve_report_file(visit: Visit) -> HttpResponse:
    """下载全市自诊报告: as Word or PDF."""
    return report_file(visit, None)
