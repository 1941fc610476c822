"""待签发的文件: what is put up for release, to be read before it is signed."""

from django.http import Http404, HttpResponse

from zhibao.web.actions.prepare_release import folder_of, waiting
from zhibao.web.guard import Visit, page
from zhibao.web.parts.public_file import file_answer
from zhibao.web.records.role import Need


@page("<slug:campaign>/release/files/<path:name>", name="candidate_file", needs=Need.PREPARE)
def candidate_file(visit: Visit) -> HttpResponse:
    """待签发的文件: as everybody will get it, for those who put it up and sign it."""
    candidate = waiting(visit.campaign)
    if candidate is None:
        raise Http404
    return file_answer(folder_of(candidate), str(visit.named["name"]), f"{visit.campaign.slug}-{candidate.digest[:8]}")
