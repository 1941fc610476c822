"""一张表的来历: who wrote into a register, who handed it in and who stood for it, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext, ngettext

from zhibao.web.records.approval import Approval, Step
from zhibao.web.records.revision import Revision
from zhibao.web.records.submission import Submission

MOST = 30


@dataclass(frozen=True)
class Event:
    """一件: when, who, '' for the site itself, and what; `digest` is what was stood for, and whether that is void."""

    at: datetime
    who: str
    what: str
    digest: str = ""
    is_void: bool = False


def history_of(submission: Submission, stands: str) -> list[Event]:
    """Return what became of a register; `stands` is the fingerprint of what stands in it now.

    Shape: what one person wrote in a row is one event; at most MOST of them.
    """
    approvals = Approval.objects.filter(submission=submission).select_related("by")
    events = [
        Event(one.at, one.by.name, str(Step(one.step).label), one.digest, is_void=one.digest != stands)
        for one in approvals
    ]
    written = Revision.objects.filter(submission=submission).values_list("by__name", "origin", "at")
    for (who, origin), those in groupby(written, key=lambda one: (one[0] or "", one[1])):
        times = [at for _, _, at in those]
        events.append(Event(times[-1], who, _written(origin, len(times))))
    if submission.submitted_at is not None and submission.submitted_by is not None:
        what = gettext("第 {times} 次提交").format(times=submission.times)
        events.append(Event(submission.submitted_at, submission.submitted_by.name, what))
    return sorted(events, key=lambda one: one.at, reverse=True)[:MOST]


def _written(origin: str, times: int) -> str:
    match origin:
        case "workbook":
            return gettext("上传工作簿")
        case "opening":
            return gettext("开始采集时带入")
        case "correction over":
            return gettext("更正到期，恢复原样")
        case _:
            return ngettext("改了 {times} 次", "改了 {times} 次", times).format(times=times)
