"""申请更正: a school asks to open a closed register once more; a grant lasts a day and ends by itself."""

from datetime import datetime, timedelta

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission

LASTS = timedelta(hours=24)


class Correction(models.Model):
    """更正: asked, answered, over; `stood`, `revision` and `times` say how the register was when it was opened.

    Missing: `is_granted` is empty until somebody answers, `until` unless it was granted, `ended_at` until it is over.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="corrections")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField("更正的理由", max_length=500)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(null=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    until = models.DateTimeField(null=True)
    stood = models.CharField(max_length=20, choices=State.choices, blank=True)
    revision = models.PositiveIntegerField(default=0)
    times = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were asked; a register has one at a time; a grant says by whom and until when."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(ended_at__isnull=True), name="one_correction_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(is_granted=True) | models.Q(answered_by__isnull=False, until__isnull=False),
                name="a_grant_says_by_whom_and_until_when",
            ),
        ]

    def __str__(self) -> str:
        """Return the register and the beginning of the reason."""
        return f"{self.submission} {self.reason[:40]}"

    @property
    def is_waiting(self) -> bool:
        """Say whether nobody has answered yet."""
        return self.is_granted is None

    def is_running(self, now: datetime) -> bool:
        """Say whether the register may be written by it now."""
        return bool(self.is_granted) and self.ended_at is None and self.until is not None and now < self.until


def correction_of(submission: Submission) -> Correction | None:
    """Return what is asked or granted of a register now; None when nothing is."""
    found = Correction.objects.filter(submission=submission, ended_at__isnull=True)
    return found.select_related("by", "answered_by").first()


def opened(submission: Submission) -> Correction | None:
    """Return the same without whoever asked and answered: what tells whether the register may be written."""
    return Correction.objects.filter(submission=submission, ended_at__isnull=True).first()
