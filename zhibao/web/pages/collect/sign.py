"""签署: one page for the headmaster, legible on a phone."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhibao.web.actions.held import contents, school_digest
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign import sign as sign_all
from zhibao.web.bridge.summary import figures, main_figures
from zhibao.web.guard import Visit, page
from zhibao.web.parts.desk import found
from zhibao.web.records.approval import Approval, Step, signature_of
from zhibao.web.records.role import Need


@page("<slug:campaign>/schools/<slug:school>/sign/", name="sign", needs=Need.SIGN, methods=("GET", "POST"))
def sign(visit: Visit) -> HttpResponse:
    """签署: what changed by more than a tenth, what is open, the statement, the password once more."""
    refused, status = "", 200
    if visit.is_post:
        try:
            sign_all(visit.account, visit.school, visit.posted("seen"), visit.posted("password"))
            return redirect(visit.request.path)
        except RefusedError as error:
            refused, status = str(error), 409
    submissions = list(visit.school.submissions.all())
    texts = {name: one.lines for name, one in contents(submissions).items()}
    digest = school_digest(visit.school)
    signature = signature_of(visit.school, digest)
    all_figures = figures(visit.school, texts)
    told = {
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "submissions": submissions,
        "open": [one for one in submissions if one.standing.is_open],
        "digest": digest,
        "signature": signature,
        "void": None if signature else Approval.objects.filter(school=visit.school, step=Step.SIGNED).last(),
        "main": main_figures(all_figures),
        "much": [one for one in all_figures if one.is_much],
        "unexplained": sum(one.is_much and not one.reason for one in all_figures),
        "found": [one for one in found(visit.school) if one.is_open],
        "left": visit.campaign.deadline - timezone.now(),
        "refused": refused,
    }
    return render(visit.request, "pages/collect/sign.html", told, status=status)
