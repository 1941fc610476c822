"""开始采集: every school of the roster gets its registers, empty, or begun with what the store has."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

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


@transaction.atomic
def open_campaign(account: Account | None, folder: Path, deadline: datetime, *, begun: bool = False) -> Campaign:
    """Open the collection of a working folder's data year and return it.

    `begun`: registers begin with what each school has in the store for the year, as after workbooks were read.
    Raises: CatalogError, SnapshotError, when the folder cannot be used or has no roster of the year.
    """
    city, place, year, round_ = about(folder)
    campaign = Campaign.objects.create(
        slug=f"{city}-{year}".lower(),
        city=city,
        title=f"{round_}报告",
        place=place,
        year=year,
        folder=str(folder.resolve()),
        deadline=deadline,
    )
    for position, one in enumerate(roster(folder)):
        school = School.objects.create(
            campaign=campaign, code=one.code, name=one.name, county=one.within, position=position
        )
        _begin(school, frozen_texts(school) if begun else {})
    leave(account, "开始采集", str(campaign), {"schools": campaign.schools.count(), "year": year})
    return campaign


def _begin(school: School, texts: Mapping[str, tuple[Line, ...]]) -> None:
    for position, (name, form) in enumerate(forms(school.campaign.path, school).items()):
        submission = Submission.objects.create(
            school=school, register=name, label=form.label, position=position, asked=len(form.columns)
        )
        if texts.get(name):
            write(None, submission, content_of(submission), texts[name], "opening")
