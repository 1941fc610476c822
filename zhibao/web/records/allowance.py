"""限次: how often something was done from one address within an hour; the address itself is not kept."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F

HOUR = timedelta(hours=1)


class Allowance(models.Model):
    """限次: one address in one hour, known by a keyed fingerprint."""

    whose = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One row per address and hour."""

        constraints = [models.UniqueConstraint(fields=["whose", "hour"], name="allowance_is_one_per_hour")]

    def __str__(self) -> str:
        """Return how often."""
        return f"{self.hour} {self.count}"


def use_one(what: str, address: str, most: int, now: datetime) -> bool:
    """Count one more for an address and say whether it was still allowed; what is over is forgotten."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    secret = str(settings.SECRET_KEY).encode()
    whose = hmac.new(secret, f"{what} {address}".encode(), hashlib.sha256).hexdigest()
    Allowance.objects.filter(hour__lt=hour - HOUR).delete()
    Allowance.objects.get_or_create(whose=whose, hour=hour)
    return Allowance.objects.filter(whose=whose, hour=hour, count__lt=most).update(count=F("count") + 1) == 1
