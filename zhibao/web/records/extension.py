"""延期: a school has longer than the others, for a reason that an officer gave; the last one holds."""

from datetime import datetime

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.school import School


class Extension(WrittenOnce):
    """延期: until when the school may fill in and hand in; an earlier one stays among the rows."""

    school = models.ForeignKey(School, models.PROTECT, related_name="extensions")
    until = models.DateTimeField("延到")
    reason = models.CharField("原因", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order they were granted."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return school and time."""
        return f"{self.school} {self.until}"


def extensions_of(campaign: Campaign) -> dict[int, Extension]:
    """Return school → the extension that holds, for the schools that have one."""
    found = Extension.objects.filter(school__campaign=campaign).select_related("by")
    return {one.school_id: one for one in found}


def extension_of(school: School) -> Extension | None:
    """Return the extension of a school that holds; None for a school without one."""
    return Extension.objects.filter(school=school).select_related("by").last()


def deadline_of(school: School, extension: Extension | None = None) -> datetime:
    """Return until when a school may hand in: the campaign's deadline, or its own."""
    holds = extension or extension_of(school)
    return holds.until if holds else school.campaign.deadline
