"""改进项: a problem of a school or of the city itself: what was found, why, until when, and where it stands."""

from datetime import date

from django.db import models
from django.db.models import Q

from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement_cause import cause_labels
from zhibao.web.records.improvement_stage import Stage
from zhibao.web.records.school import School


class Improvement(models.Model):
    """改进项: what happened to it is said by its entries; `school` is empty for one of the city itself.

    `origin` names the finding that it came from (standard:…, target:…, trend:…), '' for one that was seen otherwise.
    Unit: `opened_value`, `line` and `target` are exact numbers in the indicator's own unit, as a fraction or decimal.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="improvements")
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="improvements")
    place = models.CharField("单位代码", max_length=24)
    number = models.PositiveIntegerField("编号")
    origin = models.CharField("来自", max_length=120, blank=True)
    indicator = models.CharField("指标", max_length=120, blank=True)
    title = models.CharField("问题", max_length=120)
    fact = models.CharField("事实", max_length=400)
    topic = models.CharField("主题", max_length=60)
    year = models.PositiveSmallIntegerField("数据年度")
    opened_value = models.CharField(max_length=80, blank=True)
    line = models.CharField("标准线", max_length=80, blank=True)
    direction = models.CharField(max_length=10, blank=True)
    target = models.CharField("目标", max_length=80, blank=True)
    causes = models.JSONField("原因类别", default=list)
    cause = models.CharField("原因", max_length=1000, blank=True)
    lead = models.CharField("牵头", max_length=60, blank=True)
    due = models.DateField("完成时限", null=True)
    stage = models.CharField("环节", max_length=12, choices=Stage.choices, default=Stage.PLANNED)
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        """In the order in which they were opened; a number is given once, and what is struck off says by whom."""

        ordering = ["campaign", "number"]
        indexes = [models.Index(fields=["place", "stage"], name="improvement_stands")]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="improvement_is_numbered_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="improvement_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CLOSED) | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="what_is_struck_off_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        """Return number and title."""
        return f"{self.where} 第 {self.number} 项 {self.title}"

    @property
    def where(self) -> str:
        """Return the name of whose problem it is."""
        return self.school.name if self.school else self.campaign.place

    @property
    def standing(self) -> Stage:
        """Return the stage as what it is."""
        return Stage(self.stage)

    @property
    def cause_labels(self) -> list[str]:
        """Return the kinds of causes in words."""
        return cause_labels(self.causes)

    def is_late(self, today: date) -> bool:
        """Say whether whoever has the problem let its date pass."""
        return self.standing.is_at_work and self.due is not None and self.due < today


def improvements_of(campaign: Campaign) -> "models.QuerySet[Improvement]":
    """Return the city's problems, those of earlier years with them: what is not struck off goes on."""
    found = Improvement.objects.filter(campaign__city=campaign.city, campaign__year__lte=campaign.year)
    return found.select_related("campaign", "school", "opened_by", "closed_by")
