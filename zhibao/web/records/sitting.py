"""会话: one sign-in on one device, as its owner sees it in the list and ends it from elsewhere."""

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import models
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from zhibao.web.records.account import Account

CONFIRMED = "confirmed_at"
"""Under this name a session holds when its person was last asked who it is."""
_SEEN_EVERY = 300
_KEPT = timedelta(days=30)


class Sitting(models.Model):
    """会话: `key` is that of Django's session; `seen_at` is right to five minutes."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sittings")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60)
    began_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        """Return whose it is and where."""
        return f"{self.account} {self.device}"


def sittings_of(account: Account) -> "models.QuerySet[Sitting]":
    """Return where an account is signed in now."""
    since = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Sitting.objects.filter(account=account, ended_at__isnull=True, began_at__gt=since)


def seen(request: HttpRequest) -> None:
    """Write down that a session is in use, every five minutes at most."""
    key = request.session.session_key
    if key and cache.add(f"seen-{key}", value=True, timeout=_SEEN_EVERY):
        Sitting.objects.filter(key=key).update(seen_at=timezone.now())


def moved(request: HttpRequest, before: str) -> None:
    """Follow a session whose key was changed while it went on."""
    Sitting.objects.filter(key=before).update(key=request.session.session_key)


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the person was asked who it is not long ago."""
    at = request.session.get(CONFIRMED, 0)
    return isinstance(at, int) and time.time() - at < settings.CONFIRM_MINUTES * 60


def make_fresh(request: HttpRequest) -> None:
    """Write down that the person was just asked who it is, and was it."""
    request.session[CONFIRMED] = int(time.time())


@receiver(user_logged_in)
def _begin(request: HttpRequest, user: Account, **_: Any) -> None:  # noqa: ANN401  Django's own arguments
    make_fresh(request)
    key, now = request.session.session_key, timezone.now()
    device = device_of(str(request.META.get("HTTP_USER_AGENT", "")))
    # What is over is forgotten: sessions at once, where somebody was signed in after a month.
    SessionStore.clear_expired()
    Sitting.objects.filter(began_at__lt=now - _KEPT).delete()
    Sitting.objects.update_or_create(key=key, defaults={"account": user, "device": device, "seen_at": now})


_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Return browser and system of a User-Agent in words; what is not known is said to be so."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return "，".join(filter(None, (browser, system))) or "不认识的设备"
