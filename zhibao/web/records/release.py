"""发布: what one person put up for release, and what another signed; both are written once and never change."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.campaign import Campaign


class Candidate(WrittenOnce):
    """提请: a report as it was made, named by the checksum of its public files; `rests_on` is what it was made from."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="candidates")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    sealed = models.CharField(max_length=64)
    rests_on = models.CharField(max_length=64)
    hidden = models.PositiveIntegerField()
    note = models.CharField("公开说明", max_length=1000, blank=True)

    class Meta:
        """In the order in which they were put up."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return title and the beginning of the checksum."""
        return f"{self.title} {self.digest[:8]}"

    @property
    def place(self) -> str:
        """Return the name of the folder of its files."""
        return self.digest[:32]


class Release(WrittenOnce):
    """发布件: the signature under a candidate; number 2 and after correct the one before. Never removed."""

    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="release")
    city = models.SlugField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    public_at = models.DateTimeField()

    class Meta:
        """The newest year first; a number is given once."""

        ordering = ["city", "-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["city", "year", "number"], name="release_is_numbered_once")]

    def __str__(self) -> str:
        """Return title and number."""
        return f"{self.candidate.title} 第 {self.number} 版"

    @property
    def key(self) -> str:
        """Return its name in permanent links."""
        return f"r{self.number}"

    @property
    def base(self) -> str:
        """Return the address below which all its pages lie, for ever."""
        return f"/p/{self.city}/{self.year}/{self.key}/"

    @property
    def is_correction(self) -> bool:
        """Say whether it corrects an earlier one."""
        return self.number > 1


def public_releases(now: datetime | None = None) -> "models.QuerySet[Release]":
    """Return the releases that everybody may read by now."""
    found = Release.objects.filter(public_at__lte=now or timezone.now())
    return found.select_related("candidate__campaign", "candidate__by", "by")
