"""报送: one register of one school in one campaign, and its state."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.school import School
from zhibao.web.records.state import State


class Submission(models.Model):
    """报送: what stands in it is said by its revisions; counts are those of the last look."""

    school = models.ForeignKey(School, models.CASCADE, related_name="submissions")
    register = models.CharField("数据表", max_length=60)
    label = models.CharField("表名", max_length=60)
    position = models.PositiveSmallIntegerField()
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.EMPTY)
    returned_to = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    return_reason = models.CharField("退回意见", max_length=500, blank=True)
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    times = models.PositiveSmallIntegerField("第几次提交", default=0)
    returned_at = models.PositiveIntegerField("退回时的版", null=True, blank=True)
    asked = models.PositiveIntegerField(default=0)
    filled = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        """A register is handed in once; a state is one of those there are; what is submitted says by whom."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["school", "register"], name="register_is_handed_in_once"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="submission_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.EMPTY, State.FILLING])
                | models.Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="what_is_submitted_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        """Return school and register."""
        return f"{self.school} {self.label}"

    @property
    def campaign(self) -> Campaign:
        """Return the campaign."""
        return self.school.campaign

    @property
    def standing(self) -> State:
        """Return the state as what it is."""
        return State(self.state)

    @property
    def percent(self) -> int:
        """Return how much of what is asked for is filled, in whole per cent."""
        return 100 * self.filled // self.asked if self.asked else 0
