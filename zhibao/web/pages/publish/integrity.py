"""核对文件: whether a file that somebody has is one that was released, and which; by its checksum."""

import hashlib
import re

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from zhibao.web.actions.prepare_release import folder_of
from zhibao.web.bridge.releasing import checksums_of, data_of
from zhibao.web.guard import Visit, page
from zhibao.web.records.release import public_releases
from zhibao.web.records.role import Need

MOST_BYTES = 64 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


@page("verify/", name="integrity", needs=Need.ANYONE, methods=("GET", "POST"))
def integrity(visit: Visit) -> HttpResponse:
    """核对文件: paste a checksum or give the file; with a script the browser counts it and the file stays there.

    The hash of the frozen data, which a report prints at its end, leads to the releases that rest on them.
    """
    asked, refused = "".join(str(visit.request.GET.get("sha256", "")).split()).lower(), ""
    if visit.is_post:
        sent = visit.request.FILES.get("file")
        if not isinstance(sent, UploadedFile):
            refused = gettext("没有选文件。")
        elif (sent.size or 0) > MOST_BYTES:
            refused = gettext("文件超过 {most} MB。请在自己的电脑上算出 SHA-256，贴到上面核对。").format(
                most=MOST_BYTES >> 20
            )
        else:
            found = hashlib.sha256()
            for part in sent.chunks():
                found.update(part)
            asked = found.hexdigest()
    elif asked and not _DIGEST.fullmatch(asked):
        refused, asked = gettext("这不是 SHA-256：应为 64 位的 0—9、a—f。"), ""
    listed = [
        (one, name, digest)
        for one in public_releases()
        for name, digest in checksums_of(folder_of(one.candidate)).items()
    ]
    data = [
        (one, year, digest) for one in public_releases() for year, digest in data_of(folder_of(one.candidate)).items()
    ]
    told = {
        "asked": asked,
        "data": data,
        "rests": [each for each in data if each[2] == asked] if asked else [],
        "refused": refused,
        "matches": [each for each in listed if each[2] == asked] if asked else [],
        "listed": listed,
        "newest": {(one.city, one.year): one.number for one in reversed(list(public_releases()))},
    }
    return render(visit.request, "pages/publish/integrity.html", told, status=409 if refused else 200)
