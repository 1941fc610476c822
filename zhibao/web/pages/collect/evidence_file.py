"""下载佐证材料."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.evidence_files import path_of, type_of
from zhibao.web.actions.prove import handed_out
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE
from zhibao.web.records.evidence import evidence_of
from zhibao.web.records.role import Need


@page(f"{ROUTE}evidence/<slug:proof>/", name="evidence_file", needs=Need.LOOK)
def evidence_file(visit: Visit) -> HttpResponse:
    """下载佐证材料: always as a file to be saved, never shown as a page of the site."""
    number = visit.named["proof"]
    found = evidence_of(visit.submission).filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None or not path_of(found.digest).is_file():
        raise Http404
    handed_out(visit.account, found)
    response = HttpResponse(path_of(found.digest).read_bytes(), content_type=type_of(found.name))
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
