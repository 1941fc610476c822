"""委托: a clerk lets another clerk of the school fill in a register, until that is taken back."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.submission import Submission


class Delegation(models.Model):
    """委托: of one register to one account."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="delegations")
    to = models.ForeignKey(Account, models.CASCADE, related_name="delegations")
    by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order they were given; one to a person at a time."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "to"],
                condition=models.Q(revoked_at__isnull=True),
                name="delegated_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        """Return register and person."""
        return f"{self.submission} → {self.to}"


def is_delegated(account: Account, school: int, register: str) -> bool:
    """Say whether a register of a school is delegated to a person now."""
    mine = Delegation.objects.filter(to=account, revoked_at__isnull=True)
    return mine.filter(submission__school=school, submission__register=register).exists()
