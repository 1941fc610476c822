"""请求的大小: what is larger than anything that is taken here is turned away before any of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext


def bodies(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware that looks at the announced length; a length that is no number is none."""

    def measured(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if length.isdecimal() and int(length) <= settings.MOST_BODY_MEGABYTES << 20:
            return answer(request)
        text = gettext("最大 {most} MB。请删去不需要的图片，或分成几个文件后再试。").format(
            most=settings.MOST_BODY_MEGABYTES
        )
        return render(request, "parts/failure.html", {"head": gettext("文件太大，没有收下"), "text": text}, status=413)

    return measured
