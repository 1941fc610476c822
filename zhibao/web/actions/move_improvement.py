"""走一步: a problem goes from one stage to the next, by whoever the table of steps names."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from zhibao.web.actions.improvement_held import day, enter, improvement_held, written
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry, Kind, acted_on
from zhibao.web.records.improvement_stage import Asks, Side, Stage, Step, step_named
from zhibao.web.records.in_chinese import in_chinese


@transaction.atomic
def move_improvement(account: Account, improvement: Improvement, name: str, note: str = "", due: str = "") -> None:
    """Move a problem one step on.

    Raises: RefusedError, when the step is not open now, is the other side's, or lacks what it needs; and when somebody
    would re-check what they themselves planned or carried out.
    """
    step = step_named(name)
    if step is None:
        raise RefusedError(gettext("没有这一步。请刷新页面。"))
    one = improvement_held(account, improvement, step.side)
    if one.standing not in step.before:
        raise RefusedError(
            gettext("这个问题现在是“{state}”，做不了“{step}”。请刷新页面看最新的状态。").format(
                state=one.standing.label, step=step.label
            )
        )
    if step.side is Side.RECHECK and acted_on(one, account, Side.OWN):
        raise RefusedError(gettext("这个问题您自己立过项或写过进展，要由另一个人来复核。"))
    for asks in step.asks:
        _must_have(one, step, asks)
    said = (
        written(note, gettext("意见") if step.side is Side.RECHECK else gettext("理由"), 1000)
        if step.takes_note
        else note.strip()
    )
    before = {"环节": in_chinese(one.standing.label)}
    after = {"环节": in_chinese(step.after.label)}
    if step.takes_due:
        before["完成时限"] = str(one.due or "")
        one.due = _later(one, day(due, gettext("新的时限")))
        after["完成时限"] = str(one.due)
    one.stage = step.after
    if step.after is Stage.CLOSED:
        one.closed_by, one.closed_at = account, timezone.now()
    one.save()
    enter(
        account, one, Kind.MOVED, in_chinese(step.label), side=step.side, text=said[:1000], before=before, after=after
    )


def _must_have(one: Improvement, step: Step, asks: Asks) -> None:
    measures = list(one.measures.all())
    match asks:
        case Asks.CAUSE if not (one.cause and one.lead and one.due):
            raise RefusedError(gettext("还没有写原因、牵头和完成时限。"))
        case Asks.MEASURE if not measures:
            raise RefusedError(gettext("还没有措施。每个问题至少要有一项。"))
        case Asks.ALL_ENDED if left := [each for each in measures if not each.has_ended]:
            raise RefusedError(_unended(step.side, len(left)).format(count=len(left), measure=left[0].text))
        case Asks.EVIDENCE if not ImprovementEntry.objects.filter(improvement=one, kind=Kind.EVIDENCE).exists():
            raise RefusedError(gettext("还没有佐证。请至少写明一份：是什么、放在哪里。"))
        case _:
            return


def _unended(side: Side, count: int) -> str:
    if side is Side.OWN:
        return ngettext(
            "还有 {count} 项措施没有结果：{measure}。请写明进展，或者申请延期。",
            "还有 {count} 项措施没有结果：{measure}。请写明进展，或者申请延期。",
            count,
        )
    return ngettext(
        "还有 {count} 项措施没有结果：{measure}。请退回，或者准予延期。",
        "还有 {count} 项措施没有结果：{measure}。请退回，或者准予延期。",
        count,
    )


def _later(one: Improvement, due: date) -> date:
    if due <= timezone.localdate() or (one.due is not None and due <= one.due):
        raise RefusedError(gettext("新的时限要晚于今天和原来的时限。"))
    return due
