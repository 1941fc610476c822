"""对照的版本: which earlier revisions a register may be compared with: those that somebody returned or stood for."""

from dataclasses import dataclass

from django.utils.translation import gettext

from zhibao.web.records.approval import Approval, Step
from zhibao.web.records.revision import Revision
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Side:
    """一版: its name in an address, what it is, and the number of the revision."""

    name: str
    label: str
    number: int


def compared(submission: Submission) -> list[Side]:
    """Return the revisions to compare with, first the one whose approval is void, then what was returned."""
    last = Revision.objects.filter(submission=submission).last()
    found: list[Side] = []
    for approval in Approval.objects.filter(submission=submission).order_by("-id"):
        if last is not None and approval.digest != last.digest and approval.step not in {one.name for one in found}:
            label = gettext("{step}的一版（批准已作废）").format(step=Step(approval.step).label)
            found.append(Side(approval.step, label, approval.revision))
    signed = Approval.objects.filter(school=submission.school, step=Step.SIGNED).last()
    if signed is not None:
        then = Revision.objects.filter(submission=submission, at__lte=signed.at).last()
        if then is not None and last is not None and then.digest != last.digest:
            found.append(Side("signed", gettext("校长签署的一版（签署已作废）"), then.number))
    if submission.returned_at is not None:
        found.append(Side("returned", gettext("退回前的一版"), submission.returned_at))
    return found
