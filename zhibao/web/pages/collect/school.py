"""一校的一年: where its registers stand, until when it may hand in and why, what was asked of it and sealed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhibao.web.guard import Visit, page
from zhibao.web.records.correction import Correction
from zhibao.web.records.extension import Extension, deadline_of
from zhibao.web.records.reminder import Reminder
from zhibao.web.records.role import Need
from zhibao.web.records.sealing import Sealing


@page("<slug:campaign>/schools/<slug:school>/", name="school", needs=Need.BOARD)
def school(visit: Visit) -> HttpResponse:
    """一校的一年: what an officer does for one school."""
    return school_page(visit)


def school_page(visit: Visit, refused: str = "") -> HttpResponse:
    """Return the page, and why something was not done."""
    submissions = list(visit.school.submissions.select_related("school__campaign", "returned_to"))
    asked = Correction.objects.filter(submission__school=visit.school)
    deadline = deadline_of(visit.school)
    told = {
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "submissions": submissions,
        "open": [one for one in submissions if one.standing.is_open],
        "deadline": deadline,
        "left": deadline - timezone.now(),
        "extensions": list(Extension.objects.filter(school=visit.school).select_related("by").order_by("-id")),
        "reminders": list(Reminder.objects.filter(school=visit.school).select_related("by").order_by("-id")[:5]),
        "corrections": list(asked.select_related("submission", "by", "answered_by").order_by("-id")[:20]),
        "sealings": list(Sealing.objects.filter(school=visit.school).select_related("by").order_by("-id")),
        "may_extend": visit.may(Need.EXTEND),
        "may_remind": visit.may(Need.REMIND),
        "may_review": visit.may(Need.REVIEW),
        "now": timezone.now(),
        "refused": refused,
    }
    return render(visit.request, "pages/collect/school.html", told, status=409 if refused else 200)
