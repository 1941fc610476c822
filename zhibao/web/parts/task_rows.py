"""任务表的行: a register that waits, or one of the rest; written once for as long as nothing in it changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language

from zhibao.web.parts.addresses import around
from zhibao.web.parts.moments import moment
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Role
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class TaskRow:
    """一行: what it says, and the way to the register; `school` is empty where only one is listed."""

    label: str
    address: str
    school: str
    state: str
    reason: str
    percent: int
    errors: int
    warnings: int
    last: str
    is_mine: bool


def task_rows(role: str, campaign: Campaign, found: Iterable[Submission], *, of_one: bool, is_mine: bool) -> list[str]:
    """Return the rows of registers as HTML, as a role sees them; `of_one` school its name is not repeated."""
    pages = around("review" if role in (Role.COUNTY, Role.CITY_APPROVER) else "grid", campaign.slug)
    return [
        _written(
            TaskRow(
                label=one.label,
                address=pages.of(one.school.code, one.register),
                school="" if of_one else one.school.name,
                state=one.state,
                reason=one.return_reason if one.standing is State.RETURNED else "",
                percent=one.percent,
                errors=one.errors,
                warnings=one.warnings,
                last=moment(one.touched_at),
                is_mine=is_mine,
            ),
            get_language() or "",
        )
        for one in found
    ]


@lru_cache(maxsize=5_000)
def _written(row: TaskRow, _language: str) -> str:
    return render_to_string("parts/task.html", {"row": row})
