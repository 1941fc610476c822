"""存节: what the editor sends while somebody writes."""

import json

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext

from zhibao.web.actions.lock_section import TakenError
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import standing
from zhibao.web.actions.save_section import ChangedError
from zhibao.web.actions.save_section import save_section as save
from zhibao.web.bridge.sections import piece_of
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.section import SECTION
from zhibao.web.parts.outline_rows import address_of
from zhibao.web.parts.section_view import faults_here
from zhibao.web.parts.tags import moment
from zhibao.web.parts.wording import difference, shortened
from zhibao.web.records.chapter_text import digest_of
from zhibao.web.records.role import Need


@page(f"{SECTION}save/", name="save_section", needs=Need.WRITE, methods=("POST",))
def save_section(visit: Visit) -> HttpResponse:
    """存节: answer with the version and what is wrong with it, or with what somebody else wrote meanwhile."""
    chapter, key = visit.named["chapter"], visit.named["section"]
    try:
        sent = json.loads(visit.request.body)
        seen, text = str(sent["seen"]), str(sent["text"])
    except (ValueError, KeyError, TypeError):
        return HttpResponse(gettext("没有存：发来的内容看不懂。"), status=400, content_type="text/plain; charset=utf-8")
    try:
        saved = save(visit.account, visit.campaign, chapter, key, seen, text)
    except ChangedError as error:
        bits = shortened(difference(error.theirs, "\n".join(text.splitlines()).strip("\n")))
        clash: dict[str, object] = {
            "said": str(error),
            "theirs": error.theirs,
            "by": error.by,
            "at": moment(error.at),
            "diff": bits,
        }
        return JsonResponse(clash | {"seen": digest_of(error.theirs)}, status=409)
    except TakenError as error:
        return JsonResponse({"said": str(error), "taken": error.lock.by.name}, status=409)
    except RefusedError as error:
        return JsonResponse({"said": str(error)}, status=409)
    texts = standing(visit.campaign)
    here, elsewhere = faults_here(visit.campaign.path, texts, chapter, piece_of(texts[chapter].text, saved.section))
    told: dict[str, object] = {
        "number": saved.number,
        "seen": saved.digest,
        "at": moment(saved.at),
        "address": address_of(visit.campaign, chapter, saved.section),
        "faults": here,
        "elsewhere": [
            gettext("{chapter} 第 {line} 行：{said}").format(chapter=one.chapter, line=one.line, said=one.said)
            for one in elsewhere
        ],
    }
    return JsonResponse(told)
