"""邀请: a link by which one person sets the own password, once and for a while; only its fingerprint is kept."""

import hashlib
from datetime import datetime

from django.db import models

from zhibao.web.records.account import Account


class Invitation(models.Model):
    """邀请: good until it is used, revoked, replaced by another one, or over."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order they were made; an account has one that is neither used nor revoked."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="one_invitation_is_open",
            )
        ]

    def __str__(self) -> str:
        """Return whose it is."""
        return f"{self.account} {self.until}"

    def is_good(self, now: datetime) -> bool:
        """Say whether it may still be used."""
        return self.used_at is None and self.revoked_at is None and now < self.until


def digest_of(token: str) -> str:
    """Return what is kept of a link; the link itself is at random, so that no key is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def of_token(token: str) -> Invitation | None:
    """Return the invitation of a link, good or not; None for a link that nobody made."""
    return Invitation.objects.select_related("account").filter(digest=digest_of(token)).first()
