"""佐证材料."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhibao.web.actions.prove import prove, withdraw
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE, grid_page
from zhibao.web.records.role import Need


@page(f"{ROUTE}evidence/", name="evidence", needs=Need.FILL, methods=("POST",))
def evidence(visit: Visit) -> HttpResponse:
    """佐证材料: a file beside a cell or the register, or one taken back; and back to the sheet."""
    number = visit.posted("withdraw")
    try:
        if number.isdecimal():
            withdraw(visit.account, visit.submission, int(number))
        else:
            sent = visit.request.FILES.get("file")
            file = sent if isinstance(sent, UploadedFile) else None
            prove(visit.account, visit.submission, visit.posted("line"), visit.posted("field"), file)
    except RefusedError as refused:
        return grid_page(visit, str(refused))
    named = {"campaign": visit.campaign.slug, "school": visit.school.code, "register": visit.submission.register}
    return redirect(reverse("grid", kwargs=named) + "#evidence")
