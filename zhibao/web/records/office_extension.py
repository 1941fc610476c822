"""审核延长: an office has longer for its review than the campaign says, for a reason; the last one holds."""

from datetime import datetime

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.campaign import Campaign

CITY = ""
"""In the place of a county's name: the city's own office."""


class OfficeExtension(WrittenOnce):
    """审核延长: until when a county, or the city (''), may decide; an earlier one stays among the rows."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="office_extensions")
    county = models.CharField("县（市、区）", max_length=60, blank=True)
    until = models.DateTimeField("延到")
    reason = models.CharField("原因", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order they were granted."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return office and time."""
        return f"{self.county} {self.until}"


def office_extensions(campaign: Campaign) -> "models.QuerySet[OfficeExtension]":
    """Return what was granted to the offices of a campaign, the first one first."""
    return OfficeExtension.objects.filter(campaign=campaign).select_related("by")


def office_deadline(campaign: Campaign, county: str) -> datetime | None:
    """Return until when an office decides: the campaign's time, or its own; None where nobody has set one."""
    holds: OfficeExtension | None = OfficeExtension.objects.filter(campaign=campaign, county=county).last()
    if holds is not None:
        return holds.until
    return campaign.city_by if county == CITY else campaign.county_by
