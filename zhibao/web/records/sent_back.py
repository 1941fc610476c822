"""退回提请: an approver does not sign what was put up, and says why; the editor puts another one up."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.release import Candidate


class SentBack(WrittenOnce):
    """退回: of which candidate, by whom, with which reason; a candidate is sent back once."""

    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="sent_back")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500)

    class Meta:
        """In the order in which they were sent back."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return what was sent back."""
        return f"退回 {self.candidate}"
