"""核验结果的网页."""

from django.http import Http404, HttpResponse

from zhibao.web.actions.desk_files import result_of
from zhibao.web.guard import Visit, page
from zhibao.web.parts.desk_owner import case_of
from zhibao.web.records.role import Need


@page("audit/<slug:case>/viewer/", name="desk_viewer", needs=Need.DESK)
def desk_viewer(visit: Visit) -> HttpResponse:
    """核验结果的网页: made from somebody's file, hence of no origin, with no script but the viewer's own."""
    found = result_of(case_of(visit))
    if found is None:
        raise Http404
    folder, result = found
    response = HttpResponse((folder / "framed.html").read_bytes(), content_type="text/html; charset=utf-8")
    policy = f"{result['policy']}; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts"
    response.headers["Content-Security-Policy"] = policy
    return response
