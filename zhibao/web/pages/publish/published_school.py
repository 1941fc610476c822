"""一校的数: a school's figures as they went into the city's report."""

from django.http import Http404, HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.definition_pops import pops
from zhibao.web.parts.published import address, figure, published, shown
from zhibao.web.records.listed_report import ListedReport
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/s/<slug:school>/", name="published_school", needs=Need.ANYONE)
def published_school(visit: Visit) -> HttpResponse:
    """一校的数: headline figures, every indicator of both years, and where its own report is."""
    one = published(visit)
    code = str(visit.named["school"])
    name = dict(one.report.schools).get(code)
    if name is None:
        raise Http404
    rows = [made for each in one.report.of_school(code) if (made := figure(each, code)) is not None]
    told: dict[str, object] = {
        "school": name,
        "figures": one.figures(code)[:6],
        "rows": [(row, [point.printed for point in row.definition.of(code)][-2:]) for row in rows],
        "pops": pops(one.report, (*one.report.heads, *(row.definition.name for row in rows)), code),
        "own": ListedReport.objects.filter(campaign=one.release.candidate.campaign, title=name).first(),
        "permanent": address(visit, f"{one.base}s/{code}/"),
        "newer_at": f"{one.newer.base}s/{code}/" if one.newer else "",
    }
    return shown(visit, "pages/publish/published_school.html", one, told, "schools")
