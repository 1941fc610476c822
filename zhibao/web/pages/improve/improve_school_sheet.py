"""下载一校的诊改清单."""

from django.http import HttpResponse

from zhibao.web.actions.export_improvements import exported_improvements
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.workbook import download
from zhibao.web.records.improvement import improvements_of
from zhibao.web.records.role import Need


@page("<slug:campaign>/schools/<slug:school>/improve-sheet/", name="improve_school_sheet", needs=Need.LOOK)
def improve_school_sheet(visit: Visit) -> HttpResponse:
    """下载一校的诊改清单: problems, measures, and everything that happened."""
    those = list(improvements_of(visit.campaign).filter(place=visit.school.code))
    content = exported_improvements(visit.account, visit.campaign, those, visit.school.name)
    return download(content, f"{visit.school.name}{visit.campaign.year}年诊改清单.xlsx")
