"""在改: who writes a section now; a lock that its holder does not touch for a while holds nobody up."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign

IDLE = timedelta(minutes=10)
"""How long a lock holds without a sign of its holder."""


class SectionLock(models.Model):
    """在改: `seen_at` is the last sign of the holder; `taken_from` is who was at it when somebody took it over."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    chapter = models.CharField(max_length=80)
    section = models.CharField(max_length=80)
    by = models.ForeignKey(Account, models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    taken_from = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """One holder per section."""

        constraints = [
            models.UniqueConstraint(fields=["campaign", "chapter", "section"], name="section_is_locked_once")
        ]

    def __str__(self) -> str:
        """Return what is locked."""
        return f"{self.chapter} {self.section}"

    def is_live(self, now: datetime) -> bool:
        """Say whether the holder was seen not long ago."""
        return self.seen_at > now - IDLE


def live_locks(campaign: Campaign) -> dict[tuple[str, str], SectionLock]:
    """Return (chapter, section) → its lock, of those that hold."""
    found = SectionLock.objects.filter(campaign=campaign, seen_at__gt=timezone.now() - IDLE).select_related("by")
    return {(one.chapter, one.section): one for one in found}
