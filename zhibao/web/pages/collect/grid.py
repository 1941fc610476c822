"""填报一张表: show the rows, check them as they are typed, hand the register in."""

from collections.abc import Iterator
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from zhibao.web.actions.correct import end_over
from zhibao.web.actions.evidence_files import ACCEPT
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import save_cells
from zhibao.web.actions.submit import submit
from zhibao.web.actions.window import why_closed
from zhibao.web.bridge.forms import form, last_texts
from zhibao.web.guard import Visit, page
from zhibao.web.parts.desk import desk
from zhibao.web.records.correction import correction_of
from zhibao.web.records.delegation import Delegation
from zhibao.web.records.extension import deadline_of
from zhibao.web.records.revision import Change, content_of
from zhibao.web.records.role import Need
from zhibao.web.records.state import State

ROUTE = "<slug:campaign>/schools/<slug:school>/registers/<slug:register>/"


@page(ROUTE, name="grid", needs=Need.LOOK, methods=("GET", "POST"))
def grid(visit: Visit) -> HttpResponse:
    """填报一张数据表: read by all who may look, written by the clerk while it is open."""
    end_over()
    if not visit.is_post:
        return grid_page(visit)
    if not visit.may(Need.FILL):
        return HttpResponse(gettext("这张表您只能看。"), status=403, content_type="text/plain; charset=utf-8")
    try:
        _do(visit)
    except RefusedError as refused:
        return grid_page(visit, str(refused))
    return redirect(visit.request.path)


def grid_page(visit: Visit, refused: str = "") -> HttpResponse:
    """Return the page of the register as it stands, and why something was not done."""
    visit.submission.refresh_from_db()
    submission, campaign = visit.submission, visit.campaign
    closed, deadline = why_closed(submission), deadline_of(visit.school)
    siblings = list(visit.school.submissions.all())
    delegated = Delegation.objects.filter(submission=submission, revoked_at__isnull=True).select_related("to")
    told = {
        "desk": desk(submission),
        "submission": submission,
        "campaign": campaign,
        "school": visit.school,
        "account": visit.account,
        "may_fill": visit.may(Need.FILL) and submission.standing.is_open and not closed,
        "may_prove": visit.may(Need.FILL) and submission.standing is not State.FROZEN,
        "may_comment": visit.may(Need.COMMENT),
        "may_correct": visit.may(Need.CORRECT) and (bool(closed) or submission.standing is State.FROZEN),
        "correction": correction_of(submission),
        "closed": closed if submission.standing.is_open else "",
        "delegated": list(delegated),
        "accept": ACCEPT,
        "siblings": siblings,
        "place": siblings.index(submission) + 1,
        "deadline": deadline,
        "left": deadline - timezone.now(),
        "refused": refused,
        "last_rows": len(last_texts(campaign.path, visit.school, submission.register)),
        "spare": f"n{uuid4().hex[:8]}",
    }
    return render(visit.request, "pages/collect/grid.html", told, status=409 if refused else 200)


def _do(visit: Visit) -> None:
    """Do what the form asks for; every way works without a script."""
    match visit.posted("do"):
        case "submit":
            _save(visit)
            submit(visit.account, visit.submission)
        case "begin":
            save_cells(visit.account, visit.submission, list(_begun(visit)))
        case "drop":
            save_cells(visit.account, visit.submission, [Change(visit.posted("line"), what="drop")])
        case _:
            _save(visit)


def _save(visit: Visit) -> None:
    """Save what the form says. Raises: RefusedError, when others changed some of these cells; the rest is saved."""
    saved = save_cells(visit.account, visit.submission, list(_sent(visit)))
    if saved.conflicts:
        cells = gettext("、").join(
            gettext("“{theirs}”（您填的是“{now}”）").format(theirs=one.theirs, now=one.change.now)
            for one in saved.conflicts[:5]
        )
        raise RefusedError(
            ngettext(
                "别人同时改了 {count} 格，现在是：{cells}。请看过再填。",
                "别人同时改了 {count} 格，现在是：{cells}。请看过再填。",
                len(saved.conflicts),
            ).format(count=len(saved.conflicts), cells=cells)
        )


def _sent(visit: Visit) -> Iterator[Change]:
    """Yield what a form says otherwise than the revision that it was made from."""
    seen = visit.posted("seen")
    before = content_of(visit.submission, int(seen)) if seen.isdecimal() else content_of(visit.submission)
    names = {one.name for one in form(visit.campaign.path, visit.school, visit.submission.register).columns}
    added = set()
    for sent, now in visit.request.POST.items():
        part, _, rest = sent.partition(".")
        line_id, _, name = rest.partition(".")
        if part not in ("cells", "why") or (name not in names and name):
            continue
        line = before.line(line_id)
        was = line.text("why" if part == "why" else "cells", name) if line else ""
        if str(now) == was:
            continue
        if line is None and line_id not in added:
            added.add(line_id)
            yield Change(line_id, what="add")
        yield Change(line_id, name, was, str(now).strip(), "why" if part == "why" else "cells")


def _begun(visit: Visit) -> Iterator[Change]:
    """Yield the rows of last year with their keys, to be filled with this year's numbers."""
    keys = [
        one.name for one in form(visit.campaign.path, visit.school, visit.submission.register).columns if one.is_key
    ]
    last = last_texts(visit.campaign.path, visit.school, visit.submission.register)
    for number, texts in enumerate(last.values(), 1):
        yield Change(f"r{number}", what="add")
        yield from (Change(f"r{number}", name, "", texts[name]) for name in keys if name in texts)
