"""改进项的占住: a problem locked for one action, who may act on it on which side, and the entry that tells of it."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry, Kind
from zhibao.web.records.improvement_stage import Side, Stage
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.trail import leave

_NEEDS = {
    (Side.OWN, True): Need.IMPROVE,
    (Side.RECHECK, True): Need.RECHECK,
    (Side.OWN, False): Need.IMPROVE_CITY,
    (Side.RECHECK, False): Need.RECHECK_CITY,
}


def may_act(account: Account, campaign: Campaign, school: School | None, side: Side) -> bool:
    """Say whether a person may act on one side for a school, or for the city itself."""
    return account.may(_NEEDS[side, school is not None], campaign, school)


def improvement_held(account: Account, improvement: Improvement, side: Side) -> Improvement:
    """Return a problem read anew and locked. Raises: RefusedError, when the person is not of this side."""
    found = Improvement.objects.select_for_update(of=("self",)).select_related("campaign", "school")
    locked = found.get(pk=improvement.pk)
    if not may_act(account, locked.campaign, locked.school, side):
        raise RefusedError(gettext("这一步不归您做。"))
    return locked


def at_work(improvement: Improvement) -> None:
    """Raise RefusedError, when whoever has the problem cannot write about it now."""
    if not improvement.standing.is_at_work:
        if improvement.standing is Stage.CHECKING:
            raise RefusedError(gettext("这个问题正在复核，复核人退回后才能改。"))
        raise RefusedError(gettext("这个问题已经销号，不再改动。"))


def enter(
    account: Account,
    improvement: Improvement,
    kind: Kind,
    label: str,
    *,
    side: Side = Side.OWN,
    text: str = "",
    link: str = "",
    file: tuple[str, str] = ("", ""),
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> ImprovementEntry:
    """Add an entry to a problem's history and one to the trail; `file` is name and hash of what was laid down."""
    entry = ImprovementEntry(
        improvement=improvement,
        by=account,
        side=side,
        kind=kind,
        label=label,
        text=text,
        link=link,
        file_name=file[0],
        file_digest=file[1],
        before=dict(before or {}),
        after=dict(after or {}),
    )
    entry.save()
    detail = {"side": side.value, "stage": improvement.stage, "changed": sorted(after or {})}
    if file[1]:
        detail["file"] = file[1]
    leave(account, f"诊改：{label}"[:40], str(improvement)[:200], detail)
    return entry


def day(text: str, what: str) -> date:
    """Return the day that a form names. Raises: RefusedError, when it names none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RefusedError(
            gettext("{what}写的是“{text}”，应为 2021-12-31 这样的日期。").format(what=what, text=text[:20])
        ) from None


def written(text: str, what: str, longest: int) -> str:
    """Return what a form says. Raises: RefusedError, when it says nothing or too much."""
    said = text.strip()
    if not said or len(said) > longest:
        raise RefusedError(gettext("{what}要写，不超过 {longest} 个字。").format(what=what, longest=longest))
    return said
