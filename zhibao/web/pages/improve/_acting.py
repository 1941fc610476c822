"""诊改页的动作: what the forms of a page ask for; every way works without a script."""

from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.improvement_note import evidence_taken, give_evidence, write_note
from zhibao.web.actions.measures import decide_measure, note_progress
from zhibao.web.actions.move_improvement import move_improvement
from zhibao.web.actions.open_improvement import open_freely, open_from_finding
from zhibao.web.actions.plan_improvement import plan_improvement
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.set_target import set_target
from zhibao.web.actions.take_into_register import take_into_city, take_into_register
from zhibao.web.guard import Visit
from zhibao.web.parts.improvement_case import address_of
from zhibao.web.parts.improving import improving
from zhibao.web.parts.proof_answer import proof_answer
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_cause import Cause
from zhibao.web.records.improvement_stage import step_named
from zhibao.web.records.measure import Progress
from zhibao.web.records.school import School


def answer(visit: Visit, school: School | None, chosen: Improvement | None = None) -> HttpResponse:
    """Return the page of a school or of the city, after what was asked for was done."""
    refused, status = "", 200
    if visit.is_post:
        try:
            return redirect(_do(visit, school, chosen))
        except RefusedError as error:
            refused, status = str(error), 409
        if chosen is not None:
            chosen.refresh_from_db()
    told = {
        "campaign": visit.campaign,
        "school": school,
        "account": visit.account,
        "page": improving(visit.campaign, school, visit.account, chosen, visit.request.GET.get("standards", "")),
        "refused": refused,
        "causes": Cause.choices,
        "states": Progress.choices,
        "sent": visit.request.POST if refused else {},
        "taken": visit.request.GET.get("taken", ""),
    }
    return render(visit.request, "pages/improve/improve.html", told, status=status)


def file_of(visit: Visit, chosen: Improvement | None) -> HttpResponse:
    """Return a file of a problem as one to be saved, never shown as a page of the site. Raises: Http404."""
    number = visit.named["file"]
    entries = chosen.entries.exclude(file_digest="") if chosen is not None and number.isdecimal() else None
    entry = entries.filter(pk=int(number)).first() if entries is not None else None
    if entry is None:
        raise Http404
    told = partial(evidence_taken, visit.account, entry)
    return proof_answer(visit.request, entry.file_name, entry.file_digest, told)


def _do(visit: Visit, school: School | None, chosen: Improvement | None) -> str:
    """Do what the form asks for and return where to go."""
    match visit.posted("do"):
        case "open":
            opened = open_from_finding(visit.account, visit.campaign, school, visit.posted("origin"))
            return address_of(opened, visit.campaign)
        case "open_freely":
            said = [visit.posted(name) for name in ("title", "fact", "topic")]
            return address_of(open_freely(visit.account, visit.campaign, school, *said), visit.campaign)
        case "target":
            said = [visit.posted(name) for name in ("indicator", "year", "direction", "number", "why")]
            for_schools = school is None and visit.posted("whose") == "schools"
            set_target(visit.account, visit.campaign, school, *said, for_schools=for_schools)
            return f"{visit.request.path}#aims"
        case "take" if school is not None:
            return f"{visit.request.path}?taken={take_into_register(visit.account, school).rows}#register"
        case "take":
            return f"{visit.request.path}?taken={take_into_city(visit.account, visit.campaign).rows}#register"
        case _ if chosen is not None:
            _about(visit, chosen)
            return f"{visit.request.path}#case"
        case _:
            raise RefusedError(gettext("没有这一步。请刷新页面。"))


def _about(visit: Visit, chosen: Improvement) -> None:
    """Do something about one problem."""
    said = visit.posted
    match said("do"):
        case "plan":
            causes = [str(one) for one in visit.request.POST.getlist("causes")]
            plan = [said(name) for name in ("cause", "lead", "due", "target", "topic")]
            plan_improvement(visit.account, chosen, causes, *plan)
        case "measure":
            decide_measure(visit.account, chosen, *(said(name) for name in ("text", "owner", "until", "aim")))
        case "progress":
            number = int(said("number")) if said("number").isdecimal() else 0
            note_progress(visit.account, chosen, number, said("state"), said("result"))
        case "note":
            write_note(visit.account, chosen, said("text"))
        case "evidence":
            sent = visit.request.FILES.get("file")
            file = sent if isinstance(sent, UploadedFile) else None
            give_evidence(visit.account, chosen, said("text"), said("link"), said("measure"), file)
        case name if step_named(name) is not None:
            move_improvement(visit.account, chosen, name, said("note"), said("later"))
        case _:
            raise RefusedError(gettext("没有这一步。请刷新页面。"))
