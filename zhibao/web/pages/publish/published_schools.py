"""各校: the schools whose figures went into a release."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.published import published, shown
from zhibao.web.records.listed_report import ListedReport
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/schools/", name="published_schools", needs=Need.ANYONE)
def published_schools(visit: Visit) -> HttpResponse:
    """各校: each with its figures and its own report."""
    one = published(visit)
    own = {each.title: each for each in ListedReport.objects.filter(campaign=one.release.candidate.campaign)}
    rows = [(code, name, own.get(name)) for code, name in one.report.schools]
    return shown(visit, "pages/publish/published_schools.html", one, {"rows": rows}, "schools")
