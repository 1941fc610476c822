"""备用码: what stands in for a telephone that was lost, each one once; only keyed fingerprints are kept."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import models

from zhibao.web.records.account import Account

NUMBER, LENGTH = 10, 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is mistaken for another one when it is copied by hand."""


class RecoveryCode(models.Model):
    """备用码."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.account)


def new_code() -> str:
    """Return a code at random, in two halves."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))
    return f"{drawn[: LENGTH // 2]}-{drawn[LENGTH // 2 :]}"


def code_digest(account: Account, code: str) -> str:
    """Return what is kept of a code; hyphens, blanks and capitals make no difference."""
    plain = "".join(letter for letter in code.lower() if letter in _LETTERS)
    said = f"recovery code {account.pk} {plain}"
    return hmac.new(str(settings.SECRET_KEY).encode(), said.encode(), hashlib.sha256).hexdigest()


def unused(account: Account) -> int:
    """Return how many are left."""
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True).count()
