"""封存的记录: which snapshot a school's year is in force by, and which one it superseded; both stay in the store."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.school import School


class Sealing(WrittenOnce):
    """封存: `digest` is the fingerprint of all that was sealed, `supersedes` the snapshot before, empty for none."""

    school = models.ForeignKey(School, models.PROTECT, related_name="sealings")
    snapshot = models.CharField(max_length=64)
    supersedes = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In their order."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return school and snapshot."""
        return f"{self.school} {self.snapshot[:12]}"
