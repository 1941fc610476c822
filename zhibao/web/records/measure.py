"""措施: one thing that is done about a problem: who does it, until when, how far it is, and what came of it."""

from datetime import date

from django.db import models
from django.utils.translation import pgettext_lazy

from zhibao.web.records.account import Account
from zhibao.web.records.improvement import Improvement


class Progress(models.TextChoices):
    """进展: the words of the registers, so that they pass over unchanged."""

    WAITING = "未开始", pgettext_lazy("progress", "未开始")
    GOING = "推进中", pgettext_lazy("progress", "推进中")
    DONE = "已完成", pgettext_lazy("progress", "已完成")
    LATER = "延期", pgettext_lazy("progress", "延期")
    DROPPED = "取消", pgettext_lazy("progress", "取消")

    @property
    def has_ended(self) -> bool:
        """Say whether nothing more is done."""
        return self in (Progress.DONE, Progress.DROPPED)


class Measure(models.Model):
    """措施: `owner` is the office that answers for it, `account` the person who does if there is one on the site."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="measures")
    number = models.PositiveSmallIntegerField()
    text = models.CharField("做什么", max_length=300)
    owner = models.CharField("谁", max_length=60)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided = models.DateField("确定日期")
    due = models.DateField("到期")
    aim = models.CharField("做到什么", max_length=200, blank=True)
    state = models.CharField("进展", max_length=8, choices=Progress.choices, default=Progress.WAITING)
    finished = models.DateField("完成日期", null=True)
    result = models.CharField("结果", max_length=500, blank=True)

    class Meta:
        """In the order in which they were decided; one that has ended by being done says when."""

        ordering = ["improvement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["improvement", "number"], name="measure_is_numbered_once"),
            models.CheckConstraint(condition=models.Q(state__in=Progress.values), name="measure_state_is_known"),
            models.CheckConstraint(
                condition=~models.Q(state=Progress.DONE) | models.Q(finished__isnull=False),
                name="what_is_done_says_when",
            ),
        ]

    def __str__(self) -> str:
        """Return what is done."""
        return self.text

    @property
    def has_ended(self) -> bool:
        """Say whether nothing more is done."""
        return Progress(self.state).has_ended

    @property
    def is_done(self) -> bool:
        """Say whether it was carried out."""
        return self.state == Progress.DONE

    def is_late(self, today: date) -> bool:
        """Say whether it should have ended by now."""
        return not self.has_ended and self.due < today
