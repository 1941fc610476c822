"""取回核验的文件."""

from pathlib import Path

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.desk_files import result_of
from zhibao.web.guard import Visit, page
from zhibao.web.parts.desk_owner import case_of
from zhibao.web.records.role import Need

# What is asked for → the file, how it is called after the report's own name, its type.
_FILES = {
    "copy": ("", "（批注）", "application/octet-stream"),
    "list": ("list.xlsx", "（问题清单）.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "page": ("audit.html", "（核验）.html", "application/octet-stream"),
    "json": ("audit.json", "（核验）.json", "application/json"),
}


@page("audit/<slug:case>/files/<slug:what>/", name="desk_file", needs=Need.DESK)
def desk_file(visit: Visit) -> HttpResponse:
    """取回核验的文件: the report with comments in it, the list, the page or the data; never shown, only saved."""
    case = case_of(visit)
    found, about = result_of(case), _FILES.get(visit.named["what"])
    if found is None or about is None:
        raise Http404
    folder, result = found
    file, ending, kind = about
    if not file:
        file = str(result["copy"])
        ending += Path(file).suffix
    if not file or not (folder / file).is_file():
        raise Http404
    response = HttpResponse((folder / file).read_bytes(), content_type=kind)
    name = f"{Path(case.name).stem}{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
