"""签署: one page for the headmaster, legible on a phone."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from zhibao.web.actions.held import contents, school_digest
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign import sign as sign_all
from zhibao.web.actions.sign import stand_for
from zhibao.web.bridge.summary import figures, main_figures
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import ask_again
from zhibao.web.parts.desk import desk, found
from zhibao.web.records.approval import Approval, Step, signature_of
from zhibao.web.records.extension import deadline_of
from zhibao.web.records.revision import Revision
from zhibao.web.records.role import Need
from zhibao.web.records.sealing import Sealing
from zhibao.web.records.submission import Submission


@page("<slug:campaign>/schools/<slug:school>/sign/", name="sign", needs=Need.SIGN, methods=("GET", "POST"))
def sign(visit: Visit) -> HttpResponse:
    """签署: what changed by more than a tenth, what is open, the statement, the password once more."""
    refused, status = "", 200
    if visit.is_post:
        try:
            _sign(visit)
            return redirect(visit.request.path)
        except RefusedError as error:
            refused, status = str(error), 409
    submissions = list(visit.school.submissions.all())
    texts = {name: one.lines for name, one in contents(submissions).items()}
    digest = school_digest(visit.school)
    signature = signature_of(visit.school, digest)
    void = None if signature else Approval.objects.filter(school=visit.school, step=Step.SIGNED).last()
    deadline = deadline_of(visit.school)
    all_figures = figures(visit.school, texts)
    told = {
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "submissions": submissions,
        "open": [one for one in submissions if one.standing.is_open],
        "digest": digest,
        "signature": signature,
        "void": void,
        "main": main_figures(all_figures),
        "much": [one for one in all_figures if one.is_much],
        "unexplained": sum(one.is_much and not one.reason for one in all_figures),
        "found": [one for one in found(visit.school) if one.is_open],
        "left": deadline - timezone.now(),
        "deadline": deadline,
        "since": _since(void, submissions) if void else [],
        "sealings": list(Sealing.objects.filter(school=visit.school).select_related("by").order_by("-id")),
        "refused": refused,
        "is_fresh": visit.is_fresh,
    }
    return render(visit.request, "pages/collect/sign.html", told, status=status)


@dataclass(frozen=True)
class Changed:
    """改过的一格: how it is called, what was signed, and what stands there now."""

    label: str
    was: str
    now: str


def _since(void: Approval, submissions: list[Submission]) -> list[Changed]:
    """Return the cells that changed since a signature that is void by that."""
    found = []
    for one in submissions:
        then = Revision.objects.filter(submission=one, at__lte=void.at).last()
        last = Revision.objects.filter(submission=one).last()
        if then is None or last is None or then.digest == last.digest:
            continue
        shown = desk(one, before=then.number).sheet
        cells = (cell for cell in shown.cells() if cell.before is not None and cell.before != cell.text)
        found += [
            Changed(
                f"{one.label} {cell.label}", cell.before or pgettext("cell", "空"), cell.text or pgettext("cell", "空")
            )
            for cell in cells
        ]
        found += [
            Changed(
                gettext("{label} 第 {number} 行").format(label=one.label, number=row.number),
                gettext("没有这一行"),
                gettext("新加的"),
            )
            for row in shown.rows
            if row.is_new
        ]
    return found


def _sign(visit: Visit) -> None:
    """Sign with the password, or, for whoever has none, after the provider vouched anew. Raises: RefusedError."""
    if visit.account.has_usable_password():
        sign_all(visit.account, visit.school, visit.posted("seen"), visit.posted("password"))
    else:
        ask_again(visit)
        stand_for(visit.account, visit.school, visit.posted("seen"))
