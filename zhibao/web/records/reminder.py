"""催办: an officer reminds a school that something is due; the site tells its clerks, no letter goes out."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.school import School


class Reminder(WrittenOnce):
    """催办: who reminded, when, and of how many registers."""

    school = models.ForeignKey(School, models.PROTECT, related_name="reminders")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    registers = models.PositiveSmallIntegerField()

    class Meta:
        """In the order they were sent."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return school and time."""
        return f"{self.school} {self.at}"
