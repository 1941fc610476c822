"""编成的稿: one compilation of the report, tied to the very versions of its texts."""

import hashlib
import json
from collections.abc import Mapping

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Job


class ReportBuild(models.Model):
    """编成的稿: `versions` are the numbers of its chapters' texts, `digest` is the fingerprint of those texts."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="builds")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    versions = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    job = models.OneToOneField(Job, models.PROTECT, related_name="build")

    class Meta:
        """The latest first."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="report_build_is_numbered_once")]

    def __str__(self) -> str:
        """Return which one it is."""
        return f"{self.campaign} 第 {self.number} 稿"


def digest_of_texts(digests: Mapping[str, str]) -> str:
    """Return the fingerprint of a report's texts from those of its chapters."""
    return hashlib.sha256(json.dumps(sorted(digests.items()), separators=(",", ":")).encode()).hexdigest()
