"""采集批次: one city's collection of one year, on one working folder."""

from datetime import datetime
from pathlib import Path

from django.db import models


class Campaign(models.Model):
    """采集批次: `folder` is the working folder whose edition, definitions and store it rests on."""

    slug = models.SlugField("批次", unique=True)
    city = models.CharField("市", max_length=24)
    title = models.CharField("名称", max_length=120)
    place = models.CharField("地区", max_length=60)
    year = models.PositiveSmallIntegerField("数据年度")
    folder = models.CharField("工作目录", max_length=500)
    begins_at = models.DateTimeField("开始填报", null=True, blank=True)
    deadline = models.DateTimeField("截止")
    county_by = models.DateTimeField("县审截止", null=True, blank=True)
    city_by = models.DateTimeField("市审截止", null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def path(self) -> Path:
        """Return the working folder."""
        return Path(self.folder)

    def has_begun(self, now: datetime) -> bool:
        """Say whether schools may fill in by now."""
        return self.begins_at is None or now >= self.begins_at

    def is_over(self, now: datetime) -> bool:
        """Say whether the deadline has passed."""
        return now > self.deadline
