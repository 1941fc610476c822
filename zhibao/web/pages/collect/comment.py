"""批注一格."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhibao.web.actions.comment import comment as say
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE
from zhibao.web.records.role import Need


@page(f"{ROUTE}comment/", name="comment", needs=Need.COMMENT, methods=("POST",))
def comment(visit: Visit) -> HttpResponse:
    """批注一格: and back to where it was written."""
    try:
        say(visit.account, visit.submission, visit.posted("line"), visit.posted("field"), visit.posted("text"))
    except RefusedError as refused:
        return HttpResponse(str(refused), status=409, content_type="text/plain; charset=utf-8")
    back = "review" if visit.posted("back") == "review" and visit.may(Need.REVIEW) else "grid"
    named = {"campaign": visit.campaign.slug, "school": visit.school.code, "register": visit.submission.register}
    return redirect(reverse(back, kwargs=named) + "#talk")
