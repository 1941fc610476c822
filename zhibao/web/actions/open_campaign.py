"""开始采集: every school of the roster gets its registers, empty, or begun with what the store has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import write
from zhibao.web.bridge.forms import forms
from zhibao.web.bridge.places import about, roster
from zhibao.web.bridge.workbooks import frozen_texts
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.revision import Line, content_of
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave


@dataclass(frozen=True)
class Windows:
    """时限: from when schools fill in, and by when county and city are to be through; None for no such time."""

    begins_at: datetime | None = None
    county_by: datetime | None = None
    city_by: datetime | None = None


@transaction.atomic
def open_campaign(
    account: Account | None, folder: Path, deadline: datetime, windows: Windows = Windows(), *, begun: bool = False
) -> Campaign:
    """Open the collection of a working folder's data year and return it.

    `begun`: registers begin with what each school has in the store for the year, as after workbooks were read.
    Raises: RefusedError, when it was opened before, has no school, or its times are in no order; CatalogError,
    SnapshotError, when the folder cannot be used or has no roster of the year.
    """
    _in_order(deadline, windows)
    city, place, year, round_ = about(folder)
    slug = f"{city}-{year}".lower()
    if Campaign.objects.filter(slug=slug).exists():
        raise RefusedError(
            gettext("{place} {year} 年度的采集已经开始过。新的一年请用 zhibao next-year 开出新的工作目录。").format(
                place=place, year=year
            )
        )
    schools = roster(folder)
    if not schools:
        raise RefusedError(
            gettext("{folder}：名册里没有 {year} 年的学校。请先填好市级工作簿里的学校名册，再读入。").format(
                folder=folder.name, year=year
            )
        )
    campaign = Campaign.objects.create(
        slug=slug,
        city=city,
        title=f"{round_}报告",
        place=place,
        year=year,
        folder=str(folder.resolve()),
        begins_at=windows.begins_at,
        deadline=deadline,
        county_by=windows.county_by,
        city_by=windows.city_by,
    )
    for position, one in enumerate(schools):
        school = School.objects.create(
            campaign=campaign, code=one.code, name=one.name, county=one.within, position=position
        )
        _begin(school, frozen_texts(school) if begun else {})
    leave(account, "开始采集", str(campaign), {"schools": campaign.schools.count(), "year": year, **_told(campaign)})
    return campaign


def _in_order(deadline: datetime, windows: Windows) -> None:
    """Raise RefusedError, when one time comes before another that it must follow."""
    named = (
        (gettext("开始填报"), windows.begins_at),
        (gettext("学校截止"), deadline),
        (gettext("县审截止"), windows.county_by),
        (gettext("市审截止"), windows.city_by),
    )
    given = [(label, at) for label, at in named if at is not None]
    for (first, before), (second, after) in pairwise(given):
        if after <= before:
            raise RefusedError(gettext("“{second}”要晚于“{first}”。").format(second=second, first=first))


def _told(campaign: Campaign) -> dict[str, str]:
    """Return the times of a campaign as the trail says them."""
    times = {name: getattr(campaign, name) for name in ("begins_at", "deadline", "county_by", "city_by")}
    return {name: at.isoformat(timespec="minutes") for name, at in times.items() if at is not None}


def _begin(school: School, texts: Mapping[str, tuple[Line, ...]]) -> None:
    asked = enumerate(forms(school.campaign.path, school).values())
    made = Submission.objects.bulk_create(
        Submission(school=school, register=form.name, label=form.label, position=position, asked=len(form.columns))
        for position, form in asked
    )
    for one in made:
        if texts.get(one.register):
            write(None, one, content_of(one), texts[one.register], "opening")
