"""案例的照片: with what is on it in words, and the consent of the persons shown."""

import secrets

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.job import Job
from zhibao.web.records.school_case import SchoolCase


def photo_slug() -> str:
    """Return an address that nobody guesses."""
    return secrets.token_hex(12)


class CasePhoto(models.Model):
    """照片: made anew from what was sent, by a job; `consent` is what the school declared about the persons shown."""

    case = models.ForeignKey(SchoolCase, models.PROTECT, related_name="photos")
    slug = models.CharField(max_length=24, unique=True, default=photo_slug)
    caption = models.CharField("图题", max_length=60)
    alt = models.CharField("照片上有什么", max_length=200)
    consent = models.CharField("同意声明", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="+")

    class Meta:
        """In the order they were added."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return the caption."""
        return self.caption
