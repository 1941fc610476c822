"""佐证材料: a file that proves a cell or a register; it lies on the disk under its hash."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.submission import Submission


class Evidence(models.Model):
    """佐证: of a cell (`line`, `field`), or of the whole register when both are empty; taken back it is not shown."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="evidence")
    line = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were brought."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name


def evidence_of(submission: Submission) -> "models.QuerySet[Evidence]":
    """Return the files that stand beside a register now."""
    return Evidence.objects.filter(submission=submission, withdrawn_at__isnull=True).select_related("by")
