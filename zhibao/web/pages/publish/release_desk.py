"""发布台: what blocks a report, what waits for a signature, and what was released."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.prepare_release import ask_for_release, folder_of, last_job, sent_back, unsealed, waiting
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.release import release, send_back, stand_for
from zhibao.web.actions.report_texts import unbuilt
from zhibao.web.bridge.releasing import compared
from zhibao.web.guard import ForbiddenError, Visit, page
from zhibao.web.parts.arriving import ask_again
from zhibao.web.parts.published import files_of
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Standing
from zhibao.web.records.release import Release
from zhibao.web.records.role import Need


@page("<slug:campaign>/release/", name="release_desk", needs=Need.PREPARE, methods=("GET", "POST"))
def release_desk(visit: Visit) -> HttpResponse:
    """发布台: put up and sign are done by two persons; each finds here what is theirs to do."""
    refused = ""
    if visit.is_post:
        try:
            _do(visit)
            return redirect(visit.request.path)
        except RefusedError as error:
            refused = str(error)
    told = _told(visit.campaign)
    told |= {"account": visit.account, "refused": refused, "may_release": visit.may(Need.RELEASE)}
    told["is_fresh"] = visit.is_fresh
    answer = render(visit.request, "pages/publish/release_desk.html", told, status=409 if refused else 200)
    if told["is_running"] and not visit.is_post:
        answer.headers["Refresh"] = "3"
    return answer


def _do(visit: Visit) -> None:
    match visit.posted("do"):
        case "prepare":
            ask_for_release(visit.account, visit.campaign, visit.posted("note"))
        case "release":
            _release(visit, _moment(visit.posted("public_at")))
        case "send_back":
            if not visit.may(Need.RELEASE):
                raise ForbiddenError
            send_back(visit.account, visit.campaign, visit.posted("seen"), visit.posted("reason"))
        case _:
            raise RefusedError(gettext("没有这一步。请刷新页面。"))


def _release(visit: Visit, at: datetime | None) -> None:
    """Release with the password, or, for whoever has none, after the provider vouched anew. Raises: RefusedError."""
    if not visit.may(Need.RELEASE):
        raise ForbiddenError
    if visit.account.has_usable_password():
        release(visit.account, visit.campaign, visit.posted("seen"), visit.posted("password"), at)
    else:
        ask_again(visit)
        stand_for(visit.account, visit.campaign, visit.posted("seen"), at)


def _told(campaign: Campaign) -> dict[str, object]:
    job, candidate = last_job(campaign), waiting(campaign)
    releases = list(Release.objects.filter(candidate__campaign=campaign).select_related("candidate__by", "by"))
    changed = compared(folder_of(releases[0].candidate), folder_of(candidate)) if candidate and releases else ()
    is_done = job is not None and job.standing == Standing.DONE
    return {
        "campaign": campaign,
        "unsealed": unsealed(campaign),
        "unbuilt": unbuilt(campaign),
        "job": job,
        "is_running": job is not None and not job.is_over,
        "blocked": (job.result or {}).get("blocked", []) if job is not None and is_done else [],
        "fault": job.fault if job is not None and job.standing == Standing.FAILED else "",
        "candidate": candidate,
        "sent_back": sent_back(campaign),
        "files": files_of(folder_of(candidate)) if candidate else [],
        "changed": changed[:50],
        "changes": len(changed),
        "releases": releases,
    }


def _moment(text: str) -> datetime | None:
    """Return a time to come; raises RefusedError for what is none."""
    if not text:
        return None
    try:
        at = timezone.make_aware(datetime.fromisoformat(text))
    except ValueError as error:
        raise RefusedError(gettext("公开时间看不懂，应为 2021-11-30T09:00 这样的时间。")) from error
    if at < timezone.now():
        raise RefusedError(gettext("公开时间已经过去。要立即公开，请留空。"))
    return at
