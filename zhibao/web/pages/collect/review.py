"""审核一张表: what changed, what was said, and the decision."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.city_approve import city_approve
from zhibao.web.actions.correct import end_over
from zhibao.web.actions.county_approve import county_approve
from zhibao.web.actions.held import school_digest
from zhibao.web.actions.office_time import why_late
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.return_to import fillers, return_to
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE
from zhibao.web.parts.arriving import ask_again
from zhibao.web.parts.compared import compared
from zhibao.web.parts.desk import desk
from zhibao.web.parts.review_history import history_of
from zhibao.web.parts.sheet import Row
from zhibao.web.records.approval import Step, last_of, signature_of
from zhibao.web.records.role import Need, Role
from zhibao.web.records.submission import Submission

_ROWS = ("changed", "talked")


@page(f"{ROUTE}review/", name="review", needs=Need.REVIEW, methods=("GET", "POST"))
def review(visit: Visit) -> HttpResponse:
    """审核一张表: approve what was seen, or return it to whoever handed it in."""
    refused, status = "", 200
    if visit.is_post:
        try:
            _decide(visit)
            return redirect(_next(visit) or visit.request.path)
        except RefusedError as error:
            refused, status = str(error), 409
        visit.submission.refresh_from_db()
    submission = visit.submission
    end_over()
    sides = compared(submission)
    side = next((one for one in sides if one.name == visit.request.GET.get("with")), sides[0] if sides else None)
    shown = desk(submission, before=side.number if side else None)
    rows, siblings = visit.request.GET.get("rows", ""), list(visit.school.submissions.all())
    here = next(number for number, one in enumerate(siblings) if one.pk == submission.pk)
    county, city = last_of(submission, Step.COUNTY), last_of(submission, Step.CITY)
    told = {
        "desk": shown,
        "submission": submission,
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "rows": [one for one in shown.sheet.rows if _is_shown(one, rows)],
        "which": rows if rows in _ROWS else "",
        "siblings": siblings,
        "before": siblings[here - 1] if here else None,
        "after": siblings[here + 1] if here + 1 < len(siblings) else None,
        "history": history_of(submission, shown.content.digest),
        "sides": sides,
        "side": side,
        "fillers": fillers(submission),
        "now_talks": sum(one.by_id == visit.account.pk for talk in shown.talks for one in talk.comments),
        "waiting": [one for one in siblings if one.standing.waits_for == visit.account.role],
        "is_mine": submission.standing.waits_for == visit.account.role,
        "may_comment": visit.may(Need.COMMENT),
        "county": county,
        "city": city,
        "county_is_void": county is not None and county.digest != shown.content.digest,
        "signature": signature_of(visit.school, school_digest(visit.school)),
        "refused": refused,
        "late": why_late(visit.account, submission),
        "is_fresh": visit.is_fresh,
    }
    return render(visit.request, "pages/collect/review.html", told, status=status)


def _is_shown(row: Row, which: str) -> bool:
    """Say whether a row is among those that somebody wants to see."""
    match which:
        case "changed":
            return row.is_new or any("chd" in one.marks.split() for one in row.cells)
        case "talked":
            return any(one.comments for one in row.cells)
        case _:
            return True


def _decide(visit: Visit) -> None:
    match visit.posted("do"):
        case "return":
            return_to(visit.account, visit.submission, visit.posted("reason"), visit.posted("to"))
        case "approve" if visit.posted("read") != "yes":
            raise RefusedError(gettext("请先勾选“我看过全部改动”。"))
        case "approve":
            ask_again(visit)
            _approve(visit)
        case _:
            raise RefusedError(gettext("请选“批准”或“退回”。"))


def _approve(visit: Visit) -> None:
    approve = county_approve if visit.account.role == Role.COUNTY else city_approve
    approve(visit.account, visit.submission, visit.posted("seen"))


def _next(visit: Visit) -> str:
    """Return the way to the next register of the school that waits for the person, '' when none does."""
    waiting = (one for one in visit.school.submissions.all() if one.standing.waits_for == visit.account.role)
    after: Submission | None = next(waiting, None)
    return visit.request.path.replace(f"/{visit.submission.register}/", f"/{after.register}/") if after else ""
