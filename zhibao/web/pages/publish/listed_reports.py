"""年报登记: reports that schools published elsewhere, and a button that looks whether they open."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.listed_reports import ask_for_check, last_check, list_report, take_off
from zhibao.web.actions.refused import RefusedError
from zhibao.web.guard import Visit, page
from zhibao.web.records.job import Standing
from zhibao.web.records.listed_report import LinkCheck, ListedReport
from zhibao.web.records.role import Need


@page("<slug:campaign>/release/reports/", name="listed_reports", needs=Need.PREPARE, methods=("GET", "POST"))
def listed_reports(visit: Visit) -> HttpResponse:
    """年报登记: add, take off, look."""
    refused = ""
    if visit.is_post:
        try:
            _do(visit)
            return redirect(visit.request.path)
        except RefusedError as error:
            refused = str(error)
    job = last_check(visit.campaign)
    is_running = job is not None and not job.is_over
    checks = {one.url: one for one in LinkCheck.objects.filter(campaign=visit.campaign)}
    told = {
        "campaign": visit.campaign,
        "account": visit.account,
        "refused": refused,
        "listed": [(one, checks.get(one.url)) for one in ListedReport.objects.filter(campaign=visit.campaign)],
        "is_running": is_running,
        "fault": job.fault if job is not None and job.standing == Standing.FAILED else "",
        "asks_others": settings.LINKS_MAY_BE_CHECKED,
        "schools": visit.campaign.schools.all(),
    }
    answer = render(visit.request, "pages/publish/listed_reports.html", told, status=409 if refused else 200)
    if is_running and not visit.is_post:
        answer.headers["Refresh"] = "3"
    return answer


def _do(visit: Visit) -> None:
    match visit.posted("do"):
        case "add":
            said = [visit.posted(name) for name in ("title", "url", "published_on", "remark")]
            list_report(visit.account, visit.campaign, *said)
        case "remove":
            take_off(visit.account, visit.campaign, visit.posted("key"))
        case "check":
            ask_for_check(visit.account, visit.campaign)
        case _:
            raise RefusedError(gettext("没有这一步。请刷新页面。"))
