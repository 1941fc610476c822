"""取一稿的文件."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.ask_build import file_of
from zhibao.web.actions.took_file import took_file
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.report_build import BUILD, KINDS, build_of
from zhibao.web.records.role import Need


@page(f"{BUILD}<slug:what>/", name="build_file", needs=Need.DRAFT)
def build_file(visit: Visit) -> HttpResponse:
    """取一稿的文件: Word, PDF or web page; never shown here, only saved."""
    kind = visit.named["what"]
    build = build_of(visit)
    path = file_of(build, f"report.{kind}") if kind in dict(KINDS) else None
    if path is None:
        raise Http404
    took_file(visit.account, build, kind)
    response = HttpResponse(path.read_bytes(), content_type="application/octet-stream")
    name = f"{visit.campaign.title} 第 {build.number} 稿.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
