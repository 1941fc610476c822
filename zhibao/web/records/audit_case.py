"""核验的一份: a report on the audit desk: whose it is, where its files lie, and until when."""

import secrets
from datetime import datetime

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.job import Job


def new_slug() -> str:
    """Return an address that nobody guesses."""
    return secrets.token_urlsafe(18)


class AuditCase(models.Model):
    """核验的一份: of an account, or of whoever holds the token of a session; nothing of it outlives `until`.

    `views` counts how often its page was opened: the last one opened is the one whose leaving counts.

    Missing: `until` is empty for one that its owner asked to keep.
    """

    slug = models.CharField(max_length=32, unique=True, default=new_slug)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    token = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    job = models.OneToOneField(Job, models.PROTECT, related_name="case")
    begun_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        """The latest first."""

        ordering = ["-begun_at"]
        indexes = [models.Index(fields=["until"], name="case_ends")]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name

    def is_of(self, account: Account | None, token: str) -> bool:
        """Say whether the report belongs to a person, or to the session that brought it."""
        if self.account_id is not None:
            return account is not None and account.pk == self.account_id
        return bool(token) and secrets.compare_digest(token, self.token)

    def is_over(self, now: datetime) -> bool:
        """Say whether its time has run out."""
        return self.until is not None and self.until < now
