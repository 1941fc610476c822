"""动态码: the second step of a sign-in, six digits from the person's own telephone (RFC 6238)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.db import models

from zhibao.web.records.account import Account

SECONDS, DIGITS = 30, 6
ISSUER = "质报"
_AROUND = (0, -1, 1)
"""Clocks differ: one code before and one after are taken as well."""


class SecondFactor(models.Model):
    """动态码: `seed` alone gives no code; the secret follows from it and the site's own key.

    `last_step` is the time of the last code that was taken: no code is taken twice.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="second_factor")
    seed = models.CharField(max_length=64)
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.account)

    @property
    def secret(self) -> bytes:
        """Return what telephone and site share."""
        key = str(settings.SECRET_KEY).encode()
        return hmac.new(key, f"second factor {self.seed}".encode(), hashlib.sha256).digest()[:20]

    @property
    def typed_secret(self) -> str:
        """Return the secret as it is typed into a telephone without a camera, in fours."""
        text = base64.b32encode(self.secret).decode()
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))

    @property
    def address(self) -> str:
        """Return what the QR code says."""
        label, secret = quote(f"{ISSUER}:{self.account.login}"), self.typed_secret.replace(" ", "")
        return f"otpauth://totp/{label}?secret={secret}&issuer={quote(ISSUER)}"

    def step_of(self, code: str, now: datetime) -> int | None:
        """Return the time of a code that is right and was not taken before; None for any other."""
        current = int(now.timestamp()) // SECONDS
        for step in (current + away for away in _AROUND):
            if step > self.last_step and hmac.compare_digest(code_at(self.secret, step).encode(), code.encode()):
                return step
        return None


def code_at(secret: bytes, step: int) -> str:
    """Return the code of a secret at a time counted in half minutes.

    Source: RFC 4226, 5.3; RFC 6238, 4.2.
    """
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def new_seed() -> str:
    """Return a seed at random."""
    return secrets.token_urlsafe(32)


def factor_of(account: Account) -> SecondFactor | None:
    """Return the second factor of an account that was tried out once; None for one that has none."""
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()


def is_required(account: Account) -> bool:
    """Say whether the site asks this role for a second step."""
    return account.role in settings.SECOND_STEP_ROLES or "all" in settings.SECOND_STEP_ROLES
