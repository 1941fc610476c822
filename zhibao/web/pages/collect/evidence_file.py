"""下载佐证材料."""

from django.http import Http404, HttpResponse

from zhibao.web.actions.prove import handed_out
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE
from zhibao.web.parts.proof_answer import proof_answer
from zhibao.web.records.evidence import evidence_of
from zhibao.web.records.role import Need


@page(f"{ROUTE}evidence/<slug:proof>/", name="evidence_file", needs=Need.LOOK)
def evidence_file(visit: Visit) -> HttpResponse:
    """下载佐证材料: always as a file to be saved, never shown as a page of the site."""
    number = visit.named["proof"]
    found = evidence_of(visit.submission).filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise Http404
    return proof_answer(visit.request, found.name, found.digest, lambda: handed_out(visit.account, found))
