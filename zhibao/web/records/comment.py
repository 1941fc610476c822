"""批注: what somebody says about one cell."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.submission import Submission


class Comment(WrittenOnce):
    """批注: at a cell (`line`, `field`), or at the whole register when both are empty; an answer is one more."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="comments")
    line = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField("批注", max_length=1000)

    class Meta:
        """In the order they were said."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:40]
