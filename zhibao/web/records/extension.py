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


def deadline_of(school: School) -> datetime:
    """Return until when a school may hand in: the campaign's deadline, or its own."""
    own = Extension.objects.filter(school=school).order_by("-id").values_list("until", flat=True).first()
    return own or school.campaign.deadline
