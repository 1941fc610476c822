"""占节: the editor says that somebody is at it, takes it over, or leaves it."""

from django.http import HttpResponse, JsonResponse

from zhibao.web.actions.lock_section import TakenError, let_go, lock_section
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.section import SECTION
from zhibao.web.parts.tags import moment
from zhibao.web.records.role import Need


@page(f"{SECTION}hold/", name="hold_section", needs=Need.WRITE, methods=("POST",))
def hold_section(visit: Visit) -> HttpResponse:
    """占节: answer whether the section is the person's; if not, whose since when."""
    chapter, key, do = visit.named["chapter"], visit.named["section"], visit.posted("do")
    if do == "leave":
        let_go(visit.account, visit.campaign, chapter, key)
        return HttpResponse(status=204)
    try:
        lock = lock_section(visit.account, visit.campaign, chapter, key, over=do == "over")
    except TakenError as error:
        told = {"said": str(error), "taken": error.lock.by.name, "at": moment(error.lock.taken_at)}
        return JsonResponse(told, status=409)
    except RefusedError as error:
        return JsonResponse({"said": str(error)}, status=409)
    return JsonResponse({"since": moment(lock.taken_at), "from": lock.taken_from.name if lock.taken_from else ""})
