"""公开的文件: a file of a release or of what waits for one, byte for byte as its checksum says."""

from pathlib import Path

from django.http import Http404, HttpResponse

from zhibao.web.bridge.releasing import checksums_of, public_file

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SHOWN = ("svg", "png", "json")
_DRAWING = "default-src 'none'; style-src 'unsafe-inline'"


def file_answer(folder: Path, name: str, whose: str) -> HttpResponse:
    """Return a public file; drawings are shown, everything else is downloaded under a name that says of what.

    Raises: Http404, for a name that is not public or not there.
    """
    path = public_file(folder, name)
    if path is None or not path.is_file():
        raise Http404
    ending = name.rpartition(".")[2]
    answer = HttpResponse(path.read_bytes(), content_type=_TYPES.get(ending, "application/octet-stream"))
    if ending not in _SHOWN:
        answer.headers["Content-Disposition"] = f'attachment; filename="{whose}-{name.replace("/", "-")}"'
    answer.headers["Content-Security-Policy"] = _DRAWING
    answer.headers["ETag"] = f'"{checksums_of(folder)[name]}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
