"""一稿: a compiled draft with its files, what was found, and what exactly it was made from."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from zhibao.web.actions.ask_build import file_of
from zhibao.web.actions.report_texts import fingerprint_of, standing
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.writing import ROUTE
from zhibao.web.records.job import Standing
from zhibao.web.records.report_build import ReportBuild
from zhibao.web.records.role import Need

BUILD = f"{ROUTE}builds/<int:build>/"
KINDS = (("docx", "Word"), ("pdf", "PDF"), ("html", gettext_lazy("网页")))


@page(BUILD, name="report_build", needs=Need.DRAFT)
def report_build(visit: Visit) -> HttpResponse:
    """一稿: how far it is, then its three files and everything that was found in it."""
    build = build_of(visit)
    job = build.job
    files = [(label, kind, file_of(build, f"report.{kind}")) for kind, label in KINDS]
    now = standing(visit.campaign)
    shown = {
        "campaign": visit.campaign,
        "account": visit.account,
        "build": build,
        "job": job,
        "result": job.result or {},
        "is_done": job.standing == Standing.DONE,
        "files": [(label, kind, file.stat().st_size) for label, kind, file in files if file],
        "is_behind": fingerprint_of(now) != build.digest,
        "versions": [(one.chapter, build.versions.get(one.chapter), one.number) for one in now.values()],
    }
    answer = render(visit.request, "pages/write/report_build.html", shown)
    if not job.is_over:
        answer.headers["Refresh"] = "3"
    return answer


def build_of(visit: Visit) -> ReportBuild:
    """Return the draft that an address names. Raises: Http404, for none."""
    found = ReportBuild.objects.filter(campaign=visit.campaign, number=int(visit.named["build"]))
    one = found.select_related("by", "job", "campaign").first()
    if one is None:
        raise Http404
    return one
