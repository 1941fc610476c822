"""佐证的下载: a file goes out as one to be saved, never shown as a page of the site."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from zhibao.web.actions.evidence_files import AwayError, file_of, type_of


def proof_answer(request: HttpRequest, name: str, digest: str, told: Callable[[], None]) -> HttpResponse:
    """Return a file after `told` has left in the trail that it goes out; why not, where it cannot be fetched now.

    Raises: Http404, when it is nowhere.
    """
    try:
        path = file_of(digest)
    except AwayError as away:
        said = {"head": gettext("这份文件现在取不出来"), "text": str(away)}
        return render(request, "parts/failure.html", said, status=503)
    if path is None:
        raise Http404
    told()
    answer = HttpResponse(path.read_bytes(), content_type=type_of(name))
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
