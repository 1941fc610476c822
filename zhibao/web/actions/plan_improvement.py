"""改计划: why a problem is there, who leads, until when, and what is to be reached."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.improvement_held import at_work, day, enter, improvement_held, written
from zhibao.web.actions.numbers import number_typed
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.diagnosing import topics
from zhibao.web.records.account import Account
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_cause import Cause, cause_labels
from zhibao.web.records.improvement_entry import Kind
from zhibao.web.records.improvement_stage import Side, Stage
from zhibao.web.records.in_chinese import kept_in_chinese


@transaction.atomic
def plan_improvement(
    account: Account,
    improvement: Improvement,
    causes: list[str],
    cause: str,
    lead: str,
    due: str,
    target: str,
    topic: str,
) -> None:
    """Write the plan of a problem; the date alone is fixed once work on it began: a later one is asked for.

    Raises: RefusedError, when it is being re-checked or closed, or something in it is not as it must be.
    """
    one = improvement_held(account, improvement, Side.OWN)
    at_work(one)
    if any(each not in Cause.values for each in causes):
        raise RefusedError(gettext("原因请从列出的里面选。"))
    if topic not in topics(one.campaign.path):
        raise RefusedError(gettext("请选一个主题。"))
    before = _said(one)
    one.causes = [each for each in Cause.values if each in causes]
    one.cause = written(cause, gettext("原因"), 1000)
    one.lead = written(lead, gettext("牵头"), 60)
    one.due = _due(one, due)
    one.target = number_typed(target, gettext("目标")) if target.strip() and one.indicator else ""
    one.topic = topic
    one.save()
    now = _said(one)
    changed = {name: text for name, text in now.items() if text != before[name]}
    if changed:
        was = {name: before[name] for name in changed}
        enter(account, one, Kind.PLANNED, "改计划", before=was, after=changed)


def _due(one: Improvement, due: str) -> date:
    wanted = day(due, gettext("完成时限"))
    if one.standing is not Stage.PLANNED and one.due is not None and wanted > one.due:
        raise RefusedError(gettext("开始实施后时限不能自己往后改，请申请延期，由复核人批准。"))
    return wanted


@kept_in_chinese
def _said(one: Improvement) -> dict[str, str]:
    return {
        "原因类别": "、".join(cause_labels(one.causes)),
        "原因": one.cause,
        "牵头": one.lead,
        "完成时限": str(one.due or ""),
        "目标": one.target,
        "主题": one.topic,
    }
