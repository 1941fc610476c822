"""限次: how often something was done from one address within a time; the address itself is not kept."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F

HOUR = timedelta(hours=1)


class Allowance(models.Model):
    """限次: one address in one hour, or in the shorter span that began at `hour`, known by a keyed fingerprint."""

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
    whose = fingerprint_of(what, address)
    Allowance.objects.filter(hour__lt=hour - HOUR).delete()
    Allowance.objects.get_or_create(whose=whose, hour=hour)
    return Allowance.objects.filter(whose=whose, hour=hour, count__lt=most).update(count=F("count") + 1) == 1


def used(what: str, address: str, minutes: int, now: datetime) -> int:
    """Return how often something was done from an address in the span of so many minutes that runs now."""
    found = Allowance.objects.filter(whose=fingerprint_of(what, address), hour=_span(minutes, now)).first()
    return found.count if found else 0


def use(what: str, address: str, minutes: int, now: datetime) -> int:
    """Count one more in the span that runs now and return the count, no two callers the same; within a transaction."""
    whose, began = fingerprint_of(what, address), _span(minutes, now)
    Allowance.objects.filter(hour__lt=began - HOUR).delete()
    Allowance.objects.get_or_create(whose=whose, hour=began)
    row = Allowance.objects.select_for_update().get(whose=whose, hour=began)
    row.count += 1
    row.save(update_fields=["count"])
    return row.count


def fingerprint_of(what: str, address: str) -> str:
    """Return what stands for an address, or for anything else that is not kept as it is; it needs the site's key."""
    return hmac.new(str(settings.SECRET_KEY).encode(), f"{what} {address}".encode(), hashlib.sha256).hexdigest()


def _span(minutes: int, now: datetime) -> datetime:
    """Return when the span of so many minutes began in which a time lies; an hour has whole spans."""
    return now.replace(minute=now.minute - now.minute % minutes, second=0, microsecond=0)
