"""请编: the report is compiled from the texts as they stand, for looking at or as a numbered draft."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext

from zhibao.web.actions.choose_cases import apply_choice
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import Standing as Here
from zhibao.web.actions.report_texts import add, fingerprint_of, hold, standing, take_from_folder, texts_of
from zhibao.web.bridge.drafting import state_of
from zhibao.web.bridge.text_faults import text_faults
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.chapter_text import FOLDER
from zhibao.web.records.job import Job, Standing, append
from zhibao.web.records.report_build import ReportBuild
from zhibao.web.records.trail import leave

LOOK, BUILD = "look_at_report", "compile_report"
DONE = "done"
"""The file in the folder of a page that was made to its end."""


def looks(campaign: Campaign) -> Path:
    """Return where the pages lie that were made while somebody wrote."""
    return Path(settings.DATA) / "looks" / campaign.slug


def builds(campaign: Campaign) -> Path:
    """Return where compiled drafts lie."""
    return Path(settings.DATA) / "compiled" / campaign.slug


def looked_for(campaign: Campaign, now: dict[str, Here] | None = None) -> str:
    """Return what names a page of the report: its texts, cases and data as they are now."""
    found = f"{fingerprint_of(now or standing(campaign))} {state_of(campaign.path)}"
    return hashlib.sha256(found.encode()).hexdigest()[:24]


def ask_look(campaign: Campaign) -> str:
    """Ask for the page of the report as it is now and return its name; it is made once, behind the page."""
    name = looked_for(campaign)
    Job.objects.filter(kind=LOOK, key__startswith=f"look {campaign.slug} ", standing__in=_OVER).exclude(
        key=_look_key(campaign, name)
    ).delete()
    if not (looks(campaign) / name / DONE).is_file():
        # Its job came after the texts had gone on, and made the page of those; now they are what they were.
        Job.objects.filter(key=_look_key(campaign, name), standing=Standing.DONE).delete()
    append(LOOK, _look_key(campaign, name), {"campaign": campaign.pk})
    return name


def look_job(campaign: Campaign, name: str) -> Job | None:
    """Return the job that makes a page."""
    return Job.objects.filter(key=_look_key(campaign, name)).first()


@transaction.atomic
def ask_build(account: Account, campaign: Campaign) -> ReportBuild:
    """Ask for a numbered draft of the texts as they stand and return it; one that is being made is returned instead.

    Raises: RefusedError, when a text cannot be compiled.
    """
    hold(campaign)
    take_from_folder(campaign)
    now = standing(campaign)
    if faults := text_faults(campaign.path, texts_of(now)):
        first = faults[0]
        raise RefusedError(
            ngettext(
                "{chapter} 第 {line} 行：{said}共 {count} 处要改。",
                "{chapter} 第 {line} 行：{said}共 {count} 处要改。",
                len(faults),
            ).format(chapter=first.chapter, line=first.line, said=first.said, count=len(faults))
        )
    apply_choice(campaign)
    last = ReportBuild.objects.filter(campaign=campaign).select_related("job").first()
    if last is not None and not last.job.is_over:
        return last
    number = last.number + 1 if last else 1
    _all_begun(campaign, now)
    now = standing(campaign)
    versions = {name: one.number for name, one in now.items()}
    asked = {"campaign": campaign.pk, "versions": versions}
    job = append(BUILD, f"build {campaign.slug} {number}", asked)
    build = ReportBuild(
        campaign=campaign, number=number, by=account, versions=versions, digest=fingerprint_of(now), job=job
    )
    build.save()
    leave(account, "编成草稿", str(build), {"digest": build.digest})
    return build


def file_of(build: ReportBuild, name: str) -> Path | None:
    """Return a file of a compiled draft; None for one that is not there any more, or never was."""
    result = build.job.result or {}
    if build.job.standing != Standing.DONE or name not in result.get("files", ()):
        return None
    path = builds(build.campaign) / str(result["folder"]) / name
    return path if path.is_file() else None


def _all_begun(campaign: Campaign, now: Mapping[str, Here]) -> None:
    """Write down chapters that nobody has written on the site yet, so that a draft is tied to what it was made of."""
    hold(campaign)
    for name, one in now.items():
        if one.number == 0:
            add(campaign, name, 0, one.text, None, FOLDER)


_OVER = (Standing.DONE, Standing.FAILED)


def _look_key(campaign: Campaign, name: str) -> str:
    return f"look {campaign.slug} {name}"
