"""自诊报告页: the page of a self-report, and the files of it, for a school and for the city."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from zhibao.web.actions.export_self_report import exported_self_report, self_report_of
from zhibao.web.bridge.diagnosing import measured
from zhibao.web.bridge.self_reports import KINDS
from zhibao.web.guard import Visit
from zhibao.web.parts.paper import paper_blocks
from zhibao.web.records.school import School

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def report_page(visit: Visit, school: School | None) -> HttpResponse:
    """Return the page, empty as long as nothing was frozen."""
    report = self_report_of(visit.account, visit.campaign, school)
    labels = {name: one.label for name, one in measured(visit.campaign.path).items()} if report else {}
    told = {
        "campaign": visit.campaign,
        "school": school,
        "account": visit.account,
        "document": report.document if report else None,
        "blocks": paper_blocks(report.document, labels) if report else [],
        "kinds": [(one, "Word" if one == "docx" else one.upper()) for one in KINDS],
    }
    return render(visit.request, "pages/improve/improve_report.html", told)


def report_file(visit: Visit, school: School | None) -> HttpResponse:
    """Return a file of it to be saved. Raises: Http404, for a kind that there is not, or before anything is frozen."""
    kind = visit.named["file"]
    content = exported_self_report(visit.account, visit.campaign, school, kind) if kind in KINDS else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=_TYPES[kind])
    name = f"{school.name if school else visit.campaign.place}{visit.campaign.year}年度自诊报告.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
