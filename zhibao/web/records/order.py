"""批次: many reports asked for together, each of them a job of the queue; which they are, how far they have come."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy

from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Job, Standing

LATELY = timedelta(minutes=5)
"""The time over which the pace of an order is taken."""


class Purpose(TextChoices):
    """批次做什么."""

    COMPILE = "compile", gettext_lazy("编制各校报告")
    AUDIT = "audit", gettext_lazy("核验一批报告")


class Order(models.Model):
    """批次: numbered within its campaign; `plan` is the job that finds out what is to be done, `summary` what sums up.

    Missing: `plan` is empty while reports are still being brought; `ended_at` while something is left to do.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="orders")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    plan = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    summary = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """The latest first."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="order_is_numbered_once")]

    def __str__(self) -> str:
        """Return which one it is."""
        return f"{self.campaign} 第 {self.number} 批"

    @property
    def name(self) -> str:
        """Return what names its files."""
        return f"{self.campaign.slug}-{self.number}"

    @property
    def is_audit(self) -> bool:
        """Say whether reports are audited, not made."""
        return self.purpose == Purpose.AUDIT

    @property
    def is_open(self) -> bool:
        """Say whether reports may still be brought."""
        return self.is_audit and self.plan_id is None

    @property
    def jobs(self) -> "models.QuerySet[Job]":
        """Return its jobs; one report may be part of several orders."""
        return Job.objects.filter(pk__in=OrderItem.objects.filter(order=self).values("job"))

    def counts(self) -> Mapping[Standing, int]:
        """Return how many reports stand how."""
        found = OrderItem.objects.filter(order=self, job__isnull=False).values_list("job__standing")
        known = dict(found.annotate(Count("pk")).order_by())
        return {one: known.get(one.value, 0) for one in Standing}

    def pace(self, now: datetime | None = None) -> int:
        """Return how many reports were done within the last minutes."""
        since = (now or timezone.now()) - LATELY
        return self.jobs.filter(standing__in=(Standing.DONE, Standing.FAILED), ended_at__gt=since).count()


class OrderItem(models.Model):
    """批次里的一份: a school's report by its code, or one that was brought, by its name in the order.

    `given` is the file that was brought, by its hash. Missing: `job` is empty until the order was planned.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="items")
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    given = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="order_items")

    class Meta:
        """In the order in which they came in; each of them once."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="order_has_a_report_once")]

    def __str__(self) -> str:
        """Return whose or which report it is."""
        return self.name
